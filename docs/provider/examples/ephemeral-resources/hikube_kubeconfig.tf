ephemeral "hikube_kubeconfig" "shop" {
  namespace = hikube_tenant.shop.namespace
  level     = "admin"
  duration  = 900
}

# What this provider makes is made as the tenant's deployer; `provider "kubernetes"` takes the same three.
provider "hikube" {
  alias                  = "shop"
  host                   = ephemeral.hikube_kubeconfig.shop.server
  cluster_ca_certificate = ephemeral.hikube_kubeconfig.shop.cluster_ca_certificate
  token                  = ephemeral.hikube_kubeconfig.shop.token
}
