import { withFewBlocks } from "../connectivity/cell";
import { plainLine } from "../model/printable";
import type { Change, ChangeKind, Severity } from "./change";

/** A change as the parts of a sentence: words of ours, and texts that may be anybody's. */
export interface Sentence {
  /** What kind of change it is, in words. */
  readonly lead: string;
  readonly what: string;
  /** From what to what; one side alone where the lead says the direction. */
  readonly values: readonly string[];
  readonly note?: string;
  readonly alsoIn: readonly string[];
}

/** How each kind begins. */
const LEADS: Readonly<Record<ChangeKind, string>> = {
  "tenant-added": "new tenant",
  "tenant-removed": "tenant is removed:",
  access: "access of",
  rights: "rights of",
  "way-opens": "way opens:",
  "way-closes": "way closes:",
  "not-judged": "not judged:",
  security: "security:",
  lifetime: "lifetime:",
  quota: "quota",
  container: "container",
  label: "namespace",
  "cluster-fact": "cluster:",
  declared: "declared:",
  "object-added": "added:",
  "object-removed": "removed:",
  "object-changed": "changed:",
  "object-recreated": "recreated:",
  "object-stays": "stays:",
};

/** Kinds of which both sides are told, also where there is nothing on one. */
const BOTH_SIDES: readonly ChangeKind[] = [
  "access",
  "security",
  "lifetime",
  "container",
  "label",
  "cluster-fact",
  "declared",
];

/** Kinds whose values are notes and contacts. */
const FREE_TEXTS: readonly ChangeKind[] = ["label", "cluster-fact"];

export function sentenceOf({ kind, severity, what, before, after, note, alsoIn = [] }: Change): Sentence {
  const given = valuesOf(kind, before, after);
  // What people write to people is left as they wrote it.
  const values = FREE_TEXTS.includes(kind) ? given : given.map(plainLine);
  const told = { lead: leadOf(kind, before), what: plainLine(what), values, alsoIn: few(alsoIn, severity) };
  return { ...told, ...(note === undefined ? {} : { note }) };
}

function valuesOf(kind: ChangeKind, before: string | undefined, after: string | undefined): readonly string[] {
  if (BOTH_SIDES.includes(kind)) return [before ?? "none", after ?? "none"];
  // A bound that is there on both sides; a new tenant has one alone.
  const given = [before, after].flatMap((text) => text ?? []);
  if (kind === "quota") return given;
  return given.slice(-1).map((text) => (kind === "way-opens" || kind === "way-closes" ? withFewBlocks(text) : text));
}

/** Tenants that are named beside the first: of a danger a reviewer looks for his own. */
const MOST_NAMED: Readonly<Record<Severity, number>> = { danger: 200, notice: 8, info: 8 };

/** JSON has all of them. */
function few(names: readonly string[], severity: Severity): readonly string[] {
  const rest = names.length - MOST_NAMED[severity];
  return rest > 0 ? [...names.slice(0, MOST_NAMED[severity]), `${String(rest)} more`] : names;
}

function leadOf(kind: ChangeKind, before: string | undefined): string {
  if (kind === "rights") return before === undefined ? "rights gained by" : "rights lost by";
  return LEADS[kind];
}

/** The heading of what belongs to no tenant. */
export const PLATFORM_TITLE = "platform";

/** The changes of each tenant, in the order in which they come up. */
export function byTenant(changes: readonly Change[]): ReadonlyMap<string, readonly Change[]> {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const tenant = change.tenant ?? PLATFORM_TITLE;
    const group = groups.get(tenant);
    if (group === undefined) groups.set(tenant, [change]);
    else group.push(change);
  }
  return groups;
}
