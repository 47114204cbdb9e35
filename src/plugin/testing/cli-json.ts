import { formatPath } from "../lifecycle/report";
import { UNKNOWN, type Value, type ValueRecord } from "../value";
import { isList, isRecord } from "../values/guards";
import { parseStateJson } from "../wire/state-json";

/** What is to happen to a resource. `import` is one that changes nothing. */
export type Action = "create" | "read" | "update" | "delete" | "replace" | "forget" | "import" | "no-op";

/** A diagnostic of a command: summary, detail, the resource and the place that it is about. */
export interface CliDiagnostic {
  /** An error ends the command; a warning does not. */
  readonly severity: "error" | "warning";
  /** Summary, detail, address and place (`on main.tf line 2`), a line each; what is not told is left out. */
  readonly text: string;
}

/** What a plan says of one resource. */
export interface PlannedChange {
  readonly address: string;
  readonly action: Action;
  readonly before: Value;
  /** With unknown values in their places. */
  readonly after: Value;
  readonly replacedBy: readonly string[];
  readonly movedFrom: string | undefined;
}

/** What a state holds: values by address, and outputs by name. */
export interface StoredValues {
  readonly resources: ReadonlyMap<string, Value>;
  readonly tainted: ReadonlySet<string>;
  readonly outputs: ValueRecord;
}

/**
 * The diagnostics of a command that was run with `-json`.
 *
 * @see https://developer.hashicorp.com/terraform/internals/machine-readable-ui
 */
export function diagnosticsOf(output: string): readonly CliDiagnostic[] {
  const messages = output.split("\n").filter((line) => line.startsWith("{"));
  return messages.map(parsed).flatMap((message) => {
    const found = record(message.diagnostic);
    if (message.type !== "diagnostic") return [];
    const severity = found.severity === "error" ? "error" : "warning";
    const parts = [found.summary, found.detail, found.address].map(text);
    const place = placeOf(record(found.range));
    return [{ severity, text: [...parts, place].filter((part) => part !== "").join("\n") } as const];
  });
}

/** In the words that are printed without `-json`. */
function placeOf({ filename, start }: ValueRecord): string {
  const { line } = record(start);
  return typeof line === "number" ? `on ${text(filename)} line ${line}` : "";
}

function parsed(line: string): ValueRecord {
  try {
    return record(parseStateJson(line));
  } catch {
    return {};
  }
}

/**
 * The changes in what `show -json` prints of a plan.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export function changesOf(json: string): readonly PlannedChange[] {
  return list(record(parseStateJson(json)).resource_changes).map((item) => {
    const { address, change: given, previous_address: movedFrom } = record(item);
    const change = record(given);
    return {
      address: text(address),
      action: actionOf(list(change.actions).map(text), isRecord(change.importing)),
      before: change.before ?? null,
      after: withUnknown(change.after ?? null, change.after_unknown ?? null),
      replacedBy: list(change.replace_paths).map((path) => formatPath(list(path).map(step))),
      movedFrom: typeof movedFrom === "string" ? movedFrom : undefined,
    };
  });
}

/** The outputs in what `show -json` prints of a plan, with unknown values in their places; one that goes is not there. */
export function plannedOutputs(json: string): ValueRecord {
  const changes = Object.entries(record(record(parseStateJson(json)).output_changes));
  const kept = changes.filter(([, change]) => text(list(record(change).actions)[0]) !== "delete");
  return Object.fromEntries(
    kept.map(([name, change]) => {
      const { after = null, after_unknown: marks = null } = record(change);
      return [name, withUnknown(after, marks)];
    }),
  );
}

function actionOf(actions: readonly string[], isImported: boolean): Action {
  if (actions.length > 1) return "replace";
  const [action] = actions;
  return action === "no-op" && isImported ? "import" : (action as Action); // one of the words above, by the format
}

function withUnknown(after: Value, marks: Value): Value {
  if (marks === true) return UNKNOWN;
  if (isList(marks)) {
    const items = list(after);
    const length = Math.max(items.length, marks.length);
    return Array.from({ length }, (_, index) => withUnknown(items[index] ?? null, marks[index] ?? null));
  }
  if (!isRecord(marks) || (after !== null && !isRecord(after))) return after;
  const names = Object.keys({ ...after, ...marks });
  if (after === null && names.length === 0) return null;
  return Object.fromEntries(names.map((name) => [name, withUnknown(after?.[name] ?? null, marks[name] ?? null)]));
}

/** The values in what `show -json` prints of a state, those of modules too. */
export function valuesOf(json: string): StoredValues {
  const values = record(record(parseStateJson(json)).values);
  const resources = resourcesIn(record(values.root_module));
  const outputs = Object.entries(record(values.outputs)).map(([name, output]) => [name, record(output).value ?? null]);
  return {
    resources: new Map(resources.map((one) => [text(one.address), one.values ?? null])),
    tainted: new Set(resources.filter((one) => one.tainted === true).map((one) => text(one.address))),
    outputs: Object.fromEntries(outputs) as ValueRecord,
  };
}

function resourcesIn(module: ValueRecord): readonly ValueRecord[] {
  return [
    ...list(module.resources).map(record),
    ...list(module.child_modules).flatMap((child) => resourcesIn(record(child))),
  ];
}

function record(value: Value | undefined): ValueRecord {
  return isRecord(value) ? value : {};
}

function list(value: Value | undefined): readonly Value[] {
  return isList(value) ? value : [];
}

function text(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

function step(value: Value): string | number {
  return typeof value === "number" ? value : text(value);
}
