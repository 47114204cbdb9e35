import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App } from "cdktf";
import { HikubePlatform, TenantFleet } from "cdktf-hikube";
import { TenantsFile } from "cdktf-hikube/tenants-file";

/** A fleet of the tenants of `fleet.yaml`, whose platform is applied elsewhere: see let-go.ts. */
const app = new App();
const { tenants, cluster } = TenantsFile.read("fleet.yaml");
new TenantFleet(app, "fleet", {
  tenants,
  platform: HikubePlatform.fromClusterFacts(app, "cluster", { cluster }),
  assignment: "assignment.json",
  frozen: false,
  configureStack: (stack) => {
    new KubernetesProvider(stack, "kubernetes", {});
  },
});
app.synth();
