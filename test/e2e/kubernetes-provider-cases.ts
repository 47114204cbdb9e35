import type { ValueRecord } from "../../src/plugin";
import { textOf } from "../../src/kube-provider/values";
import { asRead, privateOf } from "../offline/real-state";
import { CLUSTER_WIDE, SHAPES } from "../offline/shapes";

type Values = Readonly<Record<string, unknown>>;

type Place = Readonly<{ name: string; namespace?: string }>;

/** Each program works in a namespace of its own. */
export function namespaceOf(program: string): string {
  return `provider-${program}`;
}

/** One resource of each example, and what else the real provider is known by. */
export function everything(program: string): Values {
  const namespace = "${kubernetes_namespace_v1.team.metadata[0].name}";
  const shapes = Object.entries(SHAPES).map(([type, examples]) => {
    const named = Object.entries(examples).map(([name, { config }]) => [
      name,
      { metadata: [placeOf(type, name, { program, namespace })], ...config },
    ]);
    return [type, Object.fromEntries(named) as Values] as const;
  });
  const resources: Readonly<Record<string, Values>> = Object.fromEntries(shapes);
  return {
    resource: {
      ...resources,
      kubernetes_namespace_v1: {
        ...resources.kubernetes_namespace_v1,
        team: {
          metadata: { name: namespaceOf(program), labels: { "pod-security.kubernetes.io/enforce": "baseline" } },
        },
      },
      kubernetes_resource_quota_v1: {
        ...resources.kubernetes_resource_quota_v1,
        canonical: { metadata: { name: "canonical", namespace }, spec: { hard: { "requests.cpu": "1000m" } } },
      },
      kubernetes_default_service_account_v1: {
        x: { metadata: { namespace }, automount_service_account_token: false },
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

interface Ground {
  readonly program: string;
  readonly namespace: string;
}

/** Where an example stands; what has no namespace needs a name that no other program takes. */
function placeOf(type: string, name: string, { program, namespace }: Ground): Place {
  return CLUSTER_WIDE.includes(type) ? { name: `${name}-${program}` } : { name, namespace };
}

/** What `show -json` must print of the typed resources; what differs from run to run is matched loosely. */
export function expectedState(program: string): Readonly<Record<string, Values>> {
  const namespace = namespaceOf(program);
  const expected = (place: Place, state: Values, labels: unknown = null): Values => ({
    id: place.namespace === undefined ? place.name : `${place.namespace}/${place.name}`,
    metadata: [
      {
        annotations: null,
        generate_name: "",
        generation: expect.any(Number) as unknown,
        labels,
        resource_version: expect.stringMatching(/^\d+$/) as unknown,
        uid: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
        ...place,
      },
    ],
    ...state,
  });
  const shapes = Object.entries(SHAPES).flatMap(([type, examples]) =>
    Object.entries(examples).map(([name, { state }]) => [
      `${type}.${name}`,
      expected(placeOf(type, name, { program, namespace }), state),
    ]),
  );
  const withoutTimes = { timeouts: null };
  return {
    ...(Object.fromEntries(shapes) as Record<string, Values>),
    "kubernetes_namespace_v1.team": expected(
      { name: namespace },
      { ...withoutTimes, wait_for_default_service_account: false },
      { "pod-security.kubernetes.io/enforce": "baseline" },
    ),
    "kubernetes_resource_quota_v1.canonical": expected(
      { name: "canonical", namespace },
      { ...withoutTimes, spec: [{ hard: { "requests.cpu": "1" }, scope_selector: [], scopes: null }] },
    ),
  };
}

interface StateFile {
  serial: number;
  resources: { mode: string; type: string; name: string; instances: StateInstance[] }[];
}

interface StateInstance {
  private?: string;
  attributes: ValueRecord;
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

/** A state file as the real provider leaves it after a refresh. */
export function stateOfTheRealProvider(text: string): string {
  const state = JSON.parse(text) as StateFile;
  state.serial += 1;
  for (const { type, instances } of state.resources) {
    if (type === "kubernetes_manifest") continue;
    for (const instance of instances) {
      instance.attributes = asRead(type, instance.attributes);
      instance.private = Buffer.from(JSON.stringify(privateOf(type, instance.attributes))).toString("base64");
      const identity = identityOf(type, textOf(instance.attributes.id));
      if (identity !== undefined) Object.assign(instance, { identity, identity_schema_version: 1 });
    }
  }
  return JSON.stringify(state);
}
