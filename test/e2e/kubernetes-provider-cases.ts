type Values = Readonly<Record<string, unknown>>;

/** Each program works in a namespace of its own. */
export function namespaceOf(program: string): string {
  return `provider-${program}`;
}

const RULE = { api_groups: [""], resources: ["pods", "configmaps"], verbs: ["list", "get"] };
const GROUP = { kind: "Group", name: "devs", api_group: "rbac.authorization.k8s.io" };

/** One resource of each type, with the corners that the real provider is known by. */
export function everything(program: string): Values {
  const inTeam = (name: string) => ({
    metadata: { name, namespace: "${kubernetes_namespace_v1.team.metadata[0].name}" },
  });
  return {
    resource: {
      kubernetes_namespace_v1: {
        team: {
          metadata: { name: namespaceOf(program), labels: { "pod-security.kubernetes.io/enforce": "baseline" } },
        },
      },
      kubernetes_resource_quota_v1: {
        x: { ...inTeam("x"), spec: { hard: { pods: "10", "requests.cpu": "1000m", "limits.memory": "1Gi" } } },
      },
      kubernetes_limit_range_v1: {
        x: { ...inTeam("x"), spec: { limit: [{ type: "Container", default: { cpu: "100m" } }] } },
      },
      kubernetes_network_policy_v1: {
        deny: { ...inTeam("deny"), spec: { pod_selector: {}, policy_types: ["Ingress"] } },
        allow: {
          ...inTeam("allow"),
          spec: {
            pod_selector: {},
            policy_types: ["Ingress", "Egress"],
            ingress: [{}, { from: [{ namespace_selector: {} }] }],
            egress: [{ ports: [{ port: 53, protocol: "UDP" }, { port: "http" }, { port: 1000, end_port: 2000 }] }],
          },
        },
      },
      kubernetes_role_v1: { x: { ...inTeam("x"), rule: [RULE] } },
      kubernetes_role_binding_v1: {
        x: {
          ...inTeam("x"),
          role_ref: { api_group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
          subject: [GROUP, { kind: "ServiceAccount", name: "bot", namespace: "ci" }],
        },
      },
      kubernetes_cluster_role_v1: {
        x: { metadata: { name: `test:${program}` }, rule: [RULE, { non_resource_urls: ["/metrics"], verbs: ["get"] }] },
        sum: {
          metadata: { name: `test:${program}:sum` },
          aggregation_rule: { cluster_role_selectors: [{ match_labels: { "rbac.example.com/sum": "true" } }] },
        },
      },
      kubernetes_cluster_role_binding_v1: {
        x: {
          metadata: { name: `test:${program}` },
          role_ref: { api_group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: `test:${program}` },
          subject: [GROUP],
        },
      },
      kubernetes_service_account_v1: { x: { ...inTeam("x"), automount_service_account_token: false } },
      kubernetes_default_service_account_v1: {
        x: {
          metadata: { namespace: namespaceOf(program) },
          automount_service_account_token: false,
          depends_on: ["kubernetes_namespace_v1.team"],
        },
      },
      kubernetes_config_map_v1: { x: { ...inTeam("x"), data: { a: "1" } } },
      kubernetes_secret_v1: {
        x: { ...inTeam("x"), data: { user: "ann" } },
        hidden: { ...inTeam("hidden"), data_wo: { password: "never-in-state" }, data_wo_revision: 1 },
      },
      kubernetes_manifest: {
        policy: {
          manifest: {
            apiVersion: "admissionregistration.k8s.io/v1",
            kind: "ValidatingAdmissionPolicy",
            metadata: { name: `test-${program}` },
            spec: {
              failurePolicy: "Fail",
              matchConstraints: {
                resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
              },
              validations: [{ expression: "true" }],
            },
          },
        },
        binding: {
          manifest: {
            apiVersion: "admissionregistration.k8s.io/v1",
            kind: "ValidatingAdmissionPolicyBinding",
            metadata: { name: `test-${program}` },
            spec: { policyName: `test-${program}`, validationActions: ["Deny"] },
          },
        },
      },
    },
  };
}

/** What `show -json` must print of the typed resources; what differs from run to run is matched loosely. */
export function expectedState(program: string): Readonly<Record<string, Values>> {
  const namespace = namespaceOf(program);
  const metadata = (name: string, more: Values = {}): Values => ({
    annotations: null,
    generate_name: "",
    generation: expect.any(Number) as unknown,
    labels: null,
    name,
    resource_version: expect.stringMatching(/^\d+$/) as unknown,
    uid: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
    ...more,
  });
  const inTeam = (name: string): Values => ({ id: `${namespace}/${name}`, metadata: [metadata(name, { namespace })] });
  const group = { ...GROUP, namespace: "default" };
  const clusterRule = { ...RULE, non_resource_urls: null, resource_names: null };
  return {
    "kubernetes_namespace_v1.team": {
      id: namespace,
      metadata: [metadata(namespace, { labels: { "pod-security.kubernetes.io/enforce": "baseline" } })],
      timeouts: null,
      wait_for_default_service_account: false,
    },
    "kubernetes_resource_quota_v1.x": {
      ...inTeam("x"),
      spec: [{ hard: { "limits.memory": "1Gi", pods: "10", "requests.cpu": "1" }, scope_selector: [], scopes: null }],
      timeouts: null,
    },
    "kubernetes_network_policy_v1.deny": {
      ...inTeam("deny"),
      spec: [
        {
          egress: [],
          ingress: [],
          pod_selector: [{ match_expressions: [], match_labels: null }],
          policy_types: ["Ingress"],
        },
      ],
    },
    "kubernetes_network_policy_v1.allow": {
      ...inTeam("allow"),
      spec: [
        {
          egress: [
            {
              ports: [
                { end_port: 0, port: "53", protocol: "UDP" },
                { end_port: 0, port: "http", protocol: "TCP" },
                { end_port: 2000, port: "1000", protocol: "TCP" },
              ],
              to: [],
            },
          ],
          ingress: [
            { from: [], ports: [] },
            {
              from: [
                {
                  ip_block: [],
                  namespace_selector: [{ match_expressions: [], match_labels: null }],
                  pod_selector: [],
                },
              ],
              ports: [],
            },
          ],
          pod_selector: [{ match_expressions: [], match_labels: null }],
          policy_types: ["Ingress", "Egress"],
        },
      ],
    },
    "kubernetes_role_v1.x": {
      ...inTeam("x"),
      rule: [{ api_groups: [""], resource_names: null, resources: ["configmaps", "pods"], verbs: ["get", "list"] }],
    },
    "kubernetes_role_binding_v1.x": {
      ...inTeam("x"),
      role_ref: [{ api_group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" }],
      subject: [group, { api_group: "", kind: "ServiceAccount", name: "bot", namespace: "ci" }],
    },
    "kubernetes_cluster_role_v1.x": {
      id: `test:${program}`,
      metadata: [metadata(`test:${program}`)],
      aggregation_rule: [],
      rule: [
        clusterRule,
        { api_groups: null, non_resource_urls: ["/metrics"], resource_names: null, resources: null, verbs: ["get"] },
      ],
    },
    "kubernetes_service_account_v1.x": {
      ...inTeam("x"),
      automount_service_account_token: false,
      default_secret_name: "",
      image_pull_secret: [],
      secret: [],
      timeouts: null,
    },
    "kubernetes_config_map_v1.x": { ...inTeam("x"), binary_data: null, data: { a: "1" }, immutable: false },
    "kubernetes_secret_v1.hidden": {
      ...inTeam("hidden"),
      binary_data: null,
      binary_data_wo: null,
      binary_data_wo_revision: null,
      data: null,
      data_wo: null,
      data_wo_revision: 1,
      immutable: false,
      timeouts: null,
      type: "Opaque",
      wait_for_service_account_token: true,
    },
  };
}

interface StateFile {
  serial: number;
  resources: { mode: string; type: string; name: string; instances: StateInstance[] }[];
}

interface StateInstance {
  private?: string;
  attributes: Record<string, unknown>;
  identity_schema_version?: number;
  identity?: Record<string, string>;
}

/** Types that the real provider gives an identity, each with the version and kind in it. */
const IDENTITIES: Readonly<Record<string, readonly [apiVersion: string, kind: string]>> = {
  kubernetes_namespace_v1: ["v1", "Namespace"],
  kubernetes_config_map_v1: ["v1", "ConfigMap"],
  kubernetes_secret_v1: ["v1", "Secret"],
  kubernetes_service_account_v1: ["v1", "ServiceAccount"],
  kubernetes_default_service_account_v1: ["v1", "ServiceAccount"],
  kubernetes_network_policy_v1: ["networking.k8s.io/v1", "NetworkPolicy"],
  kubernetes_role_v1: ["rbac.authorization.k8s.io/v1", "Role"],
  kubernetes_role_binding_v1: ["rbac.authorization.k8s.io/v1", "RoleBinding"],
  kubernetes_cluster_role_v1: ["rbac.authorization.k8s.io/v1", "ClusterRole"],
  kubernetes_cluster_role_binding_v1: ["rbac.authorization.k8s.io/v1", "ClusterRoleBinding"],
};

/** The identities of a state file by address; Terraform before 1.12 stores none. */
export function identitiesIn(text: string): Readonly<Record<string, Readonly<Record<string, string>> | undefined>> {
  const { resources } = JSON.parse(text) as StateFile;
  const managed = resources.filter(({ mode }) => mode === "managed");
  return Object.fromEntries(managed.map(({ type, name, instances }) => [`${type}.${name}`, instances[0]?.identity]));
}

/** What the real provider says of an object, from the id in its state. */
export function identityOf(type: string, id: string): Readonly<Record<string, string>> | undefined {
  const [api_version, kind] = IDENTITIES[type] ?? [];
  if (api_version === undefined || kind === undefined) return undefined;
  const [name = "", namespace] = id.split("/").reverse();
  return { api_version, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

/** A state file as the real provider leaves it after a refresh: it writes empty maps where none is set. */
export function stateOfTheRealProvider(text: string): string {
  const state = JSON.parse(text) as StateFile;
  state.serial += 1;
  for (const { type, instances } of state.resources) {
    if (type === "kubernetes_manifest") continue;
    for (const instance of instances) {
      instance.attributes = emptied(instance.attributes) as Record<string, unknown>;
      const timeouts = { "e2bfb730-ecaa-11e6-8f88-34363bc7c4c0": { create: 60_000_000_000, delete: 300_000_000_000 } };
      instance.private = Buffer.from(JSON.stringify(timeouts)).toString("base64");
      const identity = identityOf(type, String(instance.attributes.id));
      if (identity !== undefined) Object.assign(instance, { identity, identity_schema_version: 1 });
    }
  }
  return JSON.stringify(state);
}

const MAPS = ["annotations", "labels", "binary_data", "match_labels", "max", "min", "max_limit_request_ratio"];

function emptied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(emptied);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    item === null && MAPS.includes(key) ? {} : emptied(item),
  ]);
  return Object.fromEntries(entries) as unknown;
}
