import { listOf, recordOf, textOf } from "../json";
import { managedObject, type ManagedObject } from "./managed-object";

export type PlannedAction = "add" | "change" | "remove" | "replace" | "import";

/** What a plan does to one resource. */
export interface PlannedChange {
  readonly address: string;
  readonly action: PlannedAction;
  /** The object before. @default - it is not ours, or not there */
  readonly before?: ManagedObject;
  /** The object afterwards. */
  readonly after?: ManagedObject;
}

export interface Plan {
  readonly changes: readonly PlannedChange[];
  /** Whether applying it does anything: to a resource or to an output. */
  readonly hasEffect: boolean;
}

/** Reads what `terraform show -json` prints of a plan. @see https://developer.hashicorp.com/terraform/internals/json-format */
export function parsePlan(text: string): Plan {
  const { resource_changes: resources, output_changes: outputs } = recordOf(JSON.parse(text));
  const changes = listOf(resources).flatMap(toChange);
  const changesOutputs = Object.values(recordOf(outputs)).some((output) => !isNoOp(actionsOf(output)));
  return { changes, hasEffect: changes.length > 0 || changesOutputs };
}

function toChange(value: unknown): readonly PlannedChange[] {
  const { address, mode, type, change } = recordOf(value);
  const { before, after, importing } = recordOf(change);
  const action = actionOf(actionsOf(change), importing !== undefined && importing !== null);
  if (mode !== "managed" || action === undefined) return [];
  const [title, kind] = [textOf(address) ?? "", textOf(type) ?? ""];
  return [{ address: title, action, before: managedObject(kind, before), after: managedObject(kind, after) }];
}

function actionsOf(change: unknown): readonly unknown[] {
  return listOf(recordOf(change).actions);
}

function isNoOp(actions: readonly unknown[]): boolean {
  return actions.every((action) => action === "no-op" || action === "read");
}

function actionOf(actions: readonly unknown[], isImport: boolean): PlannedAction | undefined {
  const [creates, deletes] = [actions.includes("create"), actions.includes("delete")];
  if (creates && deletes) return "replace";
  if (deletes) return "remove";
  if (isImport) return "import";
  if (creates) return "add";
  return isNoOp(actions) || actions.includes("forget") ? undefined : "change";
}
