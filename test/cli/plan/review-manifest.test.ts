import { parsePlan } from "../../../src/cli/plan/plan";
import { reviewPlans } from "../../../src/cli/plan/review-plan";
import { lineOf } from "../../review/states";
import { inFolder } from "../call";

inFolder({});

type Values = Readonly<Record<string, unknown>>;

const LABELS = { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": "t" };
const NAMESPACE = { metadata: [{ name: "t", labels: LABELS }] };
const DENY = {
  metadata: [{ name: "deny", namespace: "t", labels: LABELS }],
  spec: [{ pod_selector: [{}], policy_types: ["Ingress"] }],
};
const RBAC = "rbac.authorization.k8s.io/v1";
const CONTRACTORS = { kind: "Group", name: "contractors", apiGroup: "rbac.authorization.k8s.io" };
const ADMIN = {
  ...{ apiVersion: RBAC, kind: "ClusterRoleBinding", metadata: { name: "all" } },
  roleRef: { kind: "ClusterRole", name: "cluster-admin", apiGroup: "rbac.authorization.k8s.io" },
  subjects: [CONTRACTORS],
};
const OPEN = {
  ...{ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: { name: "open", namespace: "t" } },
  spec: { podSelector: {}, policyTypes: ["Ingress"], ingress: [{}] },
};
const MAP = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "m", namespace: "t" }, data: { a: "1" } };

function resource(type: string, actions: readonly string[], sides: readonly unknown[], unknown: unknown = {}): Values {
  const [before, after] = sides;
  return { address: `${type}.x`, mode: "managed", type, change: { actions, before, after, after_unknown: unknown } };
}

const TENANT = [
  resource("kubernetes_namespace_v1", ["no-op"], [NAMESPACE, NAMESPACE]),
  resource("kubernetes_network_policy_v1", ["no-op"], [DENY, DENY]),
];

function linesOf(given: Values): readonly string[] {
  const plan = parsePlan(JSON.stringify({ resource_changes: [...TENANT, given] }));
  return reviewPlans([{ plan }], "cdktf.out").changes.map(lineOf);
}

/** A `hikube_manifest` whose object is what the manifest says. */
const side = (object: Values | null, more: Values = {}) =>
  object === null ? null : { manifest: object, object, secret_wo: null, secret_wo_version: null, ...more };

const told = (actions: readonly string[], before: Values | null, after: Values | null) =>
  linesOf(resource("hikube_manifest", actions, [side(before), side(after)]));

const VIEW = { ...ADMIN, roleRef: { ...ADMIN.roleRef, name: "view" } };
const SHUT = { ...OPEN, spec: { ...OPEN.spec, ingress: [] } };

test.each([
  [
    "a new binding",
    ["create"],
    [null, ADMIN],
    "danger platform access Group contractors: - => ClusterRole cluster-admin",
  ],
  [
    "another role",
    ["update"],
    [VIEW, ADMIN],
    "danger platform access Group contractors: ClusterRole view => ClusterRole",
  ],
  ["a binding that goes", ["delete"], [ADMIN, null], "access Group contractors: ClusterRole cluster-admin => -"],
  ["a new policy", ["create"], [null, OPEN], "danger t way-opens internet -> t: - => all ports"],
  ["a policy that opens", ["update"], [SHUT, OPEN], "danger t way-opens internet -> t: - => all ports"],
  ["a policy that goes", ["delete"], [OPEN, null], "notice t way-closes internet -> t: all ports => -"],
  ["a new ConfigMap", ["create"], [null, MAP], "info t object-added ConfigMap m: - => -"],
  ["one made again", ["delete", "create"], [MAP, MAP], "notice platform object-recreated ConfigMap m: - => -"],
] as const)("%s is told in the words of a kubernetes_manifest", (_, actions, [before, after], line) => {
  const lines = told(actions, before, after);
  expect(lines.join("\n")).toContain(line);
  const sides = [before, after].map((manifest) => (manifest === null ? null : { manifest, object: manifest }));
  expect(lines).toEqual(linesOf(resource("kubernetes_manifest", actions, sides)));
});

test.each([
  ["stays", resource("hikube_manifest", ["no-op"], [side(ADMIN), side(ADMIN)])],
  ["moves here", { ...resource("hikube_manifest", ["no-op"], [side(ADMIN), side(ADMIN)]), previous_address: "x.y" }],
  ["leaves the state alone", resource("hikube_manifest", ["forget"], [side(ADMIN), null])],
])("nothing is told of an object that %s", (_, given) => {
  expect(linesOf(given)).toEqual([]);
});

test("what somebody changed by hand is told in the direction of the plan, as far as it is ours", () => {
  const before = { manifest: MAP, object: { ...MAP, data: { a: "2" } } };
  const lines = linesOf(resource("hikube_manifest", ["update"], [before, side(MAP)]));
  expect(lines).toEqual(["notice t object-changed ConfigMap m: - => data.a"]);
});

test("an object that was imported or moved here is compared as far as the new manifest speaks of it", () => {
  const { apiVersion, kind, metadata } = OPEN;
  const live = { ...SHUT, metadata: { ...metadata, labels: { theirs: "x" } } };
  const before = { manifest: live, object: { apiVersion, kind, metadata } };
  const lines = linesOf(resource("hikube_manifest", ["update"], [before, side(OPEN)]));
  expect(lines).toContain("danger t way-opens internet -> t: - => all ports");
  expect(lines.join("\n")).not.toContain("theirs");
});

test("a selector that an imported policy loses is told", () => {
  const { apiVersion, kind, metadata } = OPEN;
  const narrow = { ...OPEN, spec: { ...OPEN.spec, podSelector: { matchLabels: { app: "a" } } } };
  const before = { manifest: narrow, object: { apiVersion, kind, metadata } };
  const lines = linesOf(resource("hikube_manifest", ["update"], [before, side(OPEN)]));
  expect(lines).toContain("danger t way-opens internet -> t: - => all ports");
});

test.each([
  ["whole", { manifest: null }, { manifest: true, object: true }],
  ["in a part", { manifest: { ...ADMIN, subjects: null } }, { manifest: { subjects: true }, object: true }],
])("what is only known after the apply, %s, is not judged, also where something was there", (_, after, unknown) => {
  for (const before of [null, side(ADMIN)]) {
    const actions = before === null ? ["create"] : ["update"];
    const lines = linesOf(resource("hikube_manifest", actions, [before, after], unknown));
    expect(lines.filter((line) => /^danger .* not-judged /.test(line))).toHaveLength(1);
    expect(lines.join("\n")).not.toContain("object-removed");
  }
});

test("an object whose dry run could not be made is told by its manifest", () => {
  const after = { manifest: OPEN };
  const lines = linesOf(resource("hikube_manifest", ["create"], [null, after], { object: true }));
  expect(lines).toContain("danger t way-opens internet -> t: - => all ports");
});

test("of what `secret_wo` brings nothing is known, but of a Secret, and its data is shown nowhere", () => {
  const secret = { secret_wo_version: 1 };
  const added = (object: Values) => linesOf(resource("hikube_manifest", ["create"], [null, side(object, secret)]));
  expect(added(ADMIN).join("\n")).toMatch(/danger platform not-judged hikube_manifest\.x/);
  const inTenant = { ...ADMIN, kind: "RoleBinding", metadata: { name: "all", namespace: "t" } };
  expect(added(inTenant).join("\n")).toMatch(/danger t not-judged hikube_manifest\.x/);
  const elsewhere = { ...inTenant, metadata: { name: "all", namespace: "other" } };
  expect(added(elsewhere).join("\n")).toMatch(/danger platform not-judged hikube_manifest\.x/);
  const lines = added({ apiVersion: "v1", kind: "Secret", metadata: MAP.metadata, data: { password: "aHVudGVyMg==" } });
  expect(lines).toEqual(["info t object-added Secret m: - => -"]);
});

test("a label makes no tenant of ours of it", () => {
  const marked = { ...ADMIN, metadata: { name: "all", labels: LABELS } };
  const given = resource("hikube_manifest", ["create"], [null, side(marked)]);
  expect(parsePlan(JSON.stringify({ resource_changes: [given] })).objects).toEqual([]);
  expect(linesOf(given).join("\n")).toContain("danger t access Group contractors");
});
