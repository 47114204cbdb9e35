import { Fn, TerraformVariable } from "cdktf";
import { emit } from "../../constructs/manifest";
import { kindOfType } from "../../src/model/kubernetes/kinds";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { platformObjects } from "../../src/model/platform/platform";
import { isolationList, tenantObjects } from "../../src/model/tenant/objects/objects";
import { resolveTenant } from "../../src/model/tenant/resolve/resolve";
import { CLUSTER, synthStack, type SynthesizedResource } from "./synth";
import { knownCluster } from "../../src/model/cluster/known-cluster";

/** Type and arguments of the resource that an object becomes, without what cdktf notes for itself. */
function emitted(object: KubeObject): readonly [type: string, config: SynthesizedResource] {
  const resources = synthStack((stack) => emit(stack, "object", object));
  const [address, config] = Object.entries(resources)[0]!;
  return [address.split(".")[0]!, Object.fromEntries(Object.entries(config).filter(([key]) => key !== "//"))];
}

/** What is said of how it is written, and not of the object. */
const TERMS = ["lifecycle", "field_manager"];
const FORCED = { field_manager: { force_conflicts: true } };

const metadata = { name: "n", namespace: "ns" };
const policy = (spec: object): KubeObject => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata,
  spec,
});
const policySpec = (spec: object): unknown => emitted(policy(spec))[1].spec;

describe("a network policy", () => {
  test("keeps an empty pod selector, and no rules at all, which deny everything", () => {
    const spec = { podSelector: {}, policyTypes: ["Ingress"] };
    expect(policySpec(spec)).toEqual({ pod_selector: {}, policy_types: ["Ingress"] });
    expect(policySpec({ ...spec, ingress: [] })).toEqual({ pod_selector: {}, policy_types: ["Ingress"], ingress: [] });
  });

  test("keeps an empty rule and an empty peer, which allow everything: to judge them is the model's part", () => {
    expect(policySpec({ podSelector: {}, policyTypes: ["Egress"], egress: [{}] })).toMatchObject({ egress: [{}] });
    const peers = [{ namespaceSelector: {} }, { podSelector: {} }];
    expect(policySpec({ podSelector: {}, policyTypes: ["Egress"], egress: [{ to: peers }] })).toMatchObject({
      egress: [{ to: [{ namespace_selector: {} }, { pod_selector: {} }] }],
    });
  });

  test("writes ports as text and their ends as numbers", () => {
    const ports = [
      { protocol: "UDP", port: 53 },
      { port: "http" },
      { port: 1000, endPort: 2000 },
      { protocol: "SCTP" },
    ];
    expect(policySpec({ podSelector: {}, policyTypes: ["Ingress"], ingress: [{ ports }] })).toMatchObject({
      ingress: [
        {
          ports: [
            { protocol: "UDP", port: "53" },
            { port: "http" },
            { port: "1000", end_port: 2000 },
            { protocol: "SCTP" },
          ],
        },
      ],
    });
  });

  test("turns selectors and address blocks into their blocks", () => {
    const matchExpressions = [{ key: "k", operator: "In", values: ["v"] }];
    const from = [
      { ipBlock: { cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] } },
      { namespaceSelector: { matchLabels: { "a/b": "C" } }, podSelector: { matchExpressions } },
    ];
    expect(policySpec({ podSelector: {}, policyTypes: ["Ingress"], ingress: [{ from }] })).toMatchObject({
      ingress: [
        {
          from: [
            { ip_block: { cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] } },
            {
              namespace_selector: { match_labels: { "a/b": "C" } },
              pod_selector: { match_expressions: [{ key: "k", operator: "In", values: ["v"] }] },
            },
          ],
        },
      ],
    });
  });
});

test("a quota keeps its scopes", () => {
  const scopeSelector = { matchExpressions: [{ scopeName: "PriorityClass", operator: "Exists" }] };
  const spec = { hard: { "requests.cpu": "1" }, scopes: ["NotTerminating"], scopeSelector };
  expect(emitted({ apiVersion: "v1", kind: "ResourceQuota", metadata, spec })).toEqual([
    "kubernetes_resource_quota_v1",
    {
      metadata,
      spec: {
        hard: { "requests.cpu": "1" },
        scopes: ["NotTerminating"],
        scope_selector: { match_expression: [{ scope_name: "PriorityClass", operator: "Exists" }] },
      },
    },
  ]);
});

test("the default ServiceAccount is taken over, any other is made", () => {
  const account = (name: string): KubeObject => ({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { ...metadata, name },
    automountServiceAccountToken: false,
  });
  // Pull secrets and annotations are the tenant's: no plan takes them away.
  expect(emitted(account("default"))).toMatchObject([
    "kubernetes_default_service_account_v1",
    { lifecycle: { ignore_changes: ["image_pull_secret", "metadata[0].annotations"] } },
  ]);
  expect(emitted(account("deployer"))).toEqual([
    "kubernetes_service_account_v1",
    { metadata: { name: "deployer", namespace: "ns" }, automount_service_account_token: false },
  ]);
});

test("roles, bindings and config maps have their own resources", () => {
  const rbac = "rbac.authorization.k8s.io/v1";
  const rules = [{ apiGroups: [""], resources: ["pods"], resourceNames: ["p"], verbs: ["get"] }];
  const rule = [{ api_groups: [""], resources: ["pods"], resource_names: ["p"], verbs: ["get"] }];
  const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "r" };
  const subjects = [{ kind: "ServiceAccount", name: "s", namespace: "ns" }];
  const bound = { role_ref: { api_group: roleRef.apiGroup, kind: roleRef.kind, name: "r" }, subject: subjects };
  expect(emitted({ apiVersion: rbac, kind: "Role", metadata, rules })).toEqual([
    "kubernetes_role_v1",
    { metadata, rule },
  ]);
  const open = [{ nonResourceURLs: ["/healthz"], verbs: ["get"] }];
  expect(emitted({ apiVersion: rbac, kind: "ClusterRole", metadata: { name: "n" }, rules: open })).toEqual([
    "kubernetes_cluster_role_v1",
    { metadata: { name: "n" }, rule: [{ non_resource_urls: ["/healthz"], verbs: ["get"] }] },
  ]);
  expect(emitted({ apiVersion: rbac, kind: "RoleBinding", metadata, roleRef, subjects })).toEqual([
    "kubernetes_role_binding_v1",
    { metadata, ...bound },
  ]);
  expect(emitted({ apiVersion: rbac, kind: "ClusterRoleBinding", metadata: { name: "n" }, roleRef, subjects })).toEqual(
    ["kubernetes_cluster_role_binding_v1", { metadata: { name: "n" }, ...bound }],
  );
  expect(emitted({ apiVersion: "v1", kind: "ConfigMap", metadata, data: { key: "v" }, immutable: true })).toEqual([
    "kubernetes_config_map_v1",
    { metadata, data: { key: "v" }, immutable: true },
  ]);
});

describe("a kind without a resource of its own", () => {
  const vap = (expression: string): KubeObject => ({
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: "n" },
    spec: { validations: [{ expression }], failurePolicy: "Fail" },
  });

  test("becomes a manifest as it stands", () => {
    expect(emitted(vap("true"))).toEqual(["kubernetes_manifest", { ...FORCED, manifest: vap("true") }]);
  });

  test("keeps what Terraform would take for a template", () => {
    expect(emitted(vap("'${a}' + '%{b}'"))[1]).toEqual({ ...FORCED, manifest: vap("'$${a}' + '%%{b}'") });
  });

  test("keeps a token", () => {
    const resources = synthStack((stack) => {
      const name = new TerraformVariable(stack, "name", { type: "string" });
      emit(stack, "object", vap(Fn.upper(name.stringValue)));
    });
    expect(Object.values(resources)[0]?.manifest).toEqual(vap("${upper(var.name)}"));
  });
});

test("a field that no argument carries is refused, never lost", () => {
  const object: KubeObject = { apiVersion: "v1", kind: "Namespace", metadata, spec: { finalizers: [] } };
  expect(() => emitted(object)).toThrow("No Terraform argument carries spec of v1 Namespace");
});

/** Every text, number and flag below a value, as text: the provider's forms of ports and flags differ in type alone. */
function leavesOf(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [String(value)];
  return Object.entries(value).flatMap(([key, item]) =>
    item === undefined ? [] : [...leafKey(key), ...leavesOf(item)],
  );
}

/** Keys of maps are content; names of fields change their form. */
function leafKey(key: string): readonly string[] {
  return /[./]/.test(key) ? [key] : [];
}

test("nothing that the model says of a tenant or of the platform is lost on the way", () => {
  const spec = {
    name: "a",
    profile: "sandbox",
    expiresAt: "never",
    access: {
      owners: [{ kind: "ServiceAccount", namespace: "ci", name: "build" }],
      users: [{ kind: "User", name: "u" }],
    },
    network: { expose: [{ fromCidrs: ["203.0.113.0/24"], ports: [{ protocol: "TCP", port: 1, endPort: 9 }] }] },
    cost: { costCenter: "c", project: "p", owner: "o" },
  } as const;
  const { namespace, isolation, bindings } = tenantObjects(
    resolveTenant(spec, { path: "a", cluster: knownCluster(CLUSTER) }),
    [],
  );
  const { base, guardrails } = platformObjects({ guardrails: true, cluster: CLUSTER });
  for (const object of [namespace, ...isolationList(isolation), ...bindings, ...base, ...guardrails]) {
    const { apiVersion, kind, ...said } = object;
    const [type, resource] = emitted(object);
    // What Terraform alone is told stands beside it.
    const config = Object.fromEntries(Object.entries(resource).filter(([key]) => !TERMS.includes(key)));
    const expected = type === "kubernetes_manifest" ? [apiVersion, kind, ...leavesOf(said)] : leavesOf(said);
    expect([...leavesOf(config)].sort()).toEqual([...expected].sort());
    // Plans and imports read the kind back from the type.
    expect(type === "kubernetes_manifest" ? { apiVersion, kind } : kindOfType(type)).toEqual({ apiVersion, kind });
  }
});

test("guardrails are taken over from whoever has them, and no other manifest is", () => {
  const named = (apiVersion: string, kind: string) => emitted({ apiVersion, kind, metadata: { name: "n" } })[1];
  expect(named("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy")).toMatchObject(FORCED);
  expect(named("example.com/v1", "Thing")).not.toHaveProperty("field_manager");
});
