/** A kind of object, as manifests name it. */
export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
}

const RBAC = "rbac.authorization.k8s.io/v1";

/** What the typed resources of hashicorp/kubernetes manage. */
const KINDS: Readonly<Record<string, Kind>> = {
  kubernetes_cluster_role_binding_v1: { apiVersion: RBAC, kind: "ClusterRoleBinding" },
  kubernetes_cluster_role_v1: { apiVersion: RBAC, kind: "ClusterRole" },
  kubernetes_config_map_v1: { apiVersion: "v1", kind: "ConfigMap" },
  kubernetes_default_service_account_v1: { apiVersion: "v1", kind: "ServiceAccount" },
  kubernetes_limit_range_v1: { apiVersion: "v1", kind: "LimitRange" },
  kubernetes_namespace_v1: { apiVersion: "v1", kind: "Namespace" },
  kubernetes_network_policy_v1: { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
  kubernetes_priority_class_v1: { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass" },
  kubernetes_resource_quota_v1: { apiVersion: "v1", kind: "ResourceQuota" },
  kubernetes_role_binding_v1: { apiVersion: RBAC, kind: "RoleBinding" },
  kubernetes_role_v1: { apiVersion: RBAC, kind: "Role" },
  kubernetes_secret_v1: { apiVersion: "v1", kind: "Secret" },
  kubernetes_service_account_v1: { apiVersion: "v1", kind: "ServiceAccount" },
  kubernetes_storage_class_v1: { apiVersion: "storage.k8s.io/v1", kind: "StorageClass" },
};

/** The kind that a Terraform resource type manages; `undefined` for a type that is not in the table, or of any kind. */
export function kindOfType(type: string): Kind | undefined {
  return Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
}

/** An object as a Terraform resource manages it. */
export interface ManagedRef extends Kind {
  /** The Terraform resource type. */
  readonly type: string;
  readonly name: string;
  readonly namespace?: string;
}

/**
 * What a resource is imported by: `NAMESPACE/NAME`, or `NAME` of what has no namespace; a `kubernetes_manifest` names
 * its kind too.
 *
 * @see https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs/resources/manifest#import
 */
export function importId({ type, apiVersion, kind, name, namespace }: ManagedRef): string {
  if (type !== "kubernetes_manifest") return namespace === undefined ? name : `${namespace}/${name}`;
  return kindId({ apiVersion, kind, name, namespace });
}

/** What an object of any kind is imported by, e.g. `apiVersion=v1,kind=ConfigMap,namespace=shop,name=web`. */
export function kindId({ apiVersion, kind, name, namespace }: Omit<ManagedRef, "type">): string {
  const place = namespace === undefined ? [] : [`namespace=${namespace}`];
  return [`apiVersion=${apiVersion}`, `kind=${kind}`, ...place, `name=${name}`].join(",");
}
