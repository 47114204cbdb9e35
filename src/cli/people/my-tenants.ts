import type { Cluster } from "../../kube/cluster";
import { named } from "../../kube/keep";
import { KubeError } from "../../kube/kube-error";
import { isRecord, objectIn } from "../../model/json";
import type { KubeObject, PolicyRule } from "../../model/kubernetes/kube-object";
import type { AccessLevel } from "../../model/tenant/spec/access-levels";
import { ANNOTATIONS, LABELS } from "../../model/tenant/spec/labels";
import { holdsMore, levelIn, MARKS, STRONGEST_FIRST } from "./my-level";

/** A tenant that somebody may enter. */
export interface MyTenant {
  readonly namespace: string;
  /** The strongest level that they hold; `other` for rights of other Roles, which make no level. */
  readonly level: AccessLevel | "other";
  readonly suspended: boolean;
  /** When it is suspended, in RFC 3339. @default - it has no end, or it may not be read */
  readonly expiresAt?: string;
}

/** So many candidates are asked about at a time. */
const AT_ONCE = 8;

/** No namespace has this name, which is none: what somebody holds there they hold everywhere. */
const NOWHERE = "-";

/** What the Node authorizer, which every cluster has, says of everybody. It decides on nodes alone. */
const NODES_ONLY = /^node authorizer (does not|doesn't) support user rule resolution$/i;

/** The candidates that one may enter, in their order. Who holds a right everywhere enters what there is. */
export async function myTenants(cluster: Cluster, candidates: readonly string[]): Promise<readonly MyTenant[]> {
  const everywhere = await rulesIn(cluster, NOWHERE);
  const found: (MyTenant | undefined)[] = [];
  for (let at = 0; at < candidates.length; at += AT_ONCE) {
    const some = candidates.slice(at, at + AT_ONCE);
    found.push(...(await Promise.all(some.map((one) => myTenant(cluster, one, everywhere.rules)))));
  }
  return found.filter((one) => one !== undefined);
}

/** The namespaces of all tenants; nothing for who may not list them, as no level may. */
export async function listedTenants(cluster: Cluster): Promise<readonly string[] | undefined> {
  try {
    const all = await cluster.list(
      { apiVersion: "v1", kind: "Namespace" },
      { labelSelector: LABELS.tenant, keep: named },
    );
    return all.map(({ metadata }) => metadata.name).sort();
  } catch (error) {
    if (isForbidden(error)) return undefined;
    throw error;
  }
}

async function myTenant(
  cluster: Cluster,
  namespace: string,
  everywhere: readonly PolicyRule[],
): Promise<MyTenant | undefined> {
  const { rules, isWhole } = await rulesIn(cluster, namespace);
  const listed = levelIn(rules);
  const level = (isWhole ? listed : await askedLevel(cluster, namespace, listed)) ?? otherRights(rules, everywhere);
  if (level === undefined) return undefined;
  const object = await namespaceOf(cluster, namespace);
  if (object === "absent") return undefined;
  const notes = object?.metadata.annotations ?? {};
  const expiresAt = notes[ANNOTATIONS.expiresAt];
  const suspended = notes[ANNOTATIONS.suspended] === "true";
  return { namespace, level, suspended, ...(expiresAt === undefined ? {} : { expiresAt }) };
}

function otherRights(rules: readonly PolicyRule[], everywhere: readonly PolicyRule[]): "other" | undefined {
  return holdsMore(rules, everywhere) ? "other" : undefined;
}

/** Who holds a level reads its namespace. What is no tenant's, or not there, nobody enters. */
async function namespaceOf(cluster: Cluster, name: string): Promise<KubeObject | "absent" | undefined> {
  try {
    const found = await cluster.get({ apiVersion: "v1", kind: "Namespace", name });
    return found?.metadata.labels?.[LABELS.tenant] === undefined ? "absent" : found;
  } catch (error) {
    if (isForbidden(error)) return undefined;
    throw error;
  }
}

interface Rules {
  readonly rules: readonly PolicyRule[];
  /** Whether these are all: an authorizer that is not RBAC may not list its own. */
  readonly isWhole: boolean;
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-rules-review-v1/ */
async function rulesIn(cluster: Cluster, namespace: string): Promise<Rules> {
  const status = await review(cluster, "SelfSubjectRulesReview", { namespace });
  const rules = Array.isArray(status.resourceRules) ? status.resourceRules.filter(isRecord).map(ruleOf) : [];
  const why = typeof status.evaluationError === "string" ? status.evaluationError.trim() : "";
  return { rules, isWhole: status.incomplete !== true || NODES_ONLY.test(why) };
}

function ruleOf({ apiGroups, resources, verbs, resourceNames }: Readonly<Record<string, unknown>>): PolicyRule {
  return {
    apiGroups: textsOf(apiGroups),
    resources: textsOf(resources),
    verbs: textsOf(verbs),
    resourceNames: textsOf(resourceNames),
  };
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** Asks for the mark of each level that is stronger than the one that was listed. */
async function askedLevel(
  cluster: Cluster,
  namespace: string,
  listed: AccessLevel | undefined,
): Promise<AccessLevel | undefined> {
  const stronger = listed === undefined ? STRONGEST_FIRST : STRONGEST_FIRST.slice(0, STRONGEST_FIRST.indexOf(listed));
  for (const level of stronger) {
    const resourceAttributes = { ...MARKS[level], namespace };
    const { allowed } = await review(cluster, "SelfSubjectAccessReview", { resourceAttributes });
    if (allowed === true) return level;
  }
  return listed;
}

async function review(cluster: Cluster, kind: string, spec: object): Promise<Readonly<Record<string, unknown>>> {
  const apiVersion = "authorization.k8s.io/v1";
  const answer = await cluster.raw("POST", `/apis/${apiVersion}/${kind.toLowerCase()}s`, { apiVersion, kind, spec });
  return objectIn(objectIn(answer).status);
}

function isForbidden(error: unknown): boolean {
  return error instanceof KubeError && error.code === 403;
}
