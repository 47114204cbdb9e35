import { ACCESS_LEVELS } from "../tenant/access";
import type { AccessLevel } from "../tenant/tenant";

/** A rule of RBAC. @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** A rule with the weakest level that holds it. */
export interface LevelRule extends PolicyRule {
  readonly level: AccessLevel;
  /**
   * Whether the rule is only safe where guardrails judge what is written: a NetworkPolicy can open the walls, a
   * RoleBinding can let anybody in.
   */
  readonly needsGuardrails?: boolean;
}

const RBAC = "rbac.authorization.k8s.io";
const READ = ["get", "list", "watch"];
/** A collection that is deleted is answered with all that was in it: only for who may `list` the kind anyway. */
const WRITE = ["create", "update", "patch", "delete", "deletecollection"];

/**
 * What each level adds to the ones before it. Verbs and resources are written out: a wildcard would also grant what
 * Kubernetes gets next year. Never granted: quotas, limits, the namespace, endpoints, status, proxies, binding of
 * pods, events, tokens, impersonation.
 */
export const LEVEL_RULES: readonly LevelRule[] = [
  {
    level: "viewer",
    apiGroups: [""],
    resources: [
      "configmaps",
      "events",
      "limitranges",
      "persistentvolumeclaims",
      "pods",
      "replicationcontrollers",
      "resourcequotas",
      "services",
    ],
    verbs: READ,
  },
  { level: "viewer", apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
  {
    level: "viewer",
    apiGroups: ["apps"],
    resources: ["daemonsets", "deployments", "replicasets", "statefulsets"],
    verbs: READ,
  },
  { level: "viewer", apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: READ },
  { level: "viewer", apiGroups: ["batch"], resources: ["cronjobs", "jobs"], verbs: READ },
  { level: "viewer", apiGroups: ["events.k8s.io"], resources: ["events"], verbs: READ },
  { level: "viewer", apiGroups: ["networking.k8s.io"], resources: ["ingresses", "networkpolicies"], verbs: READ },
  { level: "viewer", apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: READ },
  { level: "viewer", apiGroups: [RBAC], resources: ["rolebindings", "roles"], verbs: READ },
  // Before 1.35 `get` alone opened a session over websockets: the two verbs are granted together or not at all.
  {
    level: "user",
    apiGroups: [""],
    resources: ["pods/attach", "pods/exec", "pods/portforward"],
    verbs: ["create", "get"],
  },
  { level: "user", apiGroups: [""], resources: ["pods"], verbs: ["delete"] },
  { level: "user", apiGroups: [""], resources: ["replicationcontrollers/scale"], verbs: ["get", "patch", "update"] },
  {
    level: "user",
    apiGroups: ["apps"],
    resources: ["deployments/scale", "replicasets/scale", "statefulsets/scale"],
    verbs: ["get", "patch", "update"],
  },
  {
    level: "admin",
    apiGroups: [""],
    resources: ["configmaps", "persistentvolumeclaims", "pods", "replicationcontrollers", "services"],
    verbs: WRITE,
  },
  { level: "admin", apiGroups: [""], resources: ["pods/ephemeralcontainers"], verbs: ["get", "patch", "update"] },
  { level: "admin", apiGroups: [""], resources: ["secrets"], verbs: [...READ, ...WRITE] },
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
  { level: "owner", apiGroups: [""], resources: ["serviceaccounts"], verbs: READ },
  { level: "owner", apiGroups: [""], resources: ["serviceaccounts"], verbs: WRITE, needsGuardrails: true },
  { level: "owner", apiGroups: [RBAC], resources: ["rolebindings", "roles"], verbs: WRITE, needsGuardrails: true },
];

/** The rules of a level: its own and those of every weaker one. */
export function levelRules(level: AccessLevel, options: { readonly guardrails: boolean }): readonly PolicyRule[] {
  const order = ACCESS_LEVELS.map((entry) => entry.level);
  return LEVEL_RULES.filter(
    (rule) =>
      order.indexOf(rule.level) <= order.indexOf(level) && (options.guardrails || rule.needsGuardrails !== true),
  ).map(({ apiGroups, resources, verbs }) => ({ apiGroups, resources, verbs }));
}
