import { scenario, type Scenario } from "../../src/plugin/testing";
import { hikubeProvider } from "../../src/provider/provider";
import { CLUSTER } from "../model/tenants";
import { terraformBinaries } from "./binaries";
import { describeOnSandbox } from "./support";

const TENANTS = `
resource "hikube_platform" "this" { contact = "platform@example.com" }
resource "hikube_tenant" "top" {
  depends_on = [hikube_platform.this]
  name    = "top"
  profile = "development"
  quota   = { cpu = "8", memory = "16Gi", storage = "100Gi", reserved = { cpu = "1" } }
  cost    = { cost_center = "4711" }
}
resource "hikube_tenant" "shop" {
  name   = "shop"
  parent = hikube_tenant.top.namespace
  quota  = { cpu = "2", memory = "4Gi", storage = "10Gi" }
}
`;

const DATA = `
data "hikube_tenant" "shop" {
  namespace  = hikube_tenant.shop.namespace
  depends_on = [hikube_tenant.shop]
}
data "hikube_tenants" "below" {
  parent     = "tenant-top"
  depends_on = [hikube_tenant.shop]
}
data "hikube_tenants" "charged" {
  labels     = { "hikube.cloud/cost-center" = "4711", "hikube.cloud/name" = "top" }
  depends_on = [hikube_tenant.shop]
}
data "hikube_tenant_usage" "top" {
  namespace  = "tenant-top"
  depends_on = [hikube_tenant.shop]
}
data "hikube_connectivity" "home" {
  from       = "tenant-top"
  to         = "tenant-top-shop"
  port       = 443
  depends_on = [hikube_tenant.shop]
  lifecycle {
    postcondition {
      condition     = self.allowed
      error_message = "closed: \${self.reason}"
    }
  }
}
data "hikube_connectivity" "stranger" {
  from       = "default"
  to         = "tenant-top-shop"
  port       = 443
  depends_on = [hikube_tenant.shop]
}
locals {
  objects = provider::hikube::tenant_objects(
    { name = "paper", profile = "production", quota = { cpu = 4, memory = "8Gi", storage = "1Gi" }, children = [{ name = "shop", quota = { share = 50 } }] },
    ${JSON.stringify(JSON.stringify(CLUSTER))},
  )
}
output "paper" { value = [for object in local.objects : object.metadata.name if object.kind == "Namespace"] }
output "shop" { value = data.hikube_tenant.shop }
output "below" { value = data.hikube_tenants.below.namespaces }
output "charged" { value = data.hikube_tenants.charged.tenants }
output "usage" { value = data.hikube_tenant_usage.top }
output "stranger" { value = data.hikube_connectivity.stranger }
`;

describeOnSandbox("data sources of the provider hikube", (sandbox) => {
  describe.each(terraformBinaries())("under $name", ({ path }) => {
    const data = (): Scenario =>
      scenario(hikubeProvider({}), {
        terraform: path(),
        common: `provider "hikube" { config_path = ${JSON.stringify(sandbox().kubeconfig)} }`,
      });

    it("tell what is on the cluster, after what they depend on was made", async () => {
      await data()
        .apply(TENANTS + DATA, {
          outputs: {
            shop: { name: "shop", parent: "tenant-top", engine: "hikube", cost_center: "4711", suspended: false },
            paper: ["tenant-paper", "tenant-paper-shop"],
            below: ["tenant-top-shop"],
            charged: [{ namespace: "tenant-top", children: ["tenant-top-shop"] }],
            usage: {
              declared: { "limits.cpu": "8" },
              reserved: { "limits.cpu": "1" },
              shares: { "tenant-top-shop": { "limits.cpu": "2" } },
              left: { "limits.cpu": "5" },
              hard: { "limits.cpu": "5" },
            },
            stranger: {
              allowed: false,
              verdict: "deny",
              reason: /^tenant-top-shop is closed by tenant-top-shop\/hikube-/,
            },
          },
        })
        .plan(`${TENANTS}data "hikube_tenant" "x" { namespace = "tenant-nobody" }`, {
          error: /There is no tenant tenant-nobody/,
        })
        .plan(`${TENANTS}data "hikube_connectivity" "x" {\n  from = "tenant-top"\n  to = "internte"\n}`, {
          error: /There is no "internte"[\s\S]*"internet"/,
        });
    });
  });
});
