import { listIn, objectIn, textsIn } from "../model/json";
import type { KubeObject } from "../model/kubernetes/kube-object";

/** A rule of a role as it is stored: `*` stands for all. */
export interface Rule {
  readonly groups: readonly string[];
  /** With subresources, e.g. `pods/exec`. */
  readonly resources: readonly string[];
  /** Empty: objects of all names. */
  readonly names: readonly string[];
  readonly verbs: readonly string[];
}

const ALL = "*";

/** The rules of a role that are about objects; those about other addresses of the API open nothing in a namespace. */
export function rulesOf(role: KubeObject): readonly Rule[] {
  return listIn(role.rules)
    .map(objectIn)
    .map(({ apiGroups, resources, resourceNames, verbs }) => ({
      groups: textsIn(apiGroups),
      resources: textsIn(resources),
      names: textsIn(resourceNames),
      verbs: textsIn(verbs),
    }))
    .filter(({ groups, resources, verbs }) => groups.length > 0 && resources.length > 0 && verbs.length > 0);
}

/** What is asked of rules: any of the verbs on any of the resources of a group. */
export interface Question {
  readonly group: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** How far rules allow something: for all objects, or for those of some names. */
export type Reach = "all" | "named";

/**
 * Whether rules allow any of what is asked.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources
 */
export function reachOf(rules: readonly Rule[], question: Question): Reach | undefined {
  const matching = rules.filter((rule) => matches(rule, question));
  if (matching.length === 0) return undefined;
  return matching.some(({ names }) => names.length === 0) ? "all" : "named";
}

function matches({ groups, resources, verbs }: Rule, asked: Question): boolean {
  return (
    holds(groups, asked.group) &&
    asked.verbs.some((verb) => holds(verbs, verb)) &&
    asked.resources.some((resource) => resources.some((held) => covers(held, resource)))
  );
}

function holds(held: readonly string[], asked: string): boolean {
  return held.includes(ALL) || held.includes(asked);
}

// `*` is every resource and subresource; `*` and a subresource is that of every resource.
function covers(held: string, asked: string): boolean {
  if (held === ALL || held === asked) return true;
  return held.startsWith("*/") && asked.endsWith(held.slice(1)) && asked.includes("/");
}

/** Whether rules allow all verbs on everything. */
export function isEverything(rules: readonly Rule[]): boolean {
  return rules.some(
    ({ groups, resources, names, verbs }) =>
      names.length === 0 && [groups, resources, verbs].every((list) => list.includes(ALL)),
  );
}

/** One right: a verb on a resource of a group. */
export interface Right {
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
}

/** All rights that rules write out; wildcards stay what they are. */
export function* rightsIn(rules: readonly Rule[]): Generator<Right> {
  for (const { groups, resources, verbs } of rules)
    for (const group of groups)
      for (const resource of resources) for (const verb of verbs) yield { group, resource, verb };
}

export function rightTitle({ group, resource, verb }: Right): string {
  return `${verb} ${group === "" ? resource : `${resource}.${group}`}`;
}
