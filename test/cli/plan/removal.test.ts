import { formatPlans } from "../../../src/cli/plan/format";
import { parsePlan } from "../../../src/cli/plan/plan";
import { refusalsOf, withoutEnding } from "../../../src/cli/plan/protection";
import { bared, emptied, unguards } from "../../../src/cli/plan/isolation";
import { readdressed } from "../../../src/cli/plan/readdressed";
import { BASE_ISOLATION } from "../../../src/model/tenant/objects/base-isolation";
import type { PlanReport } from "../../../src/cli/plan/report";

type Values = Readonly<Record<string, unknown>>;

const NAMESPACE = "kubernetes_namespace_v1";
const POLICY = "kubernetes_network_policy_v1";

function namespace(name: string, more: Values = {}): Values {
  const subtree = { "tenant.hikube.cloud/tenant-a": "", [`tenant.hikube.cloud/${name}`]: "" };
  const labels = { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": name, ...subtree };
  return { metadata: [{ name, uid: "u1", labels, ...more }] };
}

function policy(name: string, tenant = "tenant-a"): Values {
  const labels = { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": tenant };
  return { metadata: [{ name, namespace: tenant, labels }] };
}

function change(address: string, actions: readonly string[], before: unknown, after: unknown = null): Values {
  const [type = ""] = address.split(".");
  return { address, mode: "managed", type, change: { actions, before, after } };
}

function planOf(...resource_changes: readonly Values[]) {
  return parsePlan(JSON.stringify({ resource_changes }));
}

/** Types of resources by the kind that they carry. */
const TYPES: Readonly<Record<string, string>> = {
  NetworkPolicy: POLICY,
  ResourceQuota: "kubernetes_resource_quota_v1",
  LimitRange: "kubernetes_limit_range_v1",
  ServiceAccount: "kubernetes_default_service_account_v1",
};

const PROTECTED = { annotations: { "hikube.cloud/protected": "true" } };

test.each([
  ["removed", ["delete"], null],
  ["made anew", ["delete", "create"], namespace("tenant-a")],
])("a tenant whose namespace is %s ends with the plan", (_, actions, after) => {
  const [one] = planOf(change(`${NAMESPACE}.a`, actions, namespace("tenant-a"), after)).changes;
  expect(one?.removes).toEqual({ namespace: "tenant-a", uid: "u1", depth: 0, isProtected: false });
});

test("its place in the tree and its protection are read from the state", () => {
  const [one] = planOf(change(`${NAMESPACE}.b`, ["delete"], namespace("tenant-a-b", PROTECTED))).changes;
  expect(one?.removes).toMatchObject({ namespace: "tenant-a-b", depth: 1, isProtected: true });
});

test.each([
  ["is only changed", change(`${NAMESPACE}.a`, ["update"], namespace("tenant-a"), namespace("tenant-a"))],
  ["leaves the state alone", change(`${NAMESPACE}.a`, ["forget"], namespace("tenant-a"))],
  [
    "is the platform's",
    change(`${NAMESPACE}.a`, ["delete"], {
      metadata: [{ name: "hikube-system", labels: { "app.kubernetes.io/managed-by": "hikube" } }],
    }),
  ],
  ["is somebody else's", change(`${NAMESPACE}.a`, ["delete"], { metadata: [{ name: "mine", labels: {} }] })],
  [
    "carries another tenant's name",
    change(`${NAMESPACE}.a`, ["delete"], {
      metadata: [{ ...(namespace("tenant-a").metadata as Values[])[0], name: "other" }],
    }),
  ],
])("a namespace that %s ends with no plan", (_, one) => {
  expect(planOf(one).changes.map(({ removes }) => removes)).toEqual([undefined]);
});

test("what is removed at one address and made at another only moved", () => {
  const plan = planOf(
    change(`${NAMESPACE}.old`, ["delete"], namespace("tenant-a")),
    change(`${NAMESPACE}.new`, ["create"], null, namespace("tenant-a")),
    change(`${POLICY}.gone`, ["delete"], policy("hikube-expose-ingress")),
    change(`${POLICY}.more`, ["create"], null, policy("hikube-expose-ingress", "tenant-b")),
  );
  expect(readdressed(plan)).toEqual([{ from: `${NAMESPACE}.old`, to: `${NAMESPACE}.new`, namespace: "tenant-a" }]);
});

test("a namespace that stays is bared by the end of what every tenant has, and of nothing else", () => {
  const denial = policy("hikube-default-deny-ingress");
  const way = change(`${POLICY}.way`, ["delete"], policy("hikube-expose-ingress"));
  const loss = [{ namespace: "tenant-a", objects: ["NetworkPolicy hikube-default-deny-ingress"] }];
  expect(bared(planOf(way, change(`${POLICY}.deny`, ["delete"], denial)))).toEqual(loss);
  expect(bared(planOf(change(`${POLICY}.deny`, ["delete", "create"], denial, denial)))).toEqual(loss);
  expect(bared(planOf(way))).toEqual([]);
  const end = change(`${NAMESPACE}.a`, ["delete"], namespace("tenant-a"));
  expect(bared(planOf(end, change(`${POLICY}.deny`, ["delete"], denial)))).toEqual([]);
});

describe("a namespace that is made anew", () => {
  const [old, other] = [namespace("tenant-a"), namespace("tenant-b")];
  const isolation = (actions: readonly string[], tenant: string) =>
    Object.entries(BASE_ISOLATION).flatMap(([kind, names]) =>
      names.map((name) => change(`${TYPES[kind] ?? ""}.${name}`, actions, null, policy(name, tenant))),
    );
  const missing = (...changes: readonly Values[]) => emptied(planOf(...changes)).map(({ objects }) => objects.length);

  test("is empty where its isolation is not, in all or in part", () => {
    const replaced = change(`${NAMESPACE}.a`, ["delete", "create"], old, old);
    expect(missing(replaced)).toEqual([12]);
    expect(missing(replaced, ...isolation(["create"], "tenant-b"))).toEqual([12]);
    expect(missing(replaced, ...isolation(["update"], "tenant-a"))).toEqual([12]);
    expect(missing(replaced, ...isolation(["create"], "tenant-a").slice(1))).toEqual([1]);
  });

  test.each([
    ["replaced", ["delete", "create"]],
    ["made again", ["create"]],
  ])("is whole where all of it is %s", (_, actions) => {
    const replaced = change(`${NAMESPACE}.a`, ["create", "delete"], old, other);
    expect(missing(replaced, ...isolation(actions, "tenant-b"))).toEqual([]);
  });

  test("at another address is judged the same way, and a new tenant is not", () => {
    const gone = change(`${NAMESPACE}.old`, ["delete"], old);
    const made = (values: Values) => change(`${NAMESPACE}.new`, ["create"], null, values);
    expect(missing(gone, made(old))).toEqual([12]);
    expect(missing(gone, made(old), ...isolation(["create"], "tenant-a"))).toEqual([]);
    expect(missing(gone, made(other))).toEqual([]);
  });
});

test("the guardrails end where one of their policies or bindings is removed, for a moment too", () => {
  const guardrail = (name: string, kind = "ValidatingAdmissionPolicy") => ({
    manifest: {
      ...{ apiVersion: "admissionregistration.k8s.io/v1", kind },
      metadata: { name, labels: { "app.kubernetes.io/managed-by": "hikube" } },
    },
  });
  const binding = guardrail("hikube-protected-namespaces", "ValidatingAdmissionPolicyBinding");
  const ends = (before: Values, actions = ["delete"]) =>
    unguards(planOf(change("kubernetes_manifest.one", actions, before, actions.length > 1 ? before : null)));
  expect(ends(guardrail("hikube-protected-isolation"))).toBe(true);
  expect(ends(binding)).toBe(true);
  expect(ends(binding, ["delete", "create"])).toBe(true);
  expect(ends(binding, ["forget"])).toBe(false);
  expect(ends(guardrail("hikube-services"))).toBe(true);
  expect(ends(guardrail("hikube-role-combinations", "MutatingWebhookConfiguration"))).toBe(true);
  // Of an older version, whose rules another one has now.
  expect(ends(guardrail("hikube-pod-placement"))).toBe(false);
});

describe("a report of removals", () => {
  const report = (removals: PlanReport["removals"], more: Partial<PlanReport> = {}): PlanReport => ({
    ...{ stack: "company", clusters: [], hasEffect: true, tenants: [], overuses: [], losses: [], unasked: [] },
    ...more,
    removals,
  });
  const free = { namespace: "tenant-a", isProtected: false, isFirst: true };
  const moved = { from: `${NAMESPACE}.old`, to: `${NAMESPACE}.new` };

  test("says what goes first", () => {
    expect(formatPlans([report([free])])).toContain(
      "  first: namespace tenant-a is deleted with all that is in it, and waited for; the rest follows",
    );
    expect(refusalsOf([report([free])])).toEqual([]);
  });

  test("warns where terraform alone reaches the cluster", () => {
    expect(formatPlans([report([{ ...free, isFirst: false }])])).toContain(
      "warning: the isolation of tenant-a is removed before its pods, because its cluster cannot be asked; run `hikube suspend tenant-a` first",
    );
  });

  test("warns of a tenant whose address alone changed", () => {
    const readdressed = [{ ...moved, namespace: "tenant-a" }];
    expect(formatPlans([report([{ ...free, moved }], { readdressed })])).toContain(
      `warning: tenant-a is deleted with all that is in it and created again, because its address changed from ${moved.from} to ${moved.to}; \`moved\` blocks for 1 resource keep it`,
    );
  });

  test("asks for no guardrails of a tenant that ends by another stack of the run, in the same cluster", () => {
    const ending = report([{ ...free, namespace: "tenant-b" }], { clusters: ["https://one"] });
    const unguarded = [{ ...free, namespace: "tenant-b", isFirst: false, isUnguarded: true }];
    const refusals = (cluster: string) =>
      refusalsOf(withoutEnding([ending, report(unguarded, { clusters: [cluster] })]));
    expect(refusals("https://one")).toEqual([]);
    expect(refusals("https://other")).toEqual([expect.stringMatching(/^tenant-b: .*\[isolation-removed\]$/)]);
  });

  test.each([
    ["is gone", {}, /^tenant-a: .*`protected: false`.* \[protected-tenant-removed\]$/],
    ["loses its isolation", { isBared: true }, /^tenant-a: .*policies, quotas.* \[protected-tenant-exposed\]$/],
    ["loses its guardrails", { isUnguarded: true }, /^tenant-a: .*`--no-platform`.* \[protected-tenant-exposed\]$/],
    ["moved", { moved }, /^tenant-a: .*\.old, and now .*\.new; .* \[protected-tenant-replaced\]$/],
  ])("refuses a protected tenant that %s", (_, more, form) => {
    const reports = [report([{ ...free, isProtected: true, ...more }])];
    const [line = ""] = refusalsOf(reports);
    expect(line).toMatch(form);
    expect(formatPlans(reports)).toContain(`  error: ${line}`);
  });

  test.each([
    [
      "stays without isolation",
      { isBared: true, objects: ["LimitRange hikube-container"] },
      "received LimitRange hikube-container removed;",
    ],
    [
      "is made anew without isolation",
      { isEmptied: true, objects: ["a", "b", "c", "d"] },
      "received no a, b, c and 1 more in the new one;",
    ],
  ])("refuses a namespace of an unprotected tenant that %s", (_, more, given) => {
    const reports = [report([{ ...free, isFirst: false, ...more }])];
    expect(formatPlans(reports)).toMatch(new RegExp(`  error: tenant-a: .*${given}.* \\[isolation-removed\\]`));
    expect(formatPlans(reports)).not.toContain("warning");
    expect(refusalsOf(reports)).toEqual([expect.stringContaining(given)]);
  });

  test("refuses to end the guardrails of a cluster that does not say whether it needs them", () => {
    const reports = [report([], { unproved: [{ provider: "kubernetes", reason: "no answer within 10 s" }] })];
    const [line = ""] = refusalsOf(reports);
    expect(line).toMatch(
      /^guardrails: .*provider "kubernetes".*no answer within 10 s; .*\[protected-tenant-exposed\]$/,
    );
    expect(formatPlans(reports)).toContain(`  error: ${line}`);
  });
});
