import { type KubeObject, type StringMap } from "../../kubernetes/kube-object";
import { networkPolicies } from "./network-policies";
import { ACCESS_LEVELS, levelRoleName, type AccessLevel } from "../spec/access-levels";
import { tenantQuota, type Sharer } from "./carve-out";
import { PLATFORM_NAMESPACE } from "../spec/tenant-names";
import type { SubjectSpec } from "../spec/spec";
import { tenantNodes, type Forest, type Tenant } from "../resolve/tenant";
import { TENANT_QUOTA } from "./base-isolation";
import { metadataOf, namespaceAnnotations, namespaceLabels, tenantLabels } from "./metadata";
import type { NetworkPolicy } from "./network-policy";

/**
 * The objects of one tenant, in the order in which they must be created: nobody gets access before the tenant is
 * isolated.
 */
export interface TenantObjects {
  readonly namespace: KubeObject;
  readonly isolation: TenantIsolation;
  /** Accounts of pipelines, in the platform's namespace, and RoleBindings. */
  readonly bindings: readonly KubeObject[];
}

/** The isolation of a tenant, in the order in which it must be created. */
export interface TenantIsolation {
  /** The policies that close the namespace. */
  readonly denials: readonly NetworkPolicy[];
  /** Limits, scoped quotas, the default ServiceAccount. */
  readonly base: readonly KubeObject[];
  /** The quota that children are carved out of: the only object that depends on them. */
  readonly quota: KubeObject;
  /** The policies that allow traffic. */
  readonly ways: readonly NetworkPolicy[];
}

/**
 * All Kubernetes objects of a tenant. The same tenant gives the same objects, in the same order.
 * @param children - carved out of its quota
 */
export function tenantObjects(tenant: Tenant, children: readonly Sharer[]): TenantObjects {
  const { denials, ways } = networkPolicies(tenant);
  return {
    namespace: namespaceObject(tenant),
    isolation: {
      denials,
      base: [
        ...scopedQuotas(tenant),
        limitRange(tenant),
        // Kubernetes creates it; ours only stops it from mounting its token by default.
        serviceAccount(tenant, { name: "default", namespace: tenant.namespace }),
      ],
      quota: resourceQuota(tenant, TENANT_QUOTA, { hard: tenantQuota(tenant, children) }),
      ways,
    },
    bindings: [
      ...tenant.deployers.map(({ account }) =>
        serviceAccount(tenant, { name: account, namespace: PLATFORM_NAMESPACE }),
      ),
      ...ACCESS_LEVELS.flatMap(({ level }) => roleBinding(tenant, level)),
    ],
  };
}

/** All that isolates a tenant. */
export function isolationList({ denials, base, quota, ways }: TenantIsolation): readonly KubeObject[] {
  return [...denials, ...base, quota, ...ways];
}

/** The objects of one tenant. */
export interface NamespaceObjects {
  readonly namespace: string;
  readonly objects: readonly KubeObject[];
}

/** The objects of all tenants of a forest, parents first, in the order in which they must be created. */
export function forestObjects(forest: Forest): readonly NamespaceObjects[] {
  return tenantNodes(forest).map(({ tenant, children }) => {
    const shares = children.map((child) => child.tenant);
    const { namespace, isolation, bindings } = tenantObjects(tenant, shares);
    return { namespace: tenant.namespace, objects: [namespace, ...isolationList(isolation), ...bindings] };
  });
}

function namespaceObject(tenant: Tenant): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: tenant.namespace,
      labels: namespaceLabels(tenant),
      annotations: namespaceAnnotations(tenant),
    },
  };
}

/**
 * Two kinds of pods that harm other tenants have a quota of zero: affinity to pods of other namespaces keeps theirs
 * from being scheduled, and a priority class preempts theirs.
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
    tenant.security.priorityClasses.length > 0 || tenant.cluster.facts.globalDefaultPriorityClass !== undefined;
  const all = tenant.quota.counts.pods ?? "0";
  return [
    bounded("hikube-no-foreign-affinity", "CrossNamespacePodAffinity", "0"),
    bounded("hikube-no-priority-class", "PriorityClass", isLifted ? all : "0"),
  ];
}

function resourceQuota(tenant: Tenant, name: string, spec: { hard: StringMap; scopeSelector?: unknown }): KubeObject {
  return { apiVersion: "v1", kind: "ResourceQuota", metadata: metadataOf(tenant, name), spec };
}

function limitRange(tenant: Tenant): KubeObject {
  const { min, max, defaultRequest, default: defaultLimit } = tenant.container;
  const given = (amounts: StringMap, field: string) => (Object.keys(amounts).length > 0 ? { [field]: amounts } : {});
  const limits = { ...given(max, "max"), min, ...given(defaultLimit, "default"), defaultRequest };
  return {
    apiVersion: "v1",
    kind: "LimitRange",
    metadata: metadataOf(tenant, "hikube-container"),
    spec: { limits: [{ type: "Container", ...limits }] },
  };
}

function serviceAccount(tenant: Tenant, place: { readonly name: string; readonly namespace: string }): KubeObject {
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { ...place, labels: tenantLabels(tenant) },
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
      metadata: metadataOf(tenant, `hikube-${level}`),
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
