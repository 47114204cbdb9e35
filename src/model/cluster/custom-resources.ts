import { isRecord } from "../json";
import type { AccessLevel, LevelRule } from "../tenant/spec/access-levels";
import type { StringMap } from "../kubernetes/kube-object";

/**
 * A kind of custom resources that members of tenants may use, in the namespaces of their tenants. What the operator
 * does for them is up to the operator: see `docs/security.md`.
 */
export interface CustomResourceGrant {
  /** API group, e.g. `cert-manager.io`; not one of Kubernetes itself. */
  readonly group: string;
  /** Plural name, e.g. `certificates`; without subresource. */
  readonly resource: string;
  /** Weakest level that gets the verbs. */
  readonly level: AccessLevel;
  /**
   * Verbs of the level. List the kind again for the verbs of a weaker level.
   * @default - all: get, list, watch, create, update, patch, delete, deletecollection
   */
  readonly verbs?: readonly ResourceVerb[];
  /** Most objects of the kind in each namespace of a tenant. @default - as many as the tenant may have pods, at least 20 */
  readonly count?: number;
}

/** @see https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb */
export const RESOURCE_VERBS = [
  "get",
  "list",
  "watch",
  "create",
  "update",
  "patch",
  "delete",
  "deletecollection",
] as const;

export type ResourceVerb = (typeof RESOURCE_VERBS)[number];

/** The grants as rules of the levels. */
export function customResourceRules(grants: readonly CustomResourceGrant[] | undefined): readonly LevelRule[] {
  return readable(grants).map(({ group, resource, level, verbs = RESOURCE_VERBS }) => ({
    level,
    apiGroups: [group],
    resources: [resource],
    verbs,
  }));
}

/** The ResourceQuota key of a granted kind. @see https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-on-object-count */
export function countKeyOf({ group, resource }: Pick<CustomResourceGrant, "group" | "resource">): string {
  return `count/${resource}.${group}`;
}

/** The counts of the granted kinds, where `usual` holds for the others. */
export function customResourceCounts(given: readonly CustomResourceGrant[] | undefined, usual: number): StringMap {
  const grants = readable(given);
  const chosen = grants.filter(({ count }) => count !== undefined);
  const entries: readonly (readonly [string, string])[] = [
    ...grants.map((grant) => [countKeyOf(grant), String(usual)] as const),
    ...chosen.map((grant) => [countKeyOf(grant), String(grant.count)] as const),
  ];
  return Object.fromEntries(entries);
}

/** Objects are created before the facts are checked, which then reports an invalid grant. */
function readable(given: unknown): readonly CustomResourceGrant[] {
  const listed: readonly unknown[] = Array.isArray(given) ? given : [];
  return listed.filter((one): one is CustomResourceGrant => isRecord(one));
}
