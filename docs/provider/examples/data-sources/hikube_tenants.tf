data "hikube_tenants" "of_production" {
  parent     = "tenant-production"
  labels     = { "hikube.cloud/profile" = "production" }
  depends_on = [hikube_tenant.shop]
}

output "namespaces_of_production" {
  value = data.hikube_tenants.of_production.namespaces
}
