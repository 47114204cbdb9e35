import { ofSuspensions, openUnder, pastEnd, suspendedIn, wronglyResumed } from "../../../src/cli/plan/past-end";
import { parsePlan } from "../../../src/cli/plan/plan";

type Values = Readonly<Record<string, unknown>>;
type Texts = Readonly<Record<string, string>>;

const NOW = new Date("2027-01-02T00:00:00Z");
const PAST = { "hikube.cloud/expires-at": "2027-01-01T00:00:00Z" };
const SUSPENDED = { "hikube.cloud/suspended": "true" };
const NOTE = { "hikube.cloud/replicas-before-suspend": "50" };

function labels(tenant: string): Texts {
  return { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": tenant };
}

function change(type: string, address: string, before: Values, after: Values): Values {
  const actions = JSON.stringify(before) === JSON.stringify(after) ? ["no-op"] : ["update"];
  return { address: `${type}.${address}`, mode: "managed", type, change: { actions, before, after } };
}

function namespace(name: string, before: Texts, after: Texts, address = name): Values {
  const of = (annotations: Texts) => ({ metadata: [{ name, labels: labels(name), annotations }] });
  return change("kubernetes_namespace_v1", address, of(before), of(after));
}

function quota(
  tenant: string,
  before: readonly [string, Texts],
  after: readonly [string, Texts],
  name?: string,
): Values {
  const of = ([pods, annotations]: readonly [string, Texts]) => ({
    metadata: [{ name: name ?? "hikube-tenant", namespace: tenant, labels: labels(tenant), annotations }],
    spec: [{ hard: { pods } }],
  });
  return change("kubernetes_resource_quota_v1", `${tenant}-${name ?? "quota"}`, of(before), of(after));
}

function planOf(...resource_changes: readonly Values[]) {
  return parsePlan(JSON.stringify({ resource_changes }));
}

const names = (tenants: readonly { readonly namespace: string }[]) => tenants.map((each) => each.namespace);

test("a tenant past its end by the code, whose suspension a plan would undo, is told by its namespace or its quota", () => {
  const plan = planOf(
    namespace("a", { ...PAST, ...SUSPENDED }, PAST),
    namespace("b", PAST, PAST),
    quota("b", ["0", NOTE], ["50", {}]),
    namespace("c", PAST, PAST),
  );
  expect(names(pastEnd(plan, NOW))).toEqual(["a", "b", "c"]);
  expect(wronglyResumed(plan, NOW)).toEqual([
    { namespace: "a", expiresAt: "2027-01-01T00:00:00Z" },
    { namespace: "b", expiresAt: "2027-01-01T00:00:00Z" },
  ]);
  expect(names(suspendedIn(plan, pastEnd(plan, NOW)))).toEqual(["a"]);
});

test.each([
  ["no end in the code any more", namespace("a", { ...PAST, ...SUSPENDED }, {})],
  [
    "a later end in the code",
    namespace("a", { ...PAST, ...SUSPENDED }, { "hikube.cloud/expires-at": "2027-01-03T00:00:00Z" }),
  ],
  ["an end that is not known yet", namespace("a", SUSPENDED, { "hikube.cloud/expires-at": "(known after apply)" })],
  ["a suspension that the code itself says", namespace("a", SUSPENDED, { ...PAST, ...SUSPENDED })],
])("a tenant with %s is planned as it is declared", (_, resource) => {
  expect(wronglyResumed(planOf(resource), NOW)).toEqual([]);
});

test("a quota that the code closed, and one for something else, tell of no suspension", () => {
  const past = namespace("a", PAST, PAST);
  expect(wronglyResumed(planOf(past, quota("a", ["0", {}], ["50", {}])), NOW)).toEqual([]);
  expect(wronglyResumed(planOf(past, quota("a", ["0", NOTE], ["50", {}], "own")), NOW)).toEqual([]);
});

test("Terraform leaves alone what a suspension writes, and nothing else of the tenant", () => {
  const plan = planOf(
    namespace("a", { ...PAST, ...SUSPENDED }, PAST),
    quota("a", ["0", NOTE], ["50", {}]),
    quota("a", ["0", {}], ["9", {}], "hikube-no-priority-class"),
    namespace("b", { ...PAST, ...SUSPENDED }, PAST),
  );
  expect([...ofSuspensions(plan, [{ namespace: "a", expiresAt: "" }])]).toEqual([
    [
      "kubernetes_namespace_v1.a",
      [
        'metadata[0].annotations["hikube.cloud/suspended"]',
        'metadata[0].annotations["hikube.cloud/suspended-because"]',
      ],
    ],
    [
      "kubernetes_resource_quota_v1.a-quota",
      ['metadata[0].annotations["hikube.cloud/replicas-before-suspend"]', 'spec[0].hard["pods"]'],
    ],
  ]);
});

test("a quota that is open under the mark is told, and not left alone", () => {
  const [marked, end] = [{ ...PAST, ...SUSPENDED }, [{ namespace: "a", expiresAt: "2027-01-01T00:00:00Z" }]];
  const plan = planOf(namespace("a", marked, PAST), quota("a", ["70", NOTE], ["50", {}]));
  expect([...ofSuspensions(plan, end).keys()]).toEqual(["kubernetes_namespace_v1.a"]);
  expect(openUnder(plan, end)).toEqual([{ ...end[0], pods: "70" }]);
  const closed = planOf(namespace("a", marked, PAST), quota("a", ["0", NOTE], ["50", {}]));
  expect(openUnder(closed, end)).toEqual([]);
  // A suspension closes the quota before it marks the namespace.
  const begun = planOf(namespace("a", PAST, PAST), quota("a", ["50", {}], ["50", {}]));
  expect(openUnder(begun, end)).toEqual([]);
  expect([...ofSuspensions(begun, end).keys()]).toContain("kubernetes_resource_quota_v1.a-quota");
});

test("a resource of a module is not told to ignore anything: no override reaches it", () => {
  const plan = planOf(namespace("a", SUSPENDED, PAST, "x[0]"));
  expect([...ofSuspensions(plan, pastEnd(plan, NOW))]).toEqual([]);
});
