import type { Issue, Path } from "../../issue";
import { INVALID } from "../../schema/invalid";
import { readPlain, withoutInvalid } from "../../schema/read";
import type { ObjectSchema } from "../../schema/schema";

/** A spec after its types were checked. */
export interface ReadSpec<Spec> {
  /** The input for rules, with `INVALID` in place of values of a wrong type. */
  readonly given: Spec;
  /** The input without invalid values, for code that relies on the types. */
  readonly valid: Spec;
  readonly issues: readonly Issue[];
}

/**
 * Checks a spec from TypeScript, plain JavaScript, YAML or JSON, of which the compiler has only checked the first.
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
