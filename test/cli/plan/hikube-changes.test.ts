import { driftOf, driftWarning } from "../../../src/cli/plan/drift";
import { hikubeChanges } from "../../../src/cli/plan/hikube-changes";
import { parsePlan } from "../../../src/cli/plan/plan";
import { reviewPlans } from "../../../src/cli/plan/review-plan";
import { summarize } from "../../../src/cli/plan/summary";
import { listIn, objectIn } from "../../../src/model/json";
import { roleCombinations } from "../../../src/model/platform/guardrails/role-combinations";
import { lineOf } from "../../review/states";
import { CLUSTER } from "../../model/tenants";
import { TOP, WEB, type Values } from "./shop";

const tenant = (
  name: string,
  actions: readonly string[],
  [before, after]: readonly [Values | null, Values | null],
  unknown: unknown = {},
) => ({
  ...{ address: `hikube_tenant.${name}`, mode: "managed", type: "hikube_tenant" },
  change: { actions, before, after, after_unknown: unknown },
});
const create = (name: string, values: Values) => tenant(name, ["create"], [null, values]);
const remove = (name: string, values: Values) => tenant(name, ["delete"], [values, null]);
const stays = (name: string, values: Values) => tenant(name, ["no-op"], [values, values]);
const update = (name: string, before: Values, after: Values) => tenant(name, ["update"], [before, after]);

const planOf = (...resources: readonly object[]) => parsePlan(JSON.stringify({ resource_changes: resources }), CLUSTER);
const reviewOf = (...resources: readonly object[]) =>
  reviewPlans([{ plan: planOf(...resources) }], "none").changes.map(lineOf);
const linesOf = (...resources: readonly object[]) => reviewOf(...resources).join("\n");

test("a new tenant is told by what it consists of, and is no longer something that nobody judges", () => {
  const [summary] = summarize(planOf(create("shop", TOP)));
  expect(summary?.tenant).toBe("tenant-shop");
  expect(summary?.added).toEqual(
    expect.arrayContaining(["Namespace tenant-shop", "NetworkPolicy hikube-default-deny-ingress"]),
  );
  expect(linesOf(create("shop", TOP))).toContain("tenant-added");
  expect(linesOf(create("shop", TOP))).not.toContain("not-judged");
});

test.each([
  ["moves", "moved", { previous_address: "hikube_tenant.old" }, {}],
  ["is imported", "imported", {}, { importing: { id: "tenant-shop" } }],
] as const)("a tenant that only %s has an effect, and is told by its namespace", (_what, word, more, within) => {
  const own = stays("shop", TOP);
  const plan = planOf({ ...own, ...more, change: { ...own.change, ...within } });
  expect(plan.hasEffect).toBe(true);
  const nothing = { added: [], changed: [], removed: [], replaced: [], forgotten: [] };
  expect(summarize(plan)).toEqual([
    expect.objectContaining({ ...nothing, tenant: "tenant-shop", [word]: ["Namespace tenant-shop"] }),
  ]);
  expect(planOf(own).hasEffect).toBe(false);
});

test("a namespace that a tenant adopts may be there already, and any other may not", () => {
  const namespaces = ({ changes }: ReturnType<typeof planOf>) =>
    changes.filter(({ after }) => after?.kind === "Namespace").map(({ adopts }) => adopts);
  expect(namespaces(planOf(create("shop", { ...TOP, adopt: true })))).toEqual([true]);
  expect(namespaces(planOf(create("shop", TOP)))).toEqual([undefined]);
});

test("a sub-tenant is carved out of its parent, as under the other engine", () => {
  const [top, child] = summarize(planOf(stays("shop", TOP), create("web", WEB)));
  // The parent's resource does not change: what its children take, the cluster knows.
  expect(top?.tenant).toBe("tenant-shop-web");
  expect(child).toBeUndefined();
});

test.each([
  ["who gets in", { access: { owners: [{ kind: "Group", name: "contractors" }] } }, /access.*contractors/],
  [
    "a way that opens",
    { network: { egress: [{ to_cidrs: ["10.0.0.0/8"], ports: [{ protocol: "TCP", port: 443 }] }] } },
    /10\.0\.0\.0\/8/,
  ],
  ["protection", { protected: false }, /protected/],
  ["security", { security: { pod_security: "privileged" } }, /privileged|podSecurity/],
  ["quota", { quota: { cpu: "9", memory: "16Gi", storage: "1Ti" } }, /cpu/],
])("%s is told in words", (_what, more, said) => {
  const lines = linesOf(update("shop", TOP, { ...TOP, ...more }));
  expect(lines).toMatch(said);
  expect(lines).not.toContain("not-judged");
});

test("a tenant that goes is removed with its namespace, and what protects it is known", () => {
  const { changes } = planOf(remove("shop", TOP), remove("web", WEB));
  expect(changes.flatMap(({ removes }) => removes ?? [])).toEqual([
    { namespace: "tenant-shop", depth: 0, isProtected: true },
    { namespace: "tenant-shop-web", depth: 1, isProtected: true },
  ]);
  expect(linesOf(remove("shop", TOP))).toContain("tenant-removed");
});

test("a tenant that is made again is a removal", () => {
  const { changes } = planOf(tenant("shop", ["delete", "create"], [TOP, TOP]));
  expect(changes.flatMap(({ removes }) => removes ?? [])).toMatchObject([{ namespace: "tenant-shop" }]);
  expect(linesOf(tenant("shop", ["delete", "create"], [TOP, TOP]))).toContain("object-recreated Namespace tenant-shop");
});

test("what somebody changed by hand is an object that changes", () => {
  const key = "NetworkPolicy/hikube-default-deny-ingress";
  const before = { ...TOP, objects: { [key]: "changed by kubectl-edit" } };
  const after = { ...TOP, objects: { [key]: "0123456789ab" } };
  const [summary] = summarize(planOf(update("shop", before, after)));
  expect(summary?.changed).toEqual(["NetworkPolicy hikube-default-deny-ingress"]);
  expect(linesOf(update("shop", before, after))).toContain("hikube-default-deny-ingress");
});

test.each([
  ["changed by kubectl-patch: spec.podSelector", "was changed by kubectl-patch: spec.podSelector; apply sets it back"],
  ["missing", "is missing in the cluster: somebody removed it, or it is new; apply makes it"],
])("who did what to an object is told: %s", (told, said) => {
  const key = "NetworkPolicy/hikube-default-deny-ingress";
  const before = { ...TOP, objects: { [key]: told } };
  const drift = driftOf(planOf(update("shop", before, { ...TOP, objects: { [key]: "0123456789ab" } })));
  expect(drift.map(driftWarning)).toEqual([
    { code: "changed-by-others", message: `NetworkPolicy hikube-default-deny-ingress of tenant-shop ${said}` },
  ]);
  // What is as declared, and what the plan does not set back, is no news.
  expect(driftOf(planOf(update("shop", TOP, { ...TOP, protected: false })))).toEqual([]);
  expect(driftOf(planOf(stays("shop", before)))).toEqual([]);
});

test("what the provider records of a tenant is told by what it follows from", () => {
  const digests = (namespace: string) => ({ objects: { "Namespace/tenant-shop": namespace } });
  const before = { ...TOP, ...digests("000000000000") };
  const after = { ...TOP, quota: { ...TOP.quota, cpu: "9" }, ...digests("111111111111") };
  expect(linesOf(update("shop", before, after))).toContain("cpu");
  expect(linesOf(update("shop", before, after))).not.toContain("object-changed Namespace");
  // Nothing else tells it.
  const alone = { ...TOP, ...digests("111111111111") };
  expect(linesOf(update("shop", before, alone))).toContain("object-changed Namespace");
  const drifted = { ...TOP, ...digests("changed by kubectl-edit") };
  expect(linesOf(update("shop", drifted, after))).toContain("object-changed Namespace");
});

test("a change that no object shows is a change all the same", () => {
  const { changes } = planOf(update("shop", TOP, { ...TOP, force_conflicts: true }));
  expect(changes).toMatchObject([{ address: "hikube_tenant.shop", actions: ["change"], after: { kind: "Namespace" } }]);
});

test("what only the provider records is named as that, and where an object changes nothing is said of it", () => {
  const digests = (digest: string) => ({
    objects: { "Namespace/tenant-shop": digest, "ResourceQuota/hikube-tenant": digest },
  });
  const before = { ...TOP, ...digests("000000000000") };
  const recorded = update("shop", before, { ...TOP, timeouts: { create: "9m" }, ...digests("111111111111") });
  expect(summarize(planOf(recorded))[0]).toMatchObject({
    tenant: "tenant-shop",
    changed: ["record of hikube_tenant.shop"],
  });
  expect(planOf(recorded).hasEffect).toBe(true);
  expect(reviewOf(recorded)).toEqual([]);
  const quota = { ...TOP.quota, cpu: "9" };
  const grown = update("shop", before, { ...TOP, quota, ...digests("111111111111") });
  expect(summarize(planOf(grown))[0]?.changed).toContain("ResourceQuota hikube-tenant");
  expect(summarize(planOf(grown))[0]?.changed.join()).not.toMatch(/Namespace|record/);
});

test("that conflicts with other field managers are overridden is to be noted, as often as it is written", () => {
  const forced = { ...TOP, force_conflicts: true };
  const line = (kind: string) => `notice tenant-shop ${kind} hikube_tenant.shop: - => -`;
  expect(reviewOf(update("shop", TOP, forced))).toEqual([line("object-changed")]);
  expect(reviewOf(create("shop", forced))).toContain(line("object-added"));
  expect(reviewOf(update("shop", forced, { ...forced, protected: false }))).toContain(line("object-changed"));
  expect(reviewOf(stays("shop", forced))).toEqual([]);
  expect(reviewOf(update("shop", forced, TOP))).toEqual([]);
  const [change] = reviewPlans([{ plan: planOf(update("shop", TOP, forced)) }], "none").changes;
  expect(change?.note).toMatch(/^conflicts with other field managers are overridden/);
});

test("what leaves the state stays in the cluster", () => {
  const { changes, objects } = planOf(tenant("shop", ["forget"], [TOP, null]));
  expect(changes).toMatchObject([{ actions: ["forget"] }]);
  expect(objects.every(({ after }) => after !== undefined)).toBe(true);
});

test.each([
  ["whose parent is not in the plan", create("web", WEB)],
  ["that is being taken over", update("shop", { namespace: "tenant-shop" }, TOP)],
  ["whose namespace is not known yet", tenant("shop", ["create"], [null, { name: "shop" }], { namespace: true })],
])("a tenant %s is named as not judged", (_what, given) => {
  expect(hikubeChanges([given], CLUSTER).told.size).toBe(0);
  expect(linesOf(given)).toContain("not-judged");
});

test("on the way to another engine what the provider recorded goes without a word", () => {
  const labels = { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": "tenant-shop" };
  const namespace = (annotations: Values) => ({ metadata: [{ name: "tenant-shop", labels, annotations }] });
  const moved = (annotations: Values) => ({
    ...{ address: "kubernetes_namespace_v1.shop", mode: "managed", type: "kubernetes_namespace_v1" },
    change: { actions: ["update"], before: namespace(annotations), after: namespace({}) },
  });
  expect(reviewOf(moved({ "hikube.cloud/spec": "{}", "hikube.cloud/share": "{}" }))).toEqual([]);
  expect(linesOf(moved({ "hikube.cloud/other": "{}" }))).toContain("hikube.cloud/other");
});

test("a tenant that is being taken over is not judged under its own name, with what becomes of the rest", () => {
  const [told] = reviewPlans([{ plan: planOf(update("shop", { namespace: "tenant-shop" }, TOP)) }], "none").changes;
  expect(told).toMatchObject({ severity: "danger", tenant: "tenant-shop" });
  expect(told?.note).toContain("the objects that leave the state are taken over by it");
});

test("values that are not known yet do not end the plan", () => {
  const given = tenant("shop", ["create"], [null, { ...TOP, quota: undefined }], { quota: true, objects: true });
  expect(linesOf(given)).toContain("tenant-added");
});

test("a platform is told by its objects", () => {
  const platform = { address: "hikube_platform.this", mode: "managed", type: "hikube_platform" };
  const guarded = {
    ...platform,
    change: { actions: ["update"], before: { guardrails: true }, after: { guardrails: false } },
  };
  const [summary] = summarize(planOf(guarded));
  expect(summary?.tenant).toBe("platform");
  expect(summary?.removed).toContain("ValidatingAdmissionPolicy hikube-protected-namespaces");
});

test("a new platform is judged as a whole: its own objects are known, and no other one of their kinds", () => {
  const values = { guardrails: true, readable_classes: true, contact: "#help" };
  const made = { address: "hikube_platform.this", mode: "managed", type: "hikube_platform" };
  const lines = linesOf({ ...made, change: { actions: ["create"], before: null, after: values, after_unknown: {} } });
  expect(lines).toContain("MutatingWebhookConfiguration hikube-role-combinations");
  expect(lines).not.toContain("not-judged");
  const webhooks = [{ ...objectIn(listIn(roleCombinations.webhooks)[0]), failurePolicy: "Ignore" }];
  const change = { actions: ["create"], before: null, after: { manifest: { ...roleCombinations, webhooks } } };
  const other = { address: "kubernetes_manifest.x", mode: "managed", type: "kubernetes_manifest", change };
  expect(linesOf(other)).toContain("danger platform not-judged MutatingWebhookConfiguration hikube-role-combinations");
});
