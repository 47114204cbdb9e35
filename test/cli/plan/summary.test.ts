import { formatPlans } from "../../../src/cli/plan/format";
import { parsePlan } from "../../../src/cli/plan/plan";
import { removedNamespaces, summarize } from "../../../src/cli/plan/summary";

const EAST = "https://192.0.2.1:6443";
const REPORT = {
  stack: "company",
  clusters: [],
  hasEffect: true,
  tenants: [],
  overuses: [],
  losses: [],
  unasked: [],
};

type Values = Readonly<Record<string, unknown>>;

function labels(tenant?: string): Values {
  const own = tenant === undefined ? {} : { "hikube.cloud/tenant": tenant };
  return { "app.kubernetes.io/managed-by": "hikube", ...own };
}

function quota(namespace: string, hard: Values): Values {
  return { metadata: [{ name: "hikube-tenant", namespace, labels: labels(namespace) }], spec: [{ hard }] };
}

function namespace(name: string): Values {
  return { metadata: [{ name, labels: labels(name) }] };
}

function change(type: string, actions: readonly string[], before: unknown, after: unknown): Values {
  return { address: `${type}.a`, mode: "managed", type, change: { actions, before, after } };
}

function planOf(...resource_changes: readonly Values[]) {
  return parsePlan(JSON.stringify({ format_version: "1.2", resource_changes }));
}

const QUOTA = "kubernetes_resource_quota_v1";
const NAMESPACE = "kubernetes_namespace_v1";

test("objects are told by tenant, the platform first and other resources last", () => {
  const role = { metadata: [{ name: "hikube:owner", labels: labels() }] };
  const plan = planOf(
    change("helm_release", ["create"], null, { name: "x" }),
    change(NAMESPACE, ["create"], null, namespace("tenant-b")),
    change("kubernetes_cluster_role_v1", ["update"], role, role),
    change(NAMESPACE, ["create"], null, namespace("tenant-a")),
  );
  expect(summarize(plan)).toMatchObject([
    { tenant: "platform", changed: ["ClusterRole hikube:owner"] },
    { tenant: "tenant-a", added: ["Namespace tenant-a"] },
    { tenant: "tenant-b", added: ["Namespace tenant-b"] },
    { tenant: "other resources", added: ["helm_release.a"] },
  ]);
});

test("an object of kubernetes_manifest belongs to its tenant too", () => {
  const manifest = {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "q", namespace: "t", labels: labels("t") },
  };
  expect(summarize(planOf(change("kubernetes_manifest", ["create"], null, { manifest })))).toMatchObject([
    { tenant: "t", added: ["ResourceQuota q"] },
  ]);
});

test("a quota tells how each bound moves", () => {
  const before = quota("tenant-a", { "requests.cpu": "8", "limits.cpu": "16", pods: "200" });
  const after = quota("tenant-a", { "requests.cpu": "6", pods: "200", "requests.storage": "1Ti" });
  expect(summarize(planOf(change(QUOTA, ["update"], before, after)))[0]?.quota).toEqual([
    { key: "limits.cpu", from: "16", to: undefined },
    { key: "requests.cpu", from: "8", to: "6" },
    { key: "requests.storage", from: undefined, to: "1Ti" },
  ]);
});

test("reading and doing nothing is no effect, an output that changes is one", () => {
  const still = planOf(change(NAMESPACE, ["no-op"], namespace("a"), namespace("a")));
  expect(still).toMatchObject({ changes: [], hasEffect: false });
  const outputs = { output_changes: { host: { actions: ["update"] } } };
  expect(parsePlan(JSON.stringify(outputs)).hasEffect).toBe(true);
});

test("what is replaced and what is imported is told apart from what is added", () => {
  const one = namespace("tenant-a");
  const still = quota("tenant-a", {});
  const imported = { actions: ["no-op"], before: still, after: still, importing: { id: "tenant-a/hikube-tenant" } };
  const plan = planOf(change(NAMESPACE, ["delete", "create"], one, one), {
    ...{ address: `${QUOTA}.a`, mode: "managed", type: QUOTA },
    change: imported,
  });
  expect(summarize(plan)).toMatchObject([
    { added: [], replaced: ["Namespace tenant-a"], imported: ["ResourceQuota hikube-tenant"] },
  ]);
  expect(removedNamespaces(plan)).toEqual(["tenant-a"]);
});

test("what is imported and changed at once is told as both", () => {
  const still = quota("tenant-a", { pods: "1" });
  const change = {
    actions: ["update"],
    before: still,
    after: quota("tenant-a", { pods: "2" }),
    importing: { id: "x" },
  };
  const plan = planOf({ address: `${QUOTA}.a`, mode: "managed", type: QUOTA, change });
  const name = "ResourceQuota hikube-tenant";
  expect(summarize(plan)).toMatchObject([{ imported: [name], changed: [name], quota: [{ key: "pods" }] }]);
});

test("a stack that only forgets or moves has something to apply", () => {
  const [one, two] = [namespace("tenant-a"), namespace("tenant-b")];
  const forgets = planOf(change(NAMESPACE, ["forget"], one, null));
  const moves = planOf({ ...change(NAMESPACE, ["no-op"], two, two), previous_address: `${NAMESPACE}.b` });
  expect([forgets.hasEffect, moves.hasEffect]).toEqual([true, true]);
  expect(removedNamespaces(forgets)).toEqual([]);
  const tenants = [...summarize(forgets), ...summarize(moves)];
  expect(formatPlans([{ ...REPORT, stack: "fleet-1", tenants }])).toBe(
    [
      "stack fleet-1",
      "  tenant-a  1 forgotten",
      "  tenant-b  1 moved",
      "0 to add, 0 to change, 0 to remove, 1 to move, 1 to forget",
    ].join("\n"),
  );
});

test("people read what moves, what is lost, and that a whole tenant ends", () => {
  const plan = planOf(
    change(QUOTA, ["update"], quota("tenant-a", { pods: "5" }), quota("tenant-a", { pods: "2" })),
    change(NAMESPACE, ["delete"], namespace("tenant-b"), null),
  );
  const report = {
    ...REPORT,
    clusters: [EAST],
    tenants: summarize(plan),
    overuses: [{ tenant: "tenant-a", cluster: EAST, key: "pods", used: "4", to: "2" }],
    losses: [{ namespace: "tenant-b", cluster: EAST, volumes: ["data (5Gi, fast)"], pods: 1 }],
  };
  expect(formatPlans([report])).toMatchInlineSnapshot(`
   "stack company on https://192.0.2.1:6443
     tenant-a  1 changed
       ~ ResourceQuota hikube-tenant
         quota pods 5 → 2
     tenant-b  1 removed: the whole tenant
     warning: tenant-a uses pods 4, more than the new 2: running pods stay, new ones wait until it is less [quota-below-use]
     warning: tenant-b is removed with 1 pod and 1 volume: data (5Gi, fast) [tenant-removed-with-content]
   0 to add, 1 to change, 1 to remove"
  `);
});

test("of several clusters each loss says its own, and one that could not be asked is no empty one", () => {
  const losses = [{ namespace: "tenant-b", cluster: EAST, volumes: [], pods: 1 }];
  const unasked = [{ provider: "kubernetes.north", reason: "no answer within 10 s", removed: ["tenant-c"] }];
  expect(formatPlans([{ ...REPORT, clusters: [EAST, "https://192.0.2.2:6443"], losses, unasked }])).toBe(
    [
      "stack company on https://192.0.2.1:6443, https://192.0.2.2:6443",
      '  warning: the cluster of provider "kubernetes.north" was not asked, so what is in use there is not known, ' +
        "nor what would be lost with tenant-c: no answer within 10 s [cluster-not-asked]",
      "  warning: tenant-b on https://192.0.2.1:6443 is removed with 1 pod and no volumes [tenant-removed-with-content]",
      "0 to add, 0 to change, 0 to remove",
    ].join("\n"),
  );
});

test("nothing to change is said", () => {
  expect(formatPlans([{ ...REPORT, hasEffect: false }])).toBe("nothing to change");
});
