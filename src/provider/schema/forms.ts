import { formsOf as madeForms, type Form } from "../../model/schema/forms";
import type { ObjectSchema } from "../../model/schema/schema";

const ALL: readonly string[] = [];

type Made = WeakMap<ObjectSchema, readonly Form[]>;

/** By the list of what is left out. */
const known = new WeakMap<readonly string[], Made>();

/** `formsOf` of the model, made once for each schema: each tenant of a plan is gone through several times. */
export function formsOf(schema: ObjectSchema, without: readonly string[] = ALL): readonly Form[] {
  const made: Made = known.get(without) ?? new WeakMap();
  known.set(without, made);
  const forms = made.get(schema) ?? madeForms(schema, without);
  made.set(schema, forms);
  return forms;
}
