# The company of examples/company, in HCL.

terraform {
  required_version = ">= 1.8"
  required_providers {
    hikube = { source = "hikube/hikube" }
  }
}

variable "unprotected" {
  description = "Takes the deletion protection off production and everything below it, so that destroy may run."
  type        = bool
  default     = false
}

locals {
  protected = var.unprotected ? false : null
}

# The cluster is that of KUBE_CONFIG_PATH, or of the arguments of hashicorp/kubernetes.
provider "hikube" {}

resource "hikube_platform" "this" {
  contact = "platform-team@example.com"
}

resource "hikube_tenant" "production" {
  depends_on = [hikube_platform.this]

  name      = "production"
  profile   = "production"
  protected = local.protected
  access = {
    owners  = [{ kind = "Group", name = "platform-team" }]
    viewers = [{ kind = "Group", name = "support" }]
  }
  cost = { cost_center = "CC-1000", owner = "platform-team" }
}

# Its share is taken out of production's quota.
resource "hikube_tenant" "shop" {
  name      = "shop"
  parent    = hikube_tenant.production.namespace
  protected = local.protected
  quota     = { cpu = "8", memory = "32Gi", storage = "500Gi", load_balancers = 1 }
  access = {
    admins = [{ kind = "Group", name = "shop-team" }]
    users  = [{ kind = "User", name = "oncall@example.com" }]
  }
  network = {
    expose = [{ from_namespace = "ingress-nginx", ports = [{ protocol = "TCP", port = 8080 }] }]
  }
  cost = { cost_center = "CC-1042", project = "shop", owner = "shop-team" }
}

resource "hikube_tenant" "payments" {
  name      = "payments"
  parent    = hikube_tenant.shop.namespace
  protected = local.protected
  quota     = { cpu_requests = "1", cpu_limits = "2", memory = "4Gi", storage = "50Gi" }
  access    = { admins = [{ kind = "Group", name = "payments-team" }] }
  network = {
    from_ancestors = false
    expose         = [{ from_cidrs = ["203.0.113.0/24"], ports = [{ protocol = "TCP", port = 8443 }] }]
  }
  cost = { cost_center = "CC-1042", project = "payments", owner = "payments-team" }
}

resource "hikube_tenant" "staging" {
  depends_on = [hikube_platform.this]

  name    = "staging"
  profile = "staging"
  access = {
    admins  = [{ kind = "Group", name = "shop-team" }]
    viewers = [{ kind = "Group", name = "support" }]
  }
  cost = { cost_center = "CC-1042", project = "shop" }
}

resource "hikube_tenant" "development" {
  depends_on = [hikube_platform.this]

  name    = "development"
  profile = "development"
  access = {
    admins = [
      { kind = "Group", name = "developers" },
      { kind = "ServiceAccount", name = "build", namespace = "ci" },
    ]
  }
  cost = { cost_center = "CC-2000" }
}

resource "hikube_tenant" "sandbox" {
  depends_on = [hikube_platform.this]

  name       = "sandbox"
  profile    = "sandbox"
  expires_at = "2027-06-30T00:00:00Z"
  access     = { owners = [{ kind = "Group", name = "developers" }] }
  cost       = { cost_center = "CC-2000", owner = "developers" }
}

output "namespaces" {
  description = "The namespace of each tenant."
  value = {
    for tenant in [
      hikube_tenant.production, hikube_tenant.shop, hikube_tenant.payments,
      hikube_tenant.staging, hikube_tenant.development, hikube_tenant.sandbox,
    ] : tenant.name => tenant.namespace
  }
}
