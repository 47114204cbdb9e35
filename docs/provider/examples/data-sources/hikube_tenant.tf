data "hikube_tenant" "shop" {
  namespace  = hikube_tenant.shop.namespace
  depends_on = [hikube_tenant.shop]
}

output "children_of_shop" {
  value = data.hikube_tenant.shop.children
}
