import type { LevelRule } from "../../tenant/spec/access-levels";

const RBAC = "rbac.authorization.k8s.io";
const READ = ["get", "list", "watch"];
/** Deleting a collection returns its objects, so it needs `list` as well. */
const WRITE = ["create", "update", "patch", "delete", "deletecollection"];

/**
 * What Kubernetes' own role `view` reads in a namespace, and the use of pods by `kubectl top`. By a RoleBinding the
 * namespace itself is read, and no other.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
 */
const VIEWER: readonly LevelRule[] = [
  viewed("", [
    "configmaps",
    "endpoints",
    "events",
    "limitranges",
    "namespaces",
    "namespaces/status",
    "persistentvolumeclaims",
    "persistentvolumeclaims/status",
    "pods",
    "pods/log",
    "pods/status",
    "replicationcontrollers",
    "replicationcontrollers/scale",
    "replicationcontrollers/status",
    "resourcequotas",
    "resourcequotas/status",
    "serviceaccounts",
    "services",
    "services/status",
  ]),
  viewed("apps", [
    ...["controllerrevisions", "daemonsets", "daemonsets/status"],
    ...["deployments", "deployments/scale", "deployments/status"],
    ...["replicasets", "replicasets/scale", "replicasets/status"],
    ...["statefulsets", "statefulsets/scale", "statefulsets/status"],
  ]),
  viewed("autoscaling", ["horizontalpodautoscalers", "horizontalpodautoscalers/status"]),
  viewed("batch", ["cronjobs", "cronjobs/status", "jobs", "jobs/status"]),
  viewed("discovery.k8s.io", ["endpointslices"]),
  viewed("events.k8s.io", ["events"]),
  viewed("metrics.k8s.io", ["pods"]),
  viewed("networking.k8s.io", ["ingresses", "ingresses/status", "networkpolicies"]),
  viewed("policy", ["poddisruptionbudgets", "poddisruptionbudgets/status"]),
  viewed(RBAC, ["rolebindings", "roles"]),
  viewed("resource.k8s.io", ["resourceclaims", "resourceclaims/status", "resourceclaimtemplates"]),
];

const SESSIONS = ["pods/attach", "pods/exec", "pods/portforward"];

const USER: readonly LevelRule[] = [
  // Before 1.35 `get` alone opened a session over websockets: the two verbs are granted together or not at all.
  { level: "user", apiGroups: [""], resources: SESSIONS, verbs: ["create", "get"] },
  // These verbs do nothing. Roles that charts copy from Kubernetes' own name them, and one can only grant what one
  // holds.
  {
    level: "user",
    apiGroups: [""],
    resources: SESSIONS,
    verbs: ["list", "watch", "update", "patch", "delete", "deletecollection"],
  },
  { level: "user", apiGroups: [""], resources: ["pods"], verbs: ["delete"] },
  { level: "user", apiGroups: [""], resources: ["replicationcontrollers/scale"], verbs: ["patch", "update"] },
  {
    level: "user",
    apiGroups: ["apps"],
    resources: ["deployments/scale", "replicasets/scale", "statefulsets/scale"],
    verbs: ["patch", "update"],
  },
];

/** An account without a Role has no rights, and whoever may start pods can use every account beside them anyway. */
const ADMIN: readonly LevelRule[] = [
  {
    level: "admin",
    apiGroups: [""],
    resources: ["configmaps", "persistentvolumeclaims", "pods", "replicationcontrollers", "services"],
    verbs: WRITE,
  },
  { level: "admin", apiGroups: [""], resources: ["pods/ephemeralcontainers"], verbs: ["get", "patch", "update"] },
  { level: "admin", apiGroups: [""], resources: ["secrets"], verbs: [...READ, ...WRITE] },
  { level: "admin", apiGroups: [""], resources: ["serviceaccounts"], verbs: WRITE, needsGuardrails: true },
  { level: "admin", apiGroups: ["apps"], resources: ["deployments", "replicasets", "statefulsets"], verbs: WRITE },
  { level: "admin", apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: WRITE },
  { level: "admin", apiGroups: ["batch"], resources: ["cronjobs", "jobs"], verbs: WRITE },
  { level: "admin", apiGroups: ["networking.k8s.io"], resources: ["ingresses"], verbs: WRITE },
  {
    level: "admin",
    apiGroups: ["networking.k8s.io"],
    resources: ["networkpolicies"],
    verbs: WRITE,
    needsGuardrails: true,
  },
  { level: "admin", apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: WRITE },
];

/** Events cannot be deleted: they are evidence. */
const RECORD = ["create", "update", "patch"];

/** For granting: to people by a Role, and to accounts of the tenant whose pods elect a leader. */
const OWNER: readonly LevelRule[] = [
  { level: "owner", apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: READ },
  { level: "owner", apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: WRITE, needsGuardrails: true },
  { level: "owner", apiGroups: [""], resources: ["events"], verbs: RECORD, needsGuardrails: true },
  { level: "owner", apiGroups: ["events.k8s.io"], resources: ["events"], verbs: RECORD, needsGuardrails: true },
  { level: "owner", apiGroups: [RBAC], resources: ["rolebindings", "roles"], verbs: WRITE, needsGuardrails: true },
];

/**
 * What each level adds to the ones before it. Verbs and resources are written out: a wildcard would also grant what
 * Kubernetes gets next year. Never granted: writing of quotas, limits, the namespace, endpoints and status, proxies,
 * binding of pods, tokens, impersonation.
 */
export const LEVEL_RULES: readonly LevelRule[] = [...VIEWER, ...USER, ...ADMIN, ...OWNER];

function viewed(group: string, resources: readonly string[]): LevelRule {
  return { level: "viewer", apiGroups: [group], resources, verbs: READ };
}
