import { rulesOf } from "../access/rule";
import { summaryOf } from "../access/summary";
import { sameJson, textMembersIn } from "../model/json";
import type { KubeObject } from "../model/kubernetes/kube-object";
import { roleCombinations } from "../model/platform/guardrails/role-combinations";
import { changeOf, type Change } from "./change";
import { isForeign, titleOf, UNKNOWN, type ObjectPair, type TenantPair } from "./state";

/**
 * Kinds that a tenant's own people may make, too: its policies, quotas, Pod Security and the guardrails hold them. Nothing else
 * is taken for harmless.
 */
const HELD: Readonly<Record<string, readonly string[]>> = {
  v1: ["ConfigMap", "LimitRange", "PersistentVolumeClaim", "Pod", "ReplicationController", "ResourceQuota", "Service"],
  "apps/v1": ["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"],
  "autoscaling/v2": ["HorizontalPodAutoscaler"],
  "batch/v1": ["CronJob", "Job"],
  "networking.k8s.io/v1": ["Ingress"],
  "policy/v1": ["PodDisruptionBudget"],
};
/** Kinds of which other changes tell what they do. */
const TOLD = ["RoleBinding", "ClusterRoleBinding"];
const ROLES = ["Role", "ClusterRole"];
/** Further kinds that tenants, platform and monitoring have: of another one our label says nothing. */
const OURS = [
  ...["Namespace", "NetworkPolicy", "Secret", "ServiceAccount", "PriorityClass", "StorageClass", "HTTPRoute"],
  ...["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"],
];
const TOKEN = "kubernetes.io/service-account-token";
const ACCOUNT = "kubernetes.io/service-account.name";

/** What objects of the code beside the tenants do to them, as far as it is known; what is not is told as not judged. */
export function foreignChanges(pair: TenantPair): readonly Change[] {
  const { tenant } = pair;
  const of = tenant === undefined ? {} : { tenant };
  return pair.objects.flatMap((objects): readonly Change[] => {
    const { before, after } = objects;
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    const place = strangePlace(pair, after ?? before);
    if (after === undefined) return place === undefined || before === undefined ? [] : [elsewhere(before, place)];
    if (isOurs(after)) return [];
    const what = titleOf(after, tenant);
    if (JSON.stringify(after).includes(UNKNOWN))
      return after.kind === "NetworkPolicy" && isEvaluated(pair)
        ? []
        : [changeOf("not-judged", "danger", { ...of, what }, "what it does is only known after the apply")];
    if (ROLES.includes(after.kind)) return before === undefined ? [newRole(after, of)] : [];
    if (place !== undefined && !TOLD.includes(after.kind)) return [elsewhere(after, place)];
    const note = noteOf(pair, objects, after);
    return note === undefined ? [] : [changeOf("not-judged", "danger", { ...of, what }, note)];
  });
}

/** The namespace of an object, where it is neither a tenant of the code nor made by it: others rely on what is in there. */
function strangePlace({ tenant, objects }: TenantPair, object: KubeObject | undefined): string | undefined {
  const namespace = object?.metadata.namespace;
  if (tenant !== undefined || object === undefined || namespace === undefined || isOurs(object)) return undefined;
  const isMade = objects.some(({ before, after }) => {
    const made = after ?? before;
    return made?.kind === "Namespace" && made.metadata.name === namespace;
  });
  return isMade ? undefined : namespace;
}

function elsewhere(object: KubeObject, namespace: string): Change {
  const note = `${namespace} is no tenant of this code, nor a namespace that it makes: what is there belongs to others`;
  return changeOf("not-judged", "danger", { what: titleOf(object) }, note);
}

function isOurs(object: KubeObject): boolean {
  // It can refuse and change whatever is asked of the API server: of all of its kind the very one that the platform has is known.
  if (object.kind === roleCombinations.kind) return sameJson(ownPart(object), ownPart(roleCombinations));
  const known = [...OURS, ...TOLD, ...ROLES, ...(HELD[object.apiVersion] ?? [])];
  return !isForeign(object) && known.includes(object.kind);
}

function ownPart({ apiVersion, metadata: { name }, webhooks }: KubeObject) {
  return { apiVersion, name, webhooks };
}

/** Why an object is not judged. @returns nothing where it is, or harms nobody */
function noteOf(pair: TenantPair, { before }: ObjectPair, after: KubeObject): string | undefined {
  const { apiVersion, kind, metadata } = after;
  if (kind === "NetworkPolicy") {
    if (pair.tenant === undefined || isEvaluated(pair)) return undefined;
    return "the other policies of its tenant are not in this plan";
  }
  if (kind === "Secret" && after.type === TOKEN) {
    const account = textMembersIn(metadata.annotations)[ACCOUNT] ?? "an account";
    return before === undefined ? `a token of ${account} that does not end` : undefined;
  }
  if (kind === "Namespace") return isMarked(after) ? "it is marked as a tenant, and no tenant of the code" : undefined;
  if (kind === "Secret" || kind === "ServiceAccount" || TOLD.includes(kind)) return undefined;
  return HELD[apiVersion]?.includes(kind) === true ? undefined : "no rule here knows what this kind does to tenants";
}

function isEvaluated({ namespace }: TenantPair): boolean {
  return (namespace.before ?? namespace.after) !== undefined;
}

function isMarked({ metadata }: KubeObject): boolean {
  const labels = Object.keys(metadata.labels ?? {});
  return labels.some((key) => key.startsWith("hikube.cloud/") || key.startsWith("tenant.hikube.cloud/"));
}

/** Bindings may name it already, and an aggregated one takes its rules in. */
function newRole(role: KubeObject, of: { readonly tenant?: string }): Change {
  return changeOf("rights", "danger", { ...of, what: titleOf(role, of.tenant), after: summaryOf(rulesOf(role)) });
}
