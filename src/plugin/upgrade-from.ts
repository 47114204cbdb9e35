import type { Diagnostics } from "./diagnostic";
import type { AnyShape, StateOf } from "./infer";
import type { Schema } from "./schema";
import type { ValueRecord } from "./value";

/** What an upgrade is given beside the old state. */
export interface UpgradeContext {
  /** Takes warnings, and errors that end the upgrade. */
  readonly diagnostics: Diagnostics;
}

/** Brings state of one older version to the current one; made by `from`. */
export interface Upgrader<New = AnyShape["part"]> {
  /** The schema that wrote the state. */
  readonly schema: Schema;
  /** Makes the current state; what is left out becomes null. */
  upgrade(old: ValueRecord, context: UpgradeContext): New | Promise<New>;
}

/**
 * Upgrades state that an older schema wrote, typed by that schema. Dynamic values come with their types, numbers in the kinds of
 * the schema. What is left out of the result becomes null.
 *
 * @param schema the old schema, as it was
 * @param upgrade makes the current state; it may be anything that the old values make
 * @example upgrade: { 0: from({ attributes: { size: { type: "string", required: true } } }, (old) => ({ megabytes: Number(old.size) })) }
 */
export function from<const S extends Schema, New>(
  schema: S,
  upgrade: (old: StateOf<S>, context: UpgradeContext) => New | Promise<New>,
): Upgrader<New> {
  // The state is read by the schema before it is handed over.
  return { schema, upgrade: (old, context) => upgrade(old, context) };
}
