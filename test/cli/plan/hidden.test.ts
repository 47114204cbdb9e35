import { formatReviewed } from "../../../src/cli/plan/format";
import { hiddenIn } from "../../../src/cli/plan/hidden";
import { markdownOfPlans } from "../../../src/cli/plan/markdown";
import { parsePlan } from "../../../src/cli/plan/plan";
import { reviewPlans } from "../../../src/cli/plan/review-plan";
import { parseStackConfig } from "../../../src/cli/project/stack-config";

const OURS = { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": "tenant-a" };
const METADATA = { name: "tenant-a", labels: OURS };

/** What is hidden of a resource that a plan leaves as it is, and its configuration and plan as a command has them. */
function hiddenOf(type: string, body: object, values: object, unknown: object = {}) {
  const config = parseStackConfig(JSON.stringify({ resource: { [type]: { x: body } } }));
  const change = { actions: ["no-op"], before: values, after: values, after_unknown: unknown };
  const text = JSON.stringify({ resource_changes: [{ address: `${type}.x`, mode: "managed", type, change }] });
  return { config, text, hidden: hiddenIn(config.ignored, text) };
}

const ignoring = (...places: readonly string[]) => ({ lifecycle: { ignore_changes: places } });
const quota = (hard: object) => ({ metadata: METADATA, spec: { hard } });
const live = (hard: object) => ({ metadata: [{ ...METADATA, uid: "1", generation: 0 }], spec: [{ hard, scopes: [] }] });
const QUOTA = "kubernetes_resource_quota_v1";

test.each([
  [
    "another bound",
    QUOTA,
    { ...quota({ pods: "5" }), ...ignoring("spec[0].hard") },
    live({ pods: "9" }),
    ["spec[0].hard"],
  ],
  ["a bound more", QUOTA, { ...quota({}), ...ignoring("spec[0].hard") }, live({ pods: "9" }), ["spec[0].hard"]],
  [
    "one bound of several",
    QUOTA,
    { ...quota({ "limits.cpu": 1 }), ...ignoring('spec[0].hard["limits.cpu"]', 'spec[0].hard["pods"]') },
    live({ "limits.cpu": "2" }),
    ['spec[0].hard["limits.cpu"]'],
  ],
  ["all", QUOTA, { ...quota({ pods: "5" }), lifecycle: { ignore_changes: "all" } }, live({ pods: "9" }), ["spec"]],
  [
    "an annotation that nobody declares",
    "kubernetes_namespace_v1",
    { metadata: METADATA, ...ignoring("metadata[0].annotations") },
    { metadata: [{ ...METADATA, annotations: { a: "b" } }] },
    ["metadata[0].annotations"],
  ],
  [
    "who has access",
    "hikube_tenant",
    { name: "a", access: { admins: [{ kind: "Group", name: "x" }] }, ...ignoring("access", "quota") },
    { name: "a", access: { admins: [{ kind: "Group", name: "y" }], users: null }, quota: null },
    ["access"],
  ],
  [
    "what is not declared any more",
    "hikube_tenant",
    { name: "a", lifecycle: { ignore_changes: "all" } },
    { name: "a", namespace: "tenant-a", protected: true, suspended: null, objects: { Namespace: "0123456789ab" } },
    ["protected"],
  ],
  [
    "what somebody changed",
    "hikube_tenant",
    { name: "a", ...ignoring("objects") },
    { name: "a", objects: { Namespace: "changed by kubectl: metadata.labels.a" } },
    ["objects"],
  ],
  [
    "a token that pods are given",
    "kubernetes_service_account_v1",
    { metadata: METADATA, automount_service_account_token: false, ...ignoring("automount_service_account_token") },
    { metadata: [METADATA], automount_service_account_token: true },
    ["automount_service_account_token"],
  ],
  ["guardrails", "hikube_platform", ignoring("guardrails"), { guardrails: false }, ["guardrails"]],
  [
    "a manifest",
    "hikube_manifest",
    { manifest: { kind: "X", metadata: { name: "x" } }, ...ignoring("manifest") },
    { manifest: { kind: "X", metadata: { name: "x" }, spec: { a: 1 } } },
    ["manifest"],
  ],
])("ignore_changes hides %s: %#", (...[, type, body, values, places]) => {
  expect(hiddenOf(type, body, values).hidden).toEqual([{ address: `${type}.x`, places }]);
});

test.each([
  ["the same", QUOTA, { ...quota({ pods: 5, cpu: "1000m" }), ...ignoring("spec") }, live({ pods: "5", cpu: "1" })],
  ["an expression", QUOTA, { ...quota({ pods: "${var.a}" }), ...ignoring("spec") }, live({ pods: "9" })],
  [
    "a text that is no expression",
    "kubernetes_namespace_v1",
    { metadata: { ...METADATA, annotations: { a: "$${b}" } }, lifecycle: { ignore_changes: "all" } },
    { metadata: [{ ...METADATA, annotations: { a: "${b}" }, uid: "1" }] },
  ],
  [
    "what the provider computes",
    "hikube_tenant",
    { name: "a", protected: false, ...ignoring("namespace", "objects", "protected", "adopt") },
    { name: "a", namespace: "tenant-a", protected: null, adopt: false, objects: { Namespace: "0123456789ab" } },
  ],
  [
    "what is in no plan",
    "hikube_manifest",
    { manifest: { kind: "X" }, secret_wo: { a: "b" }, secret_wo_version: 1, lifecycle: { ignore_changes: "all" } },
    { manifest: { kind: "X" }, object: { kind: "X" }, secret_wo: null, secret_wo_version: 1 },
  ],
  [
    "a set in another order",
    "kubernetes_network_policy_v1",
    { metadata: METADATA, spec: { policy_types: ["Ingress", "Egress"] }, ...ignoring("spec") },
    { metadata: [METADATA], spec: [{ policy_types: ["Egress", "Ingress"], ingress: [] }] },
  ],
])("%s is nothing hidden: %#", (_, type, body, values) => {
  expect(hiddenOf(type, body, values).hidden).toEqual([]);
});

test("what is not known before the apply is not compared", () => {
  const body = { name: "a", profile: "staging", ...ignoring("profile") };
  expect(hiddenOf("hikube_tenant", body, { name: "a" }, { profile: true }).hidden).toEqual([]);
});

test("a plan that changes nothing tells what is hidden as a danger, and an ignored place that is as declared not at all", () => {
  const told = (pods: string) => {
    const body = { ...quota({ pods: "5" }), ...ignoring("spec[0].hard") };
    const { config, text, hidden } = hiddenOf(QUOTA, body, live({ pods }));
    const stack = { name: "s", directory: ".", file: "cdk.tf.json", dependencies: [], config };
    const review = reviewPlans([{ plan: { ...parsePlan(text), hidden }, stack }], "none");
    return [formatReviewed([], review), markdownOfPlans([], review)];
  };
  const [lines = "", markdown = ""] = told("9");
  expect(lines).toMatch(/^DANGER\n[^]*hides spec\[0\]\.hard\n[^]*\nnothing to change$/);
  expect(lines).toContain(
    "! not judged: ResourceQuota tenant-a; kubernetes_resource_quota_v1.x is not what is declared: ignore_changes hides spec[0].hard",
  );
  expect(markdown).toMatch(/is not what is declared[^]*\nNothing to change\.$/);
  expect(told("5")).toEqual(["nothing to change", "### Plan of tenants\n\nNothing to change."]);
});
