import type { KubeObject } from "../model/kubernetes/kube-object";
import { ACCESS_LEVELS, type AccessLevel } from "../model/tenant/spec/access-levels";
import type { Grant, TenantGrants } from "./grant";
import { levelOf, roleRefOf, roleTitle, subjectId, subjectsOf, type Subject } from "./subject";

/** Where a tenant is in its tree. */
export type TenantPlace = Pick<TenantGrants, "namespace" | "name" | "depth" | "parent">;

/** A level that a subject holds. */
export interface Held {
  readonly subject: Subject;
  readonly level?: AccessLevel;
}

/** What bindings give, each to each of its subjects. */
export function grantsOf(bindings: readonly KubeObject[]): readonly Grant[] {
  return bindings.flatMap((binding) => {
    const ref = roleRefOf(binding);
    const level = levelOf(ref);
    const given = { ...(level === undefined ? {} : { level }), role: roleTitle(ref), binding: binding.metadata.name };
    return subjectsOf(binding).map((subject) => ({ subject, ...given }));
  });
}

/** From the weakest level on; -1 for no level. */
export function rankOf(level: AccessLevel | undefined): number {
  return ACCESS_LEVELS.findIndex((each) => each.level === level);
}

/**
 * The grants of each tenant with the tenant that they come from: the topmost one from which the subject holds the
 * level, or a stronger one, all the way down.
 * @param held - by namespace, also of parents that are not among the places
 */
export function withSources<T extends Held>(
  places: readonly TenantPlace[],
  grants: ReadonlyMap<string, readonly T[]>,
  held: ReadonlyMap<string, readonly Held[]>,
): ReadonlyMap<string, readonly (T & { readonly from?: string })[]> {
  const parents = new Map(places.map(({ namespace, parent }) => [namespace, parent]));
  const ranks = new Map([...held].map(([namespace, list]) => [namespace, ranksOf(list)]));
  const holds = (namespace: string, { subject, level }: Held) =>
    (ranks.get(namespace)?.get(subjectId(subject)) ?? -1) >= rankOf(level);
  const sourced = (grant: T, namespace: string) => {
    if (grant.level === undefined) return grant;
    const from = topmost(namespace, parents, (parent) => holds(parent, grant));
    return from === namespace ? grant : { ...grant, from };
  };
  return new Map([...grants].map(([namespace, list]) => [namespace, list.map((grant) => sourced(grant, namespace))]));
}

function ranksOf(list: readonly Held[]): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  for (const { subject, level } of list) {
    const id = subjectId(subject);
    ranks.set(id, Math.max(ranks.get(id) ?? -1, rankOf(level)));
  }
  return ranks;
}

function topmost(
  namespace: string,
  parents: ReadonlyMap<string, string | undefined>,
  holds: (parent: string) => boolean,
): string {
  const seen = new Set([namespace]);
  let source = namespace;
  for (let parent = parents.get(source); parent !== undefined && holds(parent); parent = parents.get(source)) {
    // Labels of a cluster may run in a circle.
    if (seen.has(parent)) break;
    seen.add(parent);
    source = parent;
  }
  return source;
}
