import type { PolicyRule } from "../../model/kubernetes/kube-object";
import { levelRules } from "../../model/platform/roles/levels";
import { ACCESS_LEVELS, type AccessLevel } from "../../model/tenant/spec/access-levels";

/** One right, which a level holds and the one below does not. */
export interface Mark {
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly verb: string;
}

/** By it a level is asked for where the cluster does not list all rights of its user. */
export const MARKS: Readonly<Record<AccessLevel, Mark>> = {
  viewer: { group: "", resource: "pods", verb: "list" },
  user: { group: "", resource: "pods", subresource: "exec", verb: "create" },
  admin: { group: "apps", resource: "deployments", verb: "create" },
  owner: { group: "coordination.k8s.io", resource: "leases", verb: "list" },
};

/** Levels from the strongest to the weakest. */
export const STRONGEST_FIRST: readonly AccessLevel[] = ACCESS_LEVELS.map(({ level }) => level).toReversed();

/**
 * The strongest level of which somebody holds all that a platform without guardrails gives it; with them it holds more.
 * Nothing where they hold less than a viewer.
 */
export function levelIn(held: readonly PolicyRule[]): AccessLevel | undefined {
  const has = rightsOf(held);
  return STRONGEST_FIRST.find((level) =>
    levelRules(level, { guardrails: false }).every(({ apiGroups, resources, verbs }) =>
      apiGroups.every((group) => resources.every((one) => verbs.every((verb) => has({ group, resource: one, verb })))),
    ),
  );
}

/** Whether somebody holds a right that those of another list do not give. */
export function holdsMore(held: readonly PolicyRule[], than: readonly PolicyRule[]): boolean {
  const has = rightsOf(than);
  return held.some(({ apiGroups, resources, verbs }) =>
    apiGroups.some((group) => resources.some((one) => verbs.some((verb) => !has({ group, resource: one, verb })))),
  );
}

/** Rules for single objects say nothing of the kind. */
function rightsOf(held: readonly PolicyRule[]): (right: Mark) => boolean {
  const rules = held.filter(({ resourceNames = [] }) => resourceNames.length === 0);
  const names = (list: readonly string[], text: string) => list.includes("*") || list.includes(text);
  return ({ group, resource, verb }) =>
    rules.some((rule) => names(rule.apiGroups, group) && names(rule.resources, resource) && names(rule.verbs, verb));
}
