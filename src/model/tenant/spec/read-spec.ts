import type { Issue, Path } from "../../issue";
import { INVALID } from "../../schema/invalid";
import { readPlain, withoutInvalid } from "../../schema/read";
import type { ObjectSchema } from "../../schema/schema";

/** A spec after its form was checked. */
export interface ReadSpec<Spec> {
  /** What was given, for rules: `INVALID` takes the place of what has a wrong type. */
  readonly given: Spec;
  /** What was given without what is invalid, for code that relies on the types. */
  readonly valid: Spec;
  readonly issues: readonly Issue[];
}

/**
 * Reads what TypeScript, plain JavaScript, YAML or JSON gave for a spec: the compiler has only seen the first.
 * @param standIn - what is not there although it is needed: without a name there is no place for the other faults
 */
export function readSpec<Spec extends object>(
  given: Spec,
  schema: ObjectSchema,
  { path, standIn }: { readonly path: Path; readonly standIn: Partial<Spec> },
): ReadSpec<Spec> {
  const { value, issues } = readPlain(given, schema, path);
  // Whole fields of an invalid spec are left out, never the spec as a whole.
  const valid = withoutInvalid(value, { ...schema, required: [], exactlyOne: [] });
  // Nothing of an invalid spec can be checked. All else has the types of the schema, which are those of the interface.
  return {
    given: value as Spec,
    valid: value === INVALID ? (standIn as Spec) : { ...standIn, ...(valid as Spec) },
    issues,
  };
}
