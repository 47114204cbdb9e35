import { join } from "node:path";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { ClusterFacts, HikubePlatform, TenantFleet } from "cdktf-hikube";
import { TenantsFile } from "cdktf-hikube/tenants-file";

const { CLUSTER_FACTS, STATE_FOLDER = "." } = process.env;

const app = new App();
const facts = CLUSTER_FACTS === undefined ? undefined : ClusterFacts.fromFile(CLUSTER_FACTS);
const { tenants, cluster } = TenantsFile.read(join(__dirname, "tenants.yaml"), facts);

/** What every stack has: a place for its state, and the provider. */
function configureStack(stack: TerraformStack): void {
  new LocalBackend(stack, { path: join(STATE_FOLDER, `${stack.node.id}.tfstate`) });
  // Empty on purpose: the provider reads KUBE_CONFIG_PATH when Terraform runs, so the JSON fits every machine.
  new KubernetesProvider(stack, "kubernetes", {});
}

const platformStack = new TerraformStack(app, "platform");
configureStack(platformStack);
const platform = new HikubePlatform(platformStack, "platform", { cluster });

new TenantFleet(app, "fleet", {
  tenants,
  platform,
  assignment: join(__dirname, "assignment.json"),
  configureStack,
});

app.synth();
