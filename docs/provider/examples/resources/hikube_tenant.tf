resource "hikube_tenant" "production" {
  name       = "production"
  profile    = "production"
  quota      = { cpu = "16", memory = "64Gi", storage = "500Gi" }
  access     = { owners = [{ kind = "Group", name = "oidc:platform" }] }
  depends_on = [hikube_platform.this]

  network = {
    allowed_egress = [{
      to_cidrs = ["198.51.100.0/24"]
      ports    = [{ protocol = "TCP", port = 5432 }]
    }]
  }
}

resource "hikube_tenant" "shop" {
  name   = "shop"
  parent = hikube_tenant.production.namespace
  quota  = { share = 25 }

  network = {
    egress = [{
      to_cidrs = ["198.51.100.0/24"]
      ports    = [{ protocol = "TCP", port = 5432 }]
    }]
  }

  access = {
    admins    = [{ kind = "Group", name = "oidc:shop" }]
    deployers = [{ name = "ci", level = "admin" }]
  }
}
