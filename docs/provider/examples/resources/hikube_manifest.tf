resource "hikube_manifest" "motd" {
  manifest = {
    apiVersion = "v1"
    kind       = "ConfigMap"
    metadata   = { name = "motd", namespace = hikube_tenant.shop.namespace }
    data       = { text = "Welcome" }
  }
}
