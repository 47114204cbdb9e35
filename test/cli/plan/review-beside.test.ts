import { parsePlan } from "../../../src/cli/plan/plan";
import { reviewPlans } from "../../../src/cli/plan/review-plan";
import type { Change } from "../../../src/review/change";
import { lineOf } from "../../review/states";
import { inFolder } from "../call";

inFolder({});

type Values = Readonly<Record<string, unknown>>;

const LABELS = { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": "t" };
const NAMESPACE = { metadata: [{ name: "t", labels: LABELS }] };
const RBAC = "rbac.authorization.k8s.io/v1";

function resource(type: string, before: unknown, after: unknown, unknown: unknown = {}): Values {
  const actions = before === null ? ["create"] : before === after ? ["no-op"] : ["update"];
  const change = { actions, before, after, after_unknown: unknown };
  return { address: `${type}.x`, mode: "managed", type, change };
}

const TENANT = resource("kubernetes_namespace_v1", NAMESPACE, NAMESPACE);
const NEW_TENANT = resource("kubernetes_namespace_v1", null, NAMESPACE);

function changesOf(...resource_changes: readonly Values[]): readonly Change[] {
  const plan = parsePlan(JSON.stringify({ resource_changes }));
  return reviewPlans([{ plan }], "cdktf.out").changes;
}

/** What is told beside the name of the object. */
function linesOf(...resources: readonly Values[]): readonly string[] {
  return changesOf(...resources)
    .map(lineOf)
    .filter((line) => !line.includes("object-added"));
}

const GROUP = (name: string) => [{ kind: "Group", name, api_group: "rbac.authorization.k8s.io" }];
const ROLE = (name: string) => [{ kind: "ClusterRole", name, api_group: "rbac.authorization.k8s.io" }];
const binding = (role: string, namespace?: string) => ({
  metadata: [{ name: "b", ...(namespace === undefined ? {} : { namespace }) }],
  ...{ role_ref: ROLE(role), subject: GROUP("crew") },
});

test.each(["kubernetes_role_binding_v1", "kubernetes_role_binding"])("%s in a tenant's namespace", (type) => {
  expect(linesOf(TENANT, resource(type, null, binding("admin", "t")))).toEqual([
    "danger t access Group crew: - => ClusterRole admin",
  ]);
  expect(linesOf(NEW_TENANT, resource(type, null, binding("hikube:owner", "t")))).toContain(
    "danger t access Group crew: - => owner",
  );
  expect(linesOf(TENANT, resource(type, binding("admin", "t"), binding("edit", "t")))).toContain(
    "danger t access Group crew: ClusterRole admin => ClusterRole edit",
  );
});

test("a ClusterRoleBinding gives its role everywhere, and says by what", () => {
  const [change] = changesOf(TENANT, resource("kubernetes_cluster_role_binding_v1", null, binding("cluster-admin")));
  expect(change).toMatchObject({
    ...{ kind: "access", severity: "danger", what: "Group crew", after: "ClusterRole cluster-admin" },
    note: "by ClusterRoleBinding b, which no tenant declares",
  });
});

test("a binding in a tenant's namespace is told by its name alone", () => {
  const [change] = changesOf(TENANT, resource("kubernetes_role_binding_v1", null, binding("admin", "t")));
  expect(change).toMatchObject({ tenant: "t", note: "by RoleBinding b, which no tenant declares" });
});

test("a binding in a namespace that is no tenant's says where", () => {
  expect(linesOf(TENANT, resource("kubernetes_role_binding_v1", null, binding("admin", "kube-system")))).toEqual([
    "danger platform access Group crew: - => ClusterRole admin in kube-system",
  ]);
});

test("a binding as a manifest, whatever its labels say", () => {
  const manifest = {
    ...{ apiVersion: RBAC, kind: "RoleBinding", metadata: { name: "b", namespace: "t", labels: LABELS } },
    roleRef: { kind: "ClusterRole", name: "admin" },
    subjects: [{ kind: "ServiceAccount", name: "bot", namespace: "other" }],
  };
  expect(linesOf(TENANT, resource("kubernetes_manifest", null, { manifest }))).toEqual([
    "danger t access ServiceAccount other/bot: - => ClusterRole admin",
  ]);
});

test("roles say what they allow", () => {
  const rule = [{ api_groups: [""], resources: ["secrets"], verbs: ["get"] }];
  const role = { metadata: [{ name: "r", namespace: "t" }], rule };
  expect(linesOf(TENANT, resource("kubernetes_role_v1", null, role))).toEqual([
    "danger t rights Role r: - => reads Secrets",
  ]);
});

describe("a NetworkPolicy", () => {
  const policy = (namespace: string) => ({
    metadata: [{ name: "open", namespace }],
    spec: [{ pod_selector: [{}], policy_types: ["Ingress"], ingress: [{}] }],
  });

  test("in a tenant's namespace opens ways", () => {
    const lines = linesOf(TENANT, resource("kubernetes_network_policy_v1", null, policy("t")));
    expect(lines).toEqual([]);
    const denied = {
      metadata: [{ name: "deny", namespace: "t", labels: LABELS }],
      spec: [{ pod_selector: [{}], policy_types: ["Ingress"] }],
    };
    const walls = resource("kubernetes_network_policy_v1", denied, denied);
    const opened = linesOf(TENANT, walls, {
      ...resource("kubernetes_network_policy_v1", null, policy("t")),
      address: "kubernetes_network_policy_v1.open",
    });
    expect(opened).toContain("danger t way-opens internet -> t: - => all ports");
  });

  test("in a namespace that is no tenant's of this plan is named", () => {
    expect(linesOf(TENANT, resource("kubernetes_network_policy_v1", null, policy("u")))).toEqual([
      "danger platform not-judged NetworkPolicy open in u: - => -",
    ]);
  });
});

const manifest = (apiVersion: string, kind: string) =>
  resource("kubernetes_manifest", null, { manifest: { apiVersion, kind, metadata: { name: "m" } } });
const NAMED = { metadata: [{ name: "x", namespace: "t" }] };

test.each([
  ["helm_release", resource("helm_release", null, { name: "x" })],
  [
    "kubernetes_labels",
    resource("kubernetes_labels", null, { kind: "Namespace", labels: {}, metadata: [{ name: "t" }] }),
  ],
  ["a manifest that is not known yet", resource("kubernetes_manifest", null, {}, { manifest: true })],
  ["a webhook", manifest("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration")],
  [
    "a webhook under our label",
    resource("kubernetes_manifest", null, {
      manifest: {
        ...{ apiVersion: "admissionregistration.k8s.io/v1", kind: "MutatingWebhookConfiguration" },
        metadata: { name: "m", labels: LABELS },
      },
    }),
  ],
  ["a policy of another API", manifest("cilium.io/v2", "CiliumNetworkPolicy")],
  [
    "a token that does not end",
    resource("kubernetes_secret_v1", null, { ...NAMED, type: "kubernetes.io/service-account-token" }),
  ],
  [
    "a binding to somebody who is not known yet",
    resource("kubernetes_role_binding_v1", null, binding("admin", "t"), { subject: [{ name: true }] }),
  ],
])("%s is not judged, which is a danger", (_, given) => {
  expect(linesOf(TENANT, given).some((line) => line.startsWith("danger ") && line.includes(" not-judged "))).toBe(true);
});

test("a release that changes says in what, without the values", () => {
  const release = (version: string, ...values: readonly object[]) => ({
    ...{ name: "x", repository: "oci://charts.example.com", chart: "vm", version },
    values: values.map((one) => JSON.stringify(one)),
  });
  const before = release("1.2.0", { replicas: 1, auth: { password: "hunter2" } });
  const after = release("1.3.0", { replicas: 1, auth: { password: "hunter3" } }, { replicas: 2 });
  expect(linesOf(TENANT, resource("helm_release", before, after))).toEqual([
    "danger platform not-judged helm_release.x: - => version 1.2.0 → 1.3.0; values auth.password, replicas",
  ]);
  const replaced = {
    ...resource("helm_release", before, after),
    change: { actions: ["delete", "create"], before, after },
  };
  expect(linesOf(TENANT, replaced)).toContain("notice platform object-recreated helm_release.x: - => -");
  expect(linesOf(TENANT, resource("helm_release", before, { ...after, values: null }, { values: true }))).toEqual([
    expect.stringMatching(/version 1.2.0 → 1.3.0; values /),
  ]);
});

test.each([
  ["a Deployment", resource("kubernetes_deployment_v1", null, NAMED)],
  ["a quota", resource("kubernetes_resource_quota_v1", null, { ...NAMED, spec: [{ hard: { pods: "1" } }] })],
  ["a Secret", resource("kubernetes_secret_v1", null, { ...NAMED, data: { password: "hunter2" } })],
  ["what is not of a cluster", resource("random_password", null, {})],
  ["a release that stays", resource("helm_release", NAMED, NAMED)],
])("%s is named alone, without what it holds", (_, given) => {
  const changes = changesOf(TENANT, given);
  expect(changes.filter(({ severity }) => severity === "danger")).toEqual([]);
  expect(JSON.stringify(changes)).not.toContain("hunter2");
});
