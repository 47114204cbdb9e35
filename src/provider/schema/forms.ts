import { formsOf as madeForms, type Form } from "../../model/schema/forms";
import type { ObjectSchema } from "../../model/schema/schema";

const known = new WeakMap<ObjectSchema, readonly Form[]>();

/** `formsOf` of the model, made once for each schema: each tenant of a plan is gone through several times. */
export function formsOf(schema: ObjectSchema): readonly Form[] {
  const forms = known.get(schema) ?? madeForms(schema);
  known.set(schema, forms);
  return forms;
}
