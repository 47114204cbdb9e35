import type { KubeObject } from "../../kubernetes/kube-object";
import { networkPolicies } from "./network-policies";
import { ACCESS_LEVELS, levelRoleName } from "../resolve/access";
import { tenantQuota } from "./carve-out";
import { PLATFORM_NAMESPACE } from "../../kubernetes/names";
import type { SubjectSpec } from "../spec/spec";
import type { AccessLevel, StringMap, Tenant } from "../resolve/tenant";

/** The objects of one tenant, in the order in which they must come to be: nobody gets in before the walls stand. */
export interface TenantObjects {
  readonly namespace: KubeObject;
  /** Quotas, limits, the default ServiceAccount and NetworkPolicies. */
  readonly walls: readonly KubeObject[];
  /** Accounts of pipelines, in the platform's namespace, and RoleBindings. */
  readonly doors: readonly KubeObject[];
}

/**
 * Everything that a tenant is on a Kubernetes API. Same tenant, same objects, in the same order.
 * Only the `hard` map of the ResourceQuota `hikube-tenant` depends on the children (see `tenantQuota`).
 */
export function tenantObjects(tenant: Tenant, children: readonly Tenant[]): TenantObjects {
  return {
    namespace: namespaceObject(tenant),
    walls: [
      resourceQuota(tenant, "hikube-tenant", { hard: tenantQuota(tenant, children) }),
      ...scopedQuotas(tenant),
      limitRange(tenant),
      // Kubernetes makes it; ours only keeps its token out of pods that did not ask.
      serviceAccount(tenant, { name: "default", namespace: tenant.namespace }),
      ...networkPolicies(tenant),
    ],
    doors: [
      ...tenant.deployers.map(({ account }) =>
        serviceAccount(tenant, { name: account, namespace: PLATFORM_NAMESPACE }),
      ),
      ...ACCESS_LEVELS.flatMap(({ level }) => roleBinding(tenant, level)),
    ],
  };
}

function namespaceObject(tenant: Tenant): KubeObject {
  const annotations = tenant.namespaceAnnotations;
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: tenant.namespace,
      labels: tenant.namespaceLabels,
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
  };
}

/**
 * Two ways to harm the neighbours are counted to zero: affinity to pods of other namespaces keeps theirs from being
 * scheduled, and a priority class pushes theirs out.
 *
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes
 */
function scopedQuotas(tenant: Tenant): readonly KubeObject[] {
  const bounded = (name: string, scopeName: string, pods: string) =>
    resourceQuota(tenant, name, {
      hard: { pods },
      scopeSelector: { matchExpressions: [{ scopeName, operator: "Exists" }] },
    });
  // With a global default every pod has a priority class: the quota would let none in. Where the tenant is given some
  // classes, the guardrail alone tells them from the others: a quota's scope cannot. The object is there all the same,
  // with the tenant's own bound: its removal would be refused while the tenant is protected.
  const isLifted =
    tenant.security.priorityClasses.length > 0 || tenant.cluster.globalDefaultPriorityClass !== undefined;
  const all = tenant.quota.counts.pods ?? "0";
  return [
    bounded("hikube-no-foreign-affinity", "CrossNamespacePodAffinity", "0"),
    bounded("hikube-no-priority-class", "PriorityClass", isLifted ? all : "0"),
  ];
}

function resourceQuota(tenant: Tenant, name: string, spec: { hard: StringMap; scopeSelector?: unknown }): KubeObject {
  return { apiVersion: "v1", kind: "ResourceQuota", metadata: metadata(tenant, name), spec };
}

function limitRange(tenant: Tenant): KubeObject {
  const { min, max, defaultRequest, default: defaultLimit } = tenant.container;
  const bounded = Object.keys(max).length > 0;
  return {
    apiVersion: "v1",
    kind: "LimitRange",
    metadata: metadata(tenant, "hikube-container"),
    spec: { limits: [{ type: "Container", ...(bounded ? { max } : {}), min, default: defaultLimit, defaultRequest }] },
  };
}

function serviceAccount(tenant: Tenant, place: { readonly name: string; readonly namespace: string }): KubeObject {
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { ...place, labels: tenant.labels },
    automountServiceAccountToken: false,
  };
}

function roleBinding(tenant: Tenant, level: AccessLevel): readonly KubeObject[] {
  const subjects = tenant.access[level].map(rbacSubject);
  if (subjects.length === 0) return [];
  return [
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: metadata(tenant, `hikube-${level}`),
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: levelRoleName(level) },
      subjects,
    },
  ];
}

/** A subject as RBAC writes it. */
export function rbacSubject(subject: SubjectSpec): Readonly<Record<string, string>> {
  return subject.kind === "ServiceAccount"
    ? { kind: subject.kind, name: subject.name, namespace: subject.namespace }
    : { apiGroup: "rbac.authorization.k8s.io", kind: subject.kind, name: subject.name };
}

function metadata(tenant: Tenant, name: string): KubeObject["metadata"] {
  return { name, namespace: tenant.namespace, labels: tenant.labels };
}
