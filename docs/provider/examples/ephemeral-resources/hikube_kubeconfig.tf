ephemeral "hikube_kubeconfig" "shop" {
  namespace = hikube_tenant.shop.namespace
  level     = "admin"
  duration  = 900
}
