import { parsePlan } from "../../../src/cli/plan/plan";
import { reviewPlans } from "../../../src/cli/plan/review-plan";
import { parseStackConfig } from "../../../src/cli/project/stack-config";
import { lineOf } from "../../review/states";
import { inFolder } from "../call";

inFolder({});

const OURS = { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": "t" };
const LIVE = { metadata: [{ name: "t", labels: OURS }] };
const TENANT = resource("kubernetes_namespace_v1", LIVE, LIVE);

function resource(type: string, before: unknown, after: unknown) {
  const actions =
    before === null ? ["create"] : after === null ? ["delete"] : before === after ? ["no-op"] : ["update"];
  return { address: `${type}.x`, mode: "managed", type, change: { actions, before, after, after_unknown: {} } };
}

function linesOf(resource_changes: readonly unknown[], configuration: unknown = {}): readonly string[] {
  const plan = parsePlan(JSON.stringify({ resource_changes, configuration }));
  return reviewPlans([{ plan }], "cdktf.out").changes.map(lineOf);
}

describe("an object in a namespace that is neither a tenant of the code nor made by it", () => {
  const map = (namespace: string) => ({ metadata: [{ name: "coredns", namespace }], data: { Corefile: "." } });

  test.each([
    ["comes", null, map("kube-system"), "object-added"],
    ["goes", map("kube-system"), null, "object-removed"],
    ["changes", { ...map("kube-system"), data: {} }, map("kube-system"), "object-changed"],
  ])("that %s is not judged, and told with its namespace", (_case, before, after, kind) => {
    const lines = linesOf([TENANT, resource("kubernetes_config_map_v1", before, after)]);
    expect(lines).toContain("danger platform not-judged ConfigMap coredns in kube-system: - => -");
    expect(lines.filter((line) => line.includes(kind)).join()).toContain("ConfigMap coredns in kube-system");
  });

  test("is harmless where the code makes the namespace, and held where that is a tenant", () => {
    const made = resource("kubernetes_namespace_v1", null, { metadata: [{ name: "apps" }] });
    const lines = [
      ...linesOf([TENANT, made, resource("kubernetes_config_map_v1", null, map("apps"))]),
      ...linesOf([TENANT, resource("kubernetes_config_map_v1", null, map("t"))]),
    ];
    expect(lines.filter((line) => line.startsWith("danger"))).toEqual([]);
  });
});

describe("a command that an apply runs", () => {
  const command = { type: "local-exec", expressions: { command: { constant_value: "make \u001b[2J it" } } };
  const written = { address: "terraform_data.x", provisioners: [command] };
  const made = resource("terraform_data", null, {});

  test("is a danger, in words that write nothing else to a terminal", () => {
    const plan = parsePlan(
      JSON.stringify({ resource_changes: [made], configuration: { root_module: { resources: [written] } } }),
    );
    const { changes } = reviewPlans([{ plan }], "cdktf.out");
    expect(changes).toContainEqual(
      expect.objectContaining({ kind: "not-judged", severity: "danger", what: "terraform_data.x" }),
    );
    const note = changes.find(({ kind }) => kind === "not-judged")?.note ?? "";
    expect(note).toMatch(/^it runs a command where it is applied: local-exec: "make .*it"$/);
    expect(note).not.toContain("\u001b");
  });

  test("is found in modules, and by each instance", () => {
    const [address, module] = ["module.m.terraform_data.x[0]", { resources: [written] }];
    const configuration = { root_module: { module_calls: { m: { module } } } };
    expect(linesOf([{ ...made, address }], configuration)).toContain(
      "danger platform not-judged module.m.terraform_data.x: - => -",
    );
  });

  test("is none of a resource that stays", () => {
    const configuration = { root_module: { resources: [written] } };
    expect(linesOf([resource("terraform_data", LIVE, LIVE)], configuration)).toEqual([]);
  });
});

test("an object of ours of which Terraform sees no change is a danger, but for the account of the cluster", () => {
  const lifecycle = { ignore_changes: "all" };
  const own = { metadata: { name: "hikube-tenant", namespace: "t", labels: OURS }, lifecycle };
  const account = {
    metadata: { name: "default", namespace: "t", labels: OURS },
    lifecycle: { ignore_changes: ["secret"] },
  };
  const config = parseStackConfig(
    JSON.stringify({
      resource: {
        kubernetes_resource_quota_v1: { a: own },
        kubernetes_default_service_account_v1: { b: account },
        kubernetes_config_map_v1: { c: { metadata: { name: "theirs" }, lifecycle } },
      },
    }),
  );
  const plan = parsePlan(JSON.stringify({ resource_changes: [TENANT] }));
  const stack = { name: "s", directory: ".", file: "cdk.tf.json", dependencies: [], config };
  expect(reviewPlans([{ plan: { ...plan, hasEffect: true }, stack }], "cdktf.out").changes.map(lineOf)).toEqual([
    "danger t not-judged ResourceQuota hikube-tenant: - => -",
  ]);
});

test("so is a tenant, a platform or a manifest of the provider hikube, by what the plan knows it as", () => {
  const lifecycle = { ignore_changes: ["access", "security"] };
  const given = { lifecycle };
  const manifests = { a: { lifecycle: { ignore_changes: "all" } }, later: given, seen: {} };
  const config = parseStackConfig(
    JSON.stringify({
      resource: {
        hikube_tenant: { shop: given, later: given, seen: {} },
        hikube_platform: { this: given },
        hikube_manifest: manifests,
      },
    }),
  );
  const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "m", namespace: "t" } };
  const stays = (type: string, values: object, key: string) => ({
    ...resource(type, values, values),
    address: `${type}.${key}`,
  });
  const shop = { name: "shop", namespace: "tenant-shop", quota: { cpu: "8", memory: "16Gi", storage: "1Ti" } };
  const resources = [stays("hikube_tenant", shop, 'shop["a"]'), stays("hikube_manifest", { manifest }, "a")];
  const plan = parsePlan(JSON.stringify({ resource_changes: resources }));
  const stack = { name: "s", directory: ".", file: "cdk.tf.json", dependencies: [], config };
  const { changes } = reviewPlans([{ plan: { ...plan, hasEffect: true }, stack }], "cdktf.out");
  expect(changes.map(lineOf)).toEqual([
    "danger platform not-judged hikube_tenant.later: - => -",
    "danger platform not-judged hikube_platform.this: - => -",
    "danger platform not-judged ConfigMap m in t: - => -",
    "danger platform not-judged hikube_manifest.later: - => -",
    'danger tenant-shop not-judged hikube_tenant.shop["a"]: - => -',
  ]);
  expect(changes.at(-1)?.note).toBe("Terraform is told to see no change of it: ignore_changes = access, security");
});
