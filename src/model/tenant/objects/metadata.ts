import type { KubeObject, StringMap } from "../../kubernetes/kube-object";
import { sortedMap } from "../resolve/quota";
import { replicaAnnotations } from "../resolve/replicas";
import { imageLabels, securityAnnotations } from "../resolve/security";
import type { Tenant } from "../resolve/tenant";
import { drawnAnnotation, reserveAnnotation } from "./reserve";
import { ANNOTATIONS, LABELS, MANAGER, podSecurityLabels, subtreeLabel } from "../spec/labels";

/** Labels of every object of a tenant: manager, tenant and cost. */
export function tenantLabels({ namespace, cost }: Tenant): StringMap {
  return given({
    [LABELS.managedBy]: MANAGER,
    [LABELS.tenant]: namespace,
    [LABELS.costCenter]: cost.costCenter,
    [LABELS.project]: cost.project,
    [LABELS.owner]: cost.owner,
  });
}

/** Name, namespace and labels of an object in the namespace of a tenant. */
export function metadataOf(tenant: Tenant, name: string): KubeObject["metadata"] {
  return { name, namespace: tenant.namespace, labels: tenantLabels(tenant) };
}

/** Labels of the namespace: those of every object, the place in the tree, profile and Pod Security. */
export function namespaceLabels(tenant: Tenant): StringMap {
  const { name, profile, ancestors, namespace, podSecurity, security, cluster } = tenant;
  return given({
    ...tenantLabels(tenant),
    [LABELS.name]: name,
    [LABELS.profile]: profile,
    [LABELS.parent]: ancestors.at(-1),
    [LABELS.monitoring]: tenant.monitoring,
    ...Object.fromEntries([...ancestors, namespace].map((one) => [subtreeLabel(one), ""])),
    ...podSecurityLabels(podSecurity, cluster.facts.version),
    ...imageLabels(security),
  });
}

/** Annotations of the namespace: what guardrails read, cost, protection, expiry and what is set aside. */
export function namespaceAnnotations(tenant: Tenant): StringMap {
  const { security, cluster, quota, cost, expiresAt } = tenant;
  return {
    ...securityAnnotations(security, cluster.facts),
    ...replicaAnnotations(quota.podsUnlessSuspended),
    // A quota counts what it names: an annotation tells the guardrails what that is.
    ...(quota.granted.length === 0 ? {} : { [ANNOTATIONS.extendedResources]: quota.granted.join(",") }),
    ...(cost.note === undefined ? {} : { [ANNOTATIONS.costNote]: cost.note }),
    ...(expiresAt === undefined ? {} : { [ANNOTATIONS.expiresAt]: expiresAt }),
    ...(tenant.protected ? { [ANNOTATIONS.protected]: "true" } : {}),
    ...(tenant.suspended ? { [ANNOTATIONS.suspended]: "true" } : {}),
    ...reserveAnnotation(tenant),
    ...drawnAnnotation(tenant),
  };
}

function given(labels: Readonly<Record<string, string | undefined>>): StringMap {
  return sortedMap(Object.entries(labels).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
