import type { Value, ValueRecord } from "../value";
import { isRecord } from "../values/guards";
import type { Action, CliDiagnostic, PlannedChange, StoredValues } from "./cli-json";
import { absent, mismatches, Mark, shownValue, type Expected } from "./expected";

/** What a plan must say of one resource; what is not given is not looked at. */
export interface PlanCheck {
  /** What is to happen to it. */
  readonly action?: Action;
  /** Values after the plan is applied, with `unknown` for what is not known yet. */
  readonly after?: Expected;
  /** Attributes that force the replacement, all of them, e.g. `["name"]` or `["rules[0].port"]`. */
  readonly replacedBy?: readonly string[];
  /** Address from which a `moved` block takes it. */
  readonly movedFrom?: string;
}

/** What a plan must say (`absent`: no change), by address of the resource, e.g. `notes_note.a` or `module.m.notes_note.a["k"]`. */
export type PlanChecks = Readonly<Record<string, PlanCheck | Mark>>;

/** Every way in which a plan is not as expected. */
export function planFaults(checks: PlanChecks, changes: readonly PlannedChange[]): readonly string[] {
  return Object.entries(checks).flatMap(([address, check]) => {
    const change = changes.find((one) => one.address === address);
    const faults = check instanceof Mark ? absentFaults(change) : changeFaults(check, change, changes);
    return faults.map((fault) => `plan of ${address}: ${fault}`);
  });
}

function absentFaults(change: PlannedChange | undefined): readonly string[] {
  return change === undefined || change.action === "no-op" ? [] : [`expected no change, received ${change.action}`];
}

function changeFaults(
  check: PlanCheck,
  change: PlannedChange | undefined,
  all: readonly PlannedChange[],
): readonly string[] {
  if (change === undefined) return [`it is not in the plan, which has ${namesOf(all.map(({ address }) => address))}`];
  const { action, after, replacedBy, movedFrom } = check;
  return [
    ...(action === undefined || action === change.action ? [] : [`expected ${action}, received ${change.action}`]),
    ...(after === undefined ? [] : mismatches(after, change.after).map((fault) => `after: ${fault}`)),
    ...(replacedBy === undefined || sameTexts(replacedBy, change.replacedBy)
      ? []
      : [`expected to be replaced by ${namesOf(replacedBy)}, received ${namesOf(change.replacedBy)}`]),
    ...(movedFrom === undefined || movedFrom === change.movedFrom
      ? []
      : [`expected to be moved from ${movedFrom}, received ${change.movedFrom ?? "no move"}`]),
  ];
}

/** Every way in which a state is not as expected. */
export function stateFaults(
  checks: Readonly<Record<string, Expected>>,
  { resources }: StoredValues,
): readonly string[] {
  return Object.entries(checks).flatMap(([address, expected]) => {
    const found = resources.get(address);
    if (found === undefined && expected !== absent) {
      return [`state of ${address}: it is not in the state, which has ${namesOf([...resources.keys()])}`];
    }
    return mismatches(expected, found).map((fault) => `state of ${address}: ${fault}`);
  });
}

/** Whether exactly these resources are tainted. */
export function taintedFaults(expected: readonly string[], { tainted }: StoredValues): readonly string[] {
  const found = [...tainted];
  return sameTexts(expected, found) ? [] : [`expected ${namesOf(expected)} to be tainted, received ${namesOf(found)}`];
}

/** Every way in which named values, such as outputs, are not as expected. */
export function namedFaults(
  what: string,
  checks: Readonly<Record<string, Expected>>,
  received: ValueRecord,
): readonly string[] {
  return Object.entries(checks).flatMap(([name, expected]) =>
    mismatches(expected, Object.hasOwn(received, name) ? received[name] : undefined).map(
      (fault) => `${what} ${name}: ${fault}`,
    ),
  );
}

/** Every expected warning that did not come; where none is expected, every one that did. */
export function warningFaults(expected: readonly RegExp[], received: readonly CliDiagnostic[]): readonly string[] {
  const texts = received.filter(({ severity }) => severity === "warning").map(({ text }) => text);
  if (expected.length === 0) return texts.map((text) => `expected no warning, received: ${text}`);
  return expected
    .filter((pattern) => texts.every((text) => text.search(pattern) === -1))
    .map((pattern) => `expected a warning that matches ${String(pattern)}, received ${namesOf(texts)}`);
}

/** What would change, resource by resource, where nothing should. */
export function shownChanges(changes: readonly PlannedChange[]): string {
  const made = changes.filter(({ action }) => action !== "no-op");
  if (made.length === 0) return "changes of outputs only";
  return made.map((change) => `${change.action} of ${change.address}${shownDifferences(change)}`).join("\n");
}

function shownDifferences({ action, before, after }: PlannedChange): string {
  if (action !== "update" && action !== "replace") return "";
  const changed = differences(before, after);
  return changed.map(([name, from, to]) => `\n  ${name}: ${shownValue(from)} -> ${shownValue(to)}`).join("");
}

/** The parts of two records that differ, by name. */
export function differences(before: Value, after: Value): readonly (readonly [string, Value, Value])[] {
  if (!isRecord(before) || !isRecord(after)) return [];
  return Object.keys({ ...before, ...after })
    .map((name) => [name, before[name] ?? null, after[name] ?? null] as const)
    .filter(([, from, to]) => shownValue(from) !== shownValue(to));
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.toSorted().join("\n") === b.toSorted().join("\n");
}

function namesOf(names: readonly string[]): string {
  return names.length === 0 ? "nothing" : names.join(", ");
}
