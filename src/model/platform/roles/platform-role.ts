import { ACCESS_LEVELS, levelRoleName } from "../../tenant/spec/access-levels";
import type { PolicyRule } from "../../kubernetes/kube-object";

/** Name of the ClusterRole for a pipeline that applies tenants without being cluster-admin. */
export const PLATFORM_ROLE = "hikube:platform";

const MANAGE = ["get", "list", "watch", "create", "update", "patch", "delete"];

/**
 * The virtual resource `tenants.hikube.cloud`: no API serves it, but guardrails check who may `update` or `delete` it.
 * So RBAC decides who is exempt, and no list of names is needed.
 */
export const TENANTS_RESOURCE = { group: "hikube.cloud", resource: "tenants" } as const;

/** The verb on it that names a controller of the platform (network plugin, service mesh, certificates, GitOps). */
export const OPERATE = "operate";

/** Name of the ClusterRole of such controllers. Bound in one namespace, it names one for that tenant alone. */
export const CONTROLLER_ROLE = "hikube:controller";

export const CONTROLLER_ROLE_RULES: readonly PolicyRule[] = [
  { apiGroups: [TENANTS_RESOURCE.group], resources: [TENANTS_RESOURCE.resource], verbs: [OPERATE] },
];

/** Name of the ClusterRole for reading classes. */
export const CLASSES_ROLE = "hikube:classes";

export const CLASSES_ROLE_RULES: readonly PolicyRule[] = [
  { apiGroups: ["networking.k8s.io"], resources: ["ingressclasses"], verbs: ["get", "list", "watch"] },
  { apiGroups: ["scheduling.k8s.io"], resources: ["priorityclasses"], verbs: ["get", "list", "watch"] },
  { apiGroups: ["storage.k8s.io"], resources: ["storageclasses"], verbs: ["get", "list", "watch"] },
];

/** Name of the ClusterRole for who looks and changes nothing: plans of tenants, and the checks of every night. */
export const AUDITOR_ROLE = "hikube:auditor";

const LOOK = ["get", "list"];

/**
 * What `plan` of a stack of tenants, `matrix --live`, `access --live`, `expire` and `cluster inspect --check` read. No
 * Secret; but the environment of every pod, so nothing secret may stand there.
 */
export const AUDITOR_ROLE_RULES: readonly PolicyRule[] = [
  {
    apiGroups: [""],
    resources: [
      ...["limitranges", "namespaces", "nodes", "persistentvolumeclaims", "pods"],
      ...["resourcequotas", "serviceaccounts", "services"],
    ],
    verbs: LOOK,
  },
  { apiGroups: [""], resources: ["configmaps"], resourceNames: ["kubeadm-config"], verbs: ["get"] },
  // Terraform's `kubernetes_manifest` lists CRDs for every kind that it plans.
  { apiGroups: ["apiextensions.k8s.io"], resources: ["customresourcedefinitions"], verbs: LOOK },
  // The cache of DNS on each node.
  { apiGroups: ["apps"], resources: ["daemonsets"], verbs: LOOK },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: LOOK },
  { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies", "servicecidrs"], verbs: LOOK },
  {
    apiGroups: ["policy.networking.k8s.io"],
    resources: ["adminnetworkpolicies", "baselineadminnetworkpolicies", "clusternetworkpolicies"],
    verbs: LOOK,
  },
  {
    apiGroups: ["rbac.authorization.k8s.io"],
    resources: ["clusterrolebindings", "clusterroles", "rolebindings", "roles"],
    verbs: LOOK,
  },
];

/**
 * Rights for applying tenants, and for looking every night whether a cluster is as it was declared. Installing the
 * platform itself takes cluster-admin.
 */
export const PLATFORM_ROLE_RULES: readonly PolicyRule[] = [
  { apiGroups: [TENANTS_RESOURCE.group], resources: [TENANTS_RESOURCE.resource], verbs: ["update", "delete"] },
  { apiGroups: [""], resources: ["limitranges", "namespaces", "resourcequotas", "serviceaccounts"], verbs: MANAGE },
  { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: MANAGE },
  { apiGroups: ["rbac.authorization.k8s.io"], resources: ["rolebindings"], verbs: MANAGE },
  {
    apiGroups: ["rbac.authorization.k8s.io"],
    resources: ["clusterroles"],
    resourceNames: ACCESS_LEVELS.map(({ level }) => levelRoleName(level)),
    verbs: ["bind"],
  },
  ...AUDITOR_ROLE_RULES,
];
