import { typeOfAttribute } from "../values/implied-type";
import { keepsPromise } from "../values/promise";
import type { AnyResource } from "../provider";
import type { Schema } from "../schema";
import type { ValueRecord } from "../value";
import type { Collector } from "./collector";
import { judgeBlock, type Judge } from "./compare";
import { received } from "./conformance";
import { reportFaults, unknownFaults } from "./report";

/** A state that an author answered, as Terraform holds it; refused, and `undefined`, where it cannot be sent at all. */
export function receivedState(
  diagnostics: Collector,
  schema: Schema,
  answer: ValueRecord | undefined,
): ValueRecord | undefined {
  const state = received(diagnostics, "state", schema, answer);
  if (state === undefined) return undefined;
  reportFaults(diagnostics, "state", unknownFaults(state));
  return state;
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
