import { TENANTS_RESOURCE, OPERATE } from "../model/platform/roles/platform-role";
import type { Question } from "./rule";

const RBAC = "rbac.authorization.k8s.io";
const READ = ["get", "list", "watch"];
const CHANGE = ["create", "update", "patch", "delete", "deletecollection"];
const WRITE = ["create", "update", "patch"];

/** Something that rights amount to, whoever holds them. */
export interface Power {
  /** As it is told: what the holder of the rights does. */
  readonly words: string;
  /** Any of these rights gives it. */
  readonly asked: readonly Question[];
  /** Whether it makes accounts of others one's own. @default false */
  readonly takesAccounts?: true;
}

/**
 * What an auditor asks for first, the widest powers at the top. Each can be used inside a tenant by whoever holds it
 * cluster-wide, also where its kind lives in no namespace.
 *
 * @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks
 */
export const POWERS: readonly Power[] = [
  taking(power("acts as other users", ["users", "groups", "serviceaccounts"], ["impersonate"])),
  taking(power("hands on rights that it does not hold", ["roles", "clusterroles"], ["bind", "escalate"], RBAC)),
  taking(power("makes tokens of ServiceAccounts", ["serviceaccounts/token"], ["create"])),
  power("reaches pods through their nodes", ["nodes/proxy"], [...READ, ...CHANGE]),
  power("reads Secrets", ["secrets"], READ),
  power("writes Secrets", ["secrets"], CHANGE),
  {
    words: "runs commands in pods",
    asked: [
      // Before 1.35 `get` alone opened a session over websockets.
      { group: "", resources: ["pods/exec", "pods/attach"], verbs: ["create", "get"] },
      { group: "", resources: ["pods/ephemeralcontainers"], verbs: ["update", "patch"] },
    ],
  },
  {
    words: "starts pods",
    asked: [
      { group: "", resources: ["pods", "replicationcontrollers"], verbs: WRITE },
      { group: "apps", resources: ["daemonsets", "deployments", "replicasets", "statefulsets"], verbs: WRITE },
      { group: "batch", resources: ["cronjobs", "jobs"], verbs: WRITE },
    ],
  },
  power("writes roles and bindings", ["roles", "rolebindings", "clusterroles", "clusterrolebindings"], CHANGE, RBAC),
  power("changes NetworkPolicies", ["networkpolicies"], CHANGE, "networking.k8s.io"),
  power("changes quotas and limits", ["resourcequotas", "limitranges"], CHANGE),
  power("changes namespaces", ["namespaces", "namespaces/finalize"], CHANGE),
  power(
    "changes what is admitted",
    [
      ...["mutatingwebhookconfigurations", "validatingwebhookconfigurations"],
      ...["mutatingadmissionpolicies", "mutatingadmissionpolicybindings"],
      ...["validatingadmissionpolicies", "validatingadmissionpolicybindings"],
    ],
    CHANGE,
    "admissionregistration.k8s.io",
  ),
  power("makes certificates of users", ["signers"], ["approve", "sign"], "certificates.k8s.io"),
  power("passes the guardrails", [TENANTS_RESOURCE.resource], ["update", "delete", OPERATE], TENANTS_RESOURCE.group),
];

function power(words: string, resources: readonly string[], verbs: readonly string[], group = ""): Power {
  return { words, asked: [{ group, resources, verbs }] };
}

function taking(one: Power): Power {
  return { ...one, takesAccounts: true };
}

/** Groups of the API whose kinds live in no namespace, or say nothing of one. */
const CLUSTER_GROUPS: ReadonlySet<string> = new Set([
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "apiregistration.k8s.io",
  "authentication.k8s.io",
  "authorization.k8s.io",
  "certificates.k8s.io",
  "flowcontrol.apiserver.k8s.io",
  "internal.apiserver.k8s.io",
  "node.k8s.io",
  "storagemigration.k8s.io",
]);

/** Kinds of the other groups that live in no namespace. */
const CLUSTER_KINDS: Readonly<Record<string, readonly string[]>> = {
  "": ["componentstatuses", "namespaces", "nodes", "persistentvolumes"],
  "metrics.k8s.io": ["nodes"],
  "networking.k8s.io": ["ingressclasses", "ipaddresses", "servicecidrs"],
  [RBAC]: ["clusterrolebindings", "clusterroles"],
  "resource.k8s.io": ["deviceclasses", "devicetaintrules", "resourceslices"],
  "scheduling.k8s.io": ["priorityclasses"],
  "storage.k8s.io": ["csidrivers", "csinodes", "storageclasses", "volumeattachments", "volumeattributesclasses"],
};

/** Whether a kind is known to live in no namespace. What is not known counts as being in one. */
export function isOfNoNamespace(group: string, resource: string): boolean {
  const [kind = ""] = resource.split("/");
  return (
    CLUSTER_GROUPS.has(group) || (Object.hasOwn(CLUSTER_KINDS, group) && (CLUSTER_KINDS[group] ?? []).includes(kind))
  );
}
