import type { LevelRule } from "../../tenant/spec/access-levels";

const READ = ["get", "list", "watch"];
const WRITE = ["create", "update", "patch", "delete", "deletecollection"];
const NOT_OF_SCALES = ["create", "delete", "deletecollection"];

/**
 * Names and verbs that open nothing: no API server serves them. Charts write them all the same, in one rule with what
 * is served (`["extensions", "networking.k8s.io"]`, `["", "coordination.k8s.io"]`), and so do Kubernetes' own roles
 * `view`, `edit` and `admin`. The API server refuses a whole Role that names one its author does not hold, so each
 * level holds them beside what they once stood for.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping
 * @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/#v1-22
 */
export const INERT_RULES: readonly LevelRule[] = [
  { level: "viewer", apiGroups: [""], resources: ["bindings"], verbs: READ },
  {
    level: "viewer",
    apiGroups: ["extensions"],
    resources: [
      ...["daemonsets", "daemonsets/status", "deployments", "deployments/scale", "deployments/status"],
      ...["ingresses", "ingresses/status", "networkpolicies"],
      ...["replicasets", "replicasets/scale", "replicasets/status", "replicationcontrollers/scale"],
    ],
    verbs: READ,
  },
  // What `kubectl auth can-i list pods.metrics.k8s.io` asks for where no metrics are served.
  { level: "viewer", apiGroups: [""], resources: ["pods.metrics.k8s.io"], verbs: READ },
  // A scale is read and changed: the API server answers the other verbs with 405.
  ...scales("", ["replicationcontrollers/scale"], NOT_OF_SCALES),
  ...scales("apps", ["deployments/scale", "replicasets/scale", "statefulsets/scale"], NOT_OF_SCALES),
  ...scales("extensions", ["deployments/scale", "replicasets/scale", "replicationcontrollers/scale"], WRITE),
  { level: "admin", apiGroups: ["apps"], resources: ["deployments/rollback"], verbs: WRITE },
  {
    level: "admin",
    apiGroups: ["extensions"],
    resources: ["deployments", "deployments/rollback", "ingresses", "replicasets"],
    verbs: WRITE,
  },
  { level: "admin", apiGroups: ["extensions"], resources: ["networkpolicies"], verbs: WRITE, needsGuardrails: true },
  ...finalizers("", ["configmaps", "persistentvolumeclaims", "pods", "secrets", "serviceaccounts", "services"]),
  ...finalizers("apps", ["deployments", "replicasets", "statefulsets"]),
  ...finalizers("batch", ["cronjobs", "jobs"]),
  // Leader election as kubebuilder scaffolded it for years.
  { level: "owner", apiGroups: [""], resources: ["configmaps/status"], verbs: ["get", "update", "patch"] },
  { level: "owner", apiGroups: [""], resources: ["leases"], verbs: [...READ, ...WRITE], needsGuardrails: true },
  { level: "owner", apiGroups: ["coordination.k8s.io"], resources: ["configmaps"], verbs: [...READ, ...WRITE] },
];

function scales(group: string, resources: readonly string[], verbs: readonly string[]): readonly LevelRule[] {
  return [{ level: "user", apiGroups: [group], resources, verbs }];
}

/**
 * Asked for where an owner is written with `blockOwnerDeletion`, by a plugin that some clusters have, for kinds that
 * the level may delete.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#ownerreferencespermissionenforcement
 */
function finalizers(group: string, kinds: readonly string[]): readonly LevelRule[] {
  const resources = kinds.map((kind) => `${kind}/finalizers`);
  return [{ level: "admin", apiGroups: [group], resources, verbs: ["get", "update", "patch"] }];
}
