import type { CustomResourceGrant } from "../model/cluster/custom-resources";
import type { KubeObject, PolicyRule } from "../model/kubernetes/kube-object";
import { levelRules } from "../model/platform/roles/levels";
import type { AccessLevel } from "../model/tenant/spec/access-levels";
import { rightsIn, rightTitle, rulesOf, type Rule } from "./rule";
import { levelOf, type RoleRef } from "./subject";
import { isPowerful, isTooLarge, opensNamespaces, summaryOf, takesAccounts } from "./summary";

/** What is kept of a role: others wrote its rules, as long as they like. */
export interface RoleFacts extends RoleRef {
  /** @default - a ClusterRole */
  readonly namespace?: string;
  /** What it allows, in a few words. */
  readonly allows: string;
  /** Whether it opens anything in a namespace where it is bound cluster-wide. */
  readonly opensNamespaces: boolean;
  /** Whether it holds a power that must not reach from one tenant into others. */
  readonly isPowerful: boolean;
  /** Whether it lets its holder become accounts, or hold what these hold. */
  readonly takesAccounts: boolean;
  /** A right beyond those of its level; of a role that is no level, beyond those of an owner. @default - none */
  readonly beyond?: string;
}

/** What the levels hold, by `group/resource/verb`. */
export type HeldRights = Readonly<Record<AccessLevel, ReadonlySet<string>>>;

/** The rights of the levels where guardrails stand, the most that a level ever holds. */
export function heldRights(customResources: readonly CustomResourceGrant[] = []): HeldRights {
  const held = (level: AccessLevel) => new Set(keysOf(levelRules(level, { guardrails: true, customResources })));
  return { viewer: held("viewer"), user: held("user"), admin: held("admin"), owner: held("owner") };
}

/** Judges a role. */
export function roleFactsOf(role: KubeObject, held: HeldRights): RoleFacts {
  const { kind, metadata } = role;
  const { name, namespace } = metadata;
  const rules = rulesOf(role);
  const beyond = beyondOf(rules, held[levelOf({ kind, name }) ?? "owner"]);
  return {
    ...{ kind, name, allows: summaryOf(rules), opensNamespaces: opensNamespaces(rules) },
    ...{ isPowerful: isPowerful(rules), takesAccounts: takesAccounts(rules) },
    ...(namespace === undefined ? {} : { namespace }),
    ...(beyond === undefined ? {} : { beyond }),
  };
}

function beyondOf(rules: readonly Rule[], held: ReadonlySet<string>): string | undefined {
  if (isTooLarge(rules)) return "more rights than can be judged";
  for (const right of rightsIn(rules)) if (!held.has(keyOf(right))) return rightTitle(right);
  return undefined;
}

function keysOf(rules: readonly PolicyRule[]): readonly string[] {
  const whole = rules.map(({ apiGroups, resources, verbs }) => ({ groups: apiGroups, resources, names: [], verbs }));
  return [...rightsIn(whole)].map(keyOf);
}

function keyOf({ group, resource, verb }: { group: string; resource: string; verb: string }): string {
  return `${group}/${resource}/${verb}`;
}
