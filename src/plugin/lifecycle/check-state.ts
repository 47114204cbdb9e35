import { typeOfAttribute } from "../values/implied-type";
import { keepsPromise } from "../values/promise";
import type { AnyResource } from "../provider";
import type { Schema } from "../schema";
import type { ValueRecord } from "../value";
import type { Collector } from "./collector";
import { judgeBlock, type Judge } from "./compare";
import { checkShape } from "./conformance";
import { reportFaults, unknownFaults } from "./report";
import { writeOnlyFaults } from "./write-only";

/** Refuses a state that cannot be stored. Returns whether it can be sent at all. */
export function checkStored(
  diagnostics: Collector,
  schema: Schema,
  state: ValueRecord | undefined,
): state is ValueRecord {
  if (!checkShape(diagnostics, "state", schema, state)) return false;
  reportFaults(diagnostics, "state", unknownFaults(state));
  reportFaults(diagnostics, "state", writeOnlyFaults(schema, state));
  return true;
}

/** Refuses a result of create or update that breaks what was planned; forgiven in the legacy type system. */
export function checkApplied(
  diagnostics: Collector,
  resource: AnyResource,
  { planned, state }: { readonly planned: ValueRecord; readonly state: ValueRecord },
): void {
  if (resource.legacyTypeSystem) return;
  const place = { config: planned, prior: {}, plan: state };
  reportFaults(diagnostics, "result", judgeBlock(resource.schema, place, judgeApplied));
}

const judgeApplied: Judge = (attribute, { config: planned, plan: actual }) =>
  attribute.writeOnly || keepsPromise(typeOfAttribute(attribute), planned, actual)
    ? undefined
    : "has another value than the planned one";
