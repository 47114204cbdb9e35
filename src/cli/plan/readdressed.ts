import { protectedIsolation } from "../../model/platform/guardrails/protected-isolation";
import { protectedNamespaces } from "../../model/platform/guardrails/protected-namespaces";
import { BASE_ISOLATION } from "../../model/tenant/objects/base-isolation";
import type { ManagedObject } from "../project/managed-object";
import type { Plan, PlannedChange } from "./plan";
import { isRemoval } from "./summary";

/** An object that a plan takes from one address and makes at another, which Terraform cannot tell from a removal. */
export interface Readdressed {
  readonly from: string;
  readonly to: string;
  readonly namespace: string;
}

/** The objects of tenants whose address changed without a word to Terraform. */
export function readdressed({ changes }: Plan): readonly Readdressed[] {
  const made = new Map(
    changes.flatMap(({ actions, address, after }) =>
      after !== undefined && (actions.includes("add") || actions.includes("import")) ? [[keyOf(after), address]] : [],
    ),
  );
  return changes.flatMap(({ actions, address: from, before }) => {
    const to = before !== undefined && actions.includes("remove") ? made.get(keyOf(before)) : undefined;
    return before?.tenant === undefined || to === undefined ? [] : [{ from, to, namespace: before.tenant }];
  });
}

function keyOf({ kind, namespace = "", name }: ManagedObject): string {
  return `${kind}/${namespace}/${name}`;
}

/** Namespaces that stay, and lose some of the isolation that every tenant has. */
export function bared({ changes }: Plan): readonly string[] {
  const ending = new Set(changes.filter(isEnding).map(({ before }) => before?.name));
  const losing = changes
    .filter(({ actions, before }) => isRemoval(actions) && before !== undefined && isBaseIsolation(before))
    .flatMap(({ before }) => before?.namespace ?? []);
  return [...new Set(losing)].filter((namespace) => !ending.has(namespace));
}

/** Guardrails that keep protected tenants; policies and their bindings have the same names. */
const KEEPERS: readonly string[] = [protectedNamespaces.name, protectedIsolation.name];

/** Whether a plan takes away what keeps protected tenants, wherever these are declared. */
export function unguards({ changes }: Plan): boolean {
  return changes.some(
    ({ actions, before }) =>
      actions.includes("remove") &&
      before?.kind.startsWith("ValidatingAdmissionPolicy") === true &&
      KEEPERS.includes(before.name),
  );
}

function isEnding({ actions, before }: PlannedChange): boolean {
  return isRemoval(actions) && before?.kind === "Namespace";
}

function isBaseIsolation({ kind, name }: ManagedObject): boolean {
  return Object.entries(BASE_ISOLATION).some(([own, names]) => own === kind && names.some((each) => each === name));
}
