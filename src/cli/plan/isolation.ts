import { GUARDRAILS } from "../../model/platform/guardrails/guardrails";
import { ROLE_COMBINATIONS } from "../../model/platform/guardrails/role-combinations";
import { BASE_ISOLATION } from "../../model/tenant/objects/base-isolation";
import { objectTitle, type ManagedObject } from "../project/managed-object";
import type { Plan, PlannedChange } from "./plan";
import { isRemoval } from "./summary";

/** A namespace of a tenant that a plan leaves without some of its isolation. */
export interface Exposure {
  readonly namespace: string;
  /** What is taken away, or not made, as `Kind name`. */
  readonly objects: readonly string[];
}

const BASE: readonly string[] = Object.entries(BASE_ISOLATION).flatMap(([kind, names]) =>
  names.map((name) => objectTitle({ kind, name })),
);

/** Namespaces that stay, and lose some of the isolation that every tenant has. The changes are those of one cluster. */
export function bared({ changes }: Pick<Plan, "changes">): readonly Exposure[] {
  const ending = new Set(changes.filter(isEnding).map(({ before }) => before?.name));
  const losing = new Map<string, string[]>();
  for (const { actions, before } of changes) {
    if (!isRemoval(actions) || before?.namespace === undefined || !isBaseIsolation(before)) continue;
    if (ending.has(before.namespace)) continue;
    losing.set(before.namespace, [...(losing.get(before.namespace) ?? []), objectTitle(before)]);
  }
  return [...losing].map(([namespace, objects]) => ({ namespace, objects }));
}

/**
 * Namespaces that are made anew, and whose isolation is not: Terraform takes it for what it was, and it goes with the
 * old namespace. The changes are those of one cluster.
 */
export function emptied({ changes }: Pick<Plan, "changes">): readonly Exposure[] {
  const ending = new Set(changes.filter(isEnding).map(({ before }) => before?.name));
  const remade = changes.filter(
    ({ actions, after }) =>
      after?.kind === "Namespace" &&
      after.tenant === after.name &&
      (actions.includes("replace") || ending.has(after.name)),
  );
  return remade.flatMap(({ after }) => {
    const made = changes.filter((change) => isMade(change) && change.after?.namespace === after?.name);
    const titles = new Set(made.map((change) => change.after && objectTitle(change.after)));
    const objects = BASE.filter((title) => !titles.has(title));
    return after === undefined || objects.length === 0 ? [] : [{ namespace: after.name, objects }];
  });
}

/** Policies and their bindings have the same names. What an older version had is not among them, and goes with an upgrade. */
const KEPT: readonly string[] = [...GUARDRAILS.map(({ name }) => name), ROLE_COMBINATIONS];
const KEPT_KINDS = ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "MutatingWebhookConfiguration"];

/** Whether a plan takes away a guardrail, for a moment too: by each of them protected tenants, declared anywhere, are kept or shut. */
export function unguards({ changes }: Pick<Plan, "changes">): boolean {
  return changes.some(
    ({ actions, before }) =>
      isRemoval(actions) && before !== undefined && KEPT_KINDS.includes(before.kind) && KEPT.includes(before.name),
  );
}

function isEnding({ actions, before }: PlannedChange): boolean {
  return isRemoval(actions) && before?.kind === "Namespace";
}

function isMade({ actions }: PlannedChange): boolean {
  return actions.includes("add") || actions.includes("replace");
}

function isBaseIsolation(object: ManagedObject): boolean {
  return BASE.includes(objectTitle(object));
}
