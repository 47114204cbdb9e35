import { readForm, type Form } from "../../schema/read";
import type { TenantSpec } from "./spec";
import { TENANT_SPEC } from "./spec-schema";

/** A spec that rules can rely on, and what was left out of it. */
export interface ReadSpec {
  readonly spec: TenantSpec;
  readonly form: Omit<Form, "value">;
}

/** Reads what plain JavaScript or JSON gave for a spec: the compiler has only seen what TypeScript gave. */
export function readSpec(given: TenantSpec): ReadSpec {
  const { value, ...form } = readForm(given, TENANT_SPEC);
  if (isSpec(value)) return { spec: value, form };
  // Without a name there would be no place for the other faults.
  const name: unknown = given.name;
  return { spec: { ...(typeof value === "object" ? value : {}), name: String(name) }, form };
}

/** The reader goes by the shape of the interface; of what is needed, only a faulty name is missing. */
function isSpec(value: unknown): value is TenantSpec {
  return typeof value === "object" && value !== null && "name" in value;
}
