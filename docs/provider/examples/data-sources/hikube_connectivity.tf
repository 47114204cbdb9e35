data "hikube_connectivity" "shop_to_database" {
  from       = hikube_tenant.shop.namespace
  to         = "198.51.100.7"
  port       = 5432
  depends_on = [hikube_tenant.shop]

  lifecycle {
    postcondition {
      condition     = self.allowed
      error_message = "The shop cannot reach its database: ${self.reason}."
    }
  }
}
