import { join } from "node:path";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { ClusterFacts, HikubePlatform, TenantFleet } from "cdktf-hikube";

const { CLUSTER_FACTS, STATE_FOLDER = "." } = process.env;

const app = new App();
const cluster = ClusterFacts.fromFile(CLUSTER_FACTS ?? join(__dirname, "cluster.json"));

/** What every stack has: a place for its state, and the provider. */
function configureStack(stack: TerraformStack): void {
  new LocalBackend(stack, { path: join(STATE_FOLDER, `${stack.node.id}.tfstate`) });
  // Empty on purpose: the provider reads KUBE_CONFIG_PATH when Terraform runs, so the JSON fits every machine.
  new KubernetesProvider(stack, "kubernetes", {});
}

const platform = new TerraformStack(app, "platform");
configureStack(platform);
new HikubePlatform(platform, "platform", { cluster });

TenantFleet.fromFile(app, "fleet", {
  file: join(__dirname, "tenants.yaml"),
  assignment: join(__dirname, "assignment.json"),
  cluster,
  configureStack,
});

app.synth();
