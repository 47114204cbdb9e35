import { formatPlans } from "../../../src/cli/plan/format";
import { parsePlan } from "../../../src/cli/plan/plan";
import { refusalsOf } from "../../../src/cli/plan/protection";
import { bared, readdressed, unguards } from "../../../src/cli/plan/readdressed";
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
  expect(bared(planOf(way, change(`${POLICY}.deny`, ["delete"], denial)))).toEqual(["tenant-a"]);
  expect(bared(planOf(change(`${POLICY}.deny`, ["delete", "create"], denial, denial)))).toEqual(["tenant-a"]);
  expect(bared(planOf(way))).toEqual([]);
  const end = change(`${NAMESPACE}.a`, ["delete"], namespace("tenant-a"));
  expect(bared(planOf(end, change(`${POLICY}.deny`, ["delete"], denial)))).toEqual([]);
});

test("what keeps protected tenants ends where one of its policies or bindings is removed for good", () => {
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
  expect(ends(binding, ["delete", "create"])).toBe(false);
  expect(ends(guardrail("hikube-services"))).toBe(false);
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
      "warning: what isolates tenant-a goes before its pods, because its cluster cannot be asked; run `hikube suspend tenant-a` first",
    );
  });

  test("warns of a tenant whose address alone changed", () => {
    const readdressed = [{ ...moved, namespace: "tenant-a" }];
    expect(formatPlans([report([{ ...free, moved }], { readdressed })])).toContain(
      `warning: tenant-a is deleted with all in it and made anew, because its address changed from ${moved.from} to ${moved.to}; \`moved\` blocks for 1 resource keep it`,
    );
  });

  test.each([
    [
      "is gone",
      {},
      "tenant-a: a protected tenant is gone; received no such tenant any more; expected: to delete a tenant that is not protected; hint: put it back with `protected: false` and apply that; then remove it",
    ],
    [
      "loses its isolation",
      { isBared: true },
      "tenant-a: a protected tenant loses its isolation; received its policies, quotas or limits removed; expected: ",
    ],
    [
      "loses its guardrails",
      { isUnguarded: true },
      "tenant-a: the guardrails that keep a protected tenant go, and it stays; received the platform's guardrails removed; expected: ",
    ],
    [
      "moved",
      { moved },
      `tenant-a: the address of a protected tenant changed, and Terraform would delete it and make it anew; received ${moved.from}, and now ${moved.to}; `,
    ],
  ])("refuses a protected tenant that %s", (_, more, line) => {
    const reports = [report([{ ...free, isProtected: true, ...more }])];
    expect(formatPlans(reports)).toContain(`  error: ${line}`);
    expect(refusalsOf(reports)).toEqual([expect.stringContaining(line)]);
  });
});
