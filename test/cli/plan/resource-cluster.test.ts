import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parsePlan, withProviders } from "../../../src/cli/plan/plan";
import { byProvider, openResourceCluster } from "../../../src/cli/plan/resource-cluster";
import { parseStackConfig } from "../../../src/cli/project/stack-config";
import type { Terraform } from "../../../src/terraform/terraform";
import { LABELS } from "../../../src/model/tenant/spec/labels";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "resource-cluster-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const NAMESPACE = "kubernetes_namespace_v1";

function kubeconfig(name: string): string {
  const path = join(folder, name);
  const cluster = { name: "c", cluster: { server: `https://${name}.example.com:6443` } };
  const contexts = [{ name: "c", context: { cluster: "c" } }];
  writeFileSync(path, JSON.stringify({ clusters: [cluster], contexts, "current-context": "c" }));
  return path;
}

/** A plan that removes one namespace that is in the code and one that is not. */
function planned() {
  const metadata = [{ name: "tenant-a", labels: { [LABELS.managedBy]: "hikube" } }];
  const change = { actions: ["delete"], before: { metadata }, after: null };
  const changes = ["kept", "gone"].map((name) => ({
    ...{ address: `${NAMESPACE}.${name}`, mode: "managed", type: NAMESPACE, change },
  }));
  const resources = [{ address: `${NAMESPACE}.kept`, provider_config_key: "kubernetes.west" }];
  const configuration = { root_module: { resources } };
  const plan = parsePlan(JSON.stringify({ resource_changes: changes, configuration }));
  return withProviders(plan, new Map([[`${NAMESPACE}.gone`, { alias: "east" }]]));
}

function stackWith(provider: unknown, terraform: unknown = {}) {
  const config = parseStackConfig(JSON.stringify({ provider, terraform }));
  return {
    stack: { name: "two", directory: folder, file: "cdk.tf.json", dependencies: [], config },
    file: "",
    plan: planned(),
  };
}

const BLOCKS = () => [
  { alias: "east", config_path: kubeconfig("east") },
  { alias: "west", config_path: kubeconfig("west") },
];

const terraform = (env: Terraform["env"] = {}): Terraform => ({ path: "terraform", flavour: "terraform", env });

async function serversOf(stack: ReturnType<typeof stackWith>, env: Terraform["env"] = {}): Promise<readonly string[]> {
  const clusters = stack.plan.changes.map((change) => openResourceCluster(stack, change, terraform(env)));
  return (await Promise.all(clusters)).map((cluster) => {
    cluster.close();
    return cluster.server;
  });
}

const OWN = ["https://west.example.com:6443", "https://east.example.com:6443"];

test("each resource is looked for in the cluster of its own provider block, whatever the environment says", async () => {
  const other = { KUBE_CONFIG_PATH: kubeconfig("other") };
  expect(await serversOf(stackWith({ kubernetes: BLOCKS() }), other)).toEqual(OWN);
});

test("a provider that the stack calls by another name is found", async () => {
  const required = { required_providers: { k8s: { source: "registry.terraform.io/hashicorp/kubernetes" } } };
  expect(await serversOf(stackWith({ k8s: BLOCKS() }, required))).toEqual(OWN);
});

test("a block that the stack does not have is not taken for the environment's cluster", async () => {
  const open = serversOf(stackWith({ kubernetes: {} }), { KUBE_CONFIG_PATH: kubeconfig("other") });
  await expect(open).rejects.toThrow("the stack has no block kubernetes.west");
});

test.each([
  [{ module: "module.m" }, "its provider block is in module.m, not in the stack"],
  [{ alias: "by", instance: '["x"]' }, "its provider block is one of several that only terraform knows"],
  [undefined, `neither the code nor the state says which provider block belongs to ${NAMESPACE}.x`],
])("the block %j cannot be told, and is not guessed", async (provider, message) => {
  const change = { address: `${NAMESPACE}.x`, actions: ["remove" as const], ...(provider && { provider }) };
  await expect(openResourceCluster(stackWith({ kubernetes: BLOCKS() }), change, terraform())).rejects.toThrow(message);
});

test("changes are grouped by the block that they go through; what is none of ours is left out", () => {
  const { plan } = stackWith({ kubernetes: BLOCKS() });
  const foreign = { address: "aws_vpc.x", actions: ["remove" as const], provider: { alias: "east" } };
  const groups = byProvider([...plan.changes, foreign]);
  expect(groups.map(({ provider, changes }) => [provider, changes.length])).toEqual([
    [{ alias: "west" }, 1],
    [{ alias: "east" }, 1],
  ]);
});
