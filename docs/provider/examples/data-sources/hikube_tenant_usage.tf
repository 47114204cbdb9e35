data "hikube_tenant_usage" "production" {
  namespace  = hikube_tenant.production.namespace
  depends_on = [hikube_tenant.shop]
}

output "cpu_left_in_production" {
  value = data.hikube_tenant_usage.production.left["limits.cpu"]
}
