import { LABELS, MANAGER } from "../../model/tenant/objects/labels";
import { isRecord, listOf, recordOf, textOf, textsOf } from "../json";

/** An object of ours, as a Terraform resource describes it. */
export interface ManagedObject {
  readonly type: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  /** Namespace of the tenant that it belongs to. @default - it belongs to the platform */
  readonly tenant?: string;
  /** Values of the `hard` map, for a ResourceQuota. */
  readonly hard: Readonly<Record<string, string>>;
}

const RBAC = "rbac.authorization.k8s.io/v1";

/** Version and kind of what the typed resources carry. */
const KINDS: Readonly<Record<string, readonly [apiVersion: string, kind: string]>> = {
  kubernetes_namespace_v1: ["v1", "Namespace"],
  kubernetes_resource_quota_v1: ["v1", "ResourceQuota"],
  kubernetes_limit_range_v1: ["v1", "LimitRange"],
  kubernetes_config_map_v1: ["v1", "ConfigMap"],
  kubernetes_service_account_v1: ["v1", "ServiceAccount"],
  kubernetes_default_service_account_v1: ["v1", "ServiceAccount"],
  kubernetes_network_policy_v1: ["networking.k8s.io/v1", "NetworkPolicy"],
  kubernetes_role_v1: [RBAC, "Role"],
  kubernetes_cluster_role_v1: [RBAC, "ClusterRole"],
  kubernetes_role_binding_v1: [RBAC, "RoleBinding"],
  kubernetes_cluster_role_binding_v1: [RBAC, "ClusterRoleBinding"],
};

/**
 * The object that a resource's values describe: of a configuration, a plan or a state.
 * @returns nothing for what is not ours
 */
export function managedObject(type: string, values: unknown): ManagedObject | undefined {
  const body = type === "kubernetes_manifest" ? manifestOf(values) : typedOf(type, values);
  const { apiVersion, kind, metadata, spec } = body;
  const { name, namespace, labels } = only(metadata);
  const { [LABELS.managedBy]: manager, [LABELS.tenant]: tenant } = textsOf(labels);
  const [version, kindName, objectName] = [textOf(apiVersion), textOf(kind), textOf(name)];
  if (manager !== MANAGER || version === undefined || kindName === undefined || objectName === undefined) {
    return undefined;
  }
  const place = textOf(namespace);
  return {
    ...{ type, apiVersion: version, kind: kindName, name: objectName, hard: textsOf(only(spec).hard) },
    ...(place === undefined ? {} : { namespace: place }),
    ...(tenant === undefined ? {} : { tenant }),
  };
}

/** How the object is called in messages. */
export function objectTitle({ kind, name }: Pick<ManagedObject, "kind" | "name">): string {
  return `${kind} ${name}`;
}

function manifestOf(values: unknown): Readonly<Record<string, unknown>> {
  const { manifest, object } = recordOf(values);
  return isRecord(manifest) ? manifest : recordOf(object);
}

function typedOf(type: string, values: unknown): Readonly<Record<string, unknown>> {
  const [apiVersion, kind] = KINDS[type] ?? [];
  return { ...recordOf(values), apiVersion, kind };
}

/** Blocks are lists of one in plans and states. */
function only(value: unknown): Readonly<Record<string, unknown>> {
  return recordOf(Array.isArray(value) ? listOf(value)[0] : value);
}
