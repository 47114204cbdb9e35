import { typeOfAttribute } from "../values/implied-type";
import { keepsPromise } from "../values/promise";
import type { AnyResource } from "../provider";
import type { Schema } from "../schema";
import type { ValueRecord } from "../value";
import type { Collector } from "./collector";
import { judgeBlock, type Judge } from "./compare";
import { received, type Fault } from "./conformance";
import { cached } from "../values/cached";
import { reportFaults, unknownFaults } from "./report";
import { someAttribute } from "./schema-facts";
import { walk } from "./walk";

/** A state that an author answered, as Terraform holds it; refused, and `undefined`, where it cannot be sent at all. */
export function receivedState(diagnostics: Collector, schema: Schema, answer: unknown): ValueRecord | undefined {
  const state = received(diagnostics, "state", schema, answer);
  if (state === undefined) return undefined;
  reportFaults(diagnostics, "state", [...unknownFaults(state), ...nullFaults(schema, state)]);
  return state;
}

const hasNotNull = cached((block) => someAttribute(block, ({ notNull }) => notNull === true));

/** Attributes that their schema promises never to be null, and are. */
function nullFaults(schema: Schema, state: ValueRecord): readonly Fault[] {
  if (!hasNotNull(schema)) return [];
  const faults: Fault[] = [];
  walk(schema, [state], {
    attribute({ notNull }, { place: [value], path }) {
      if (notNull === true && value === null) faults.push({ path, text: "must not be null" });
      return true;
    },
  });
  return faults;
}

/** Refuses a result of create or update that breaks what was planned; forgiven in the legacy type system. */
export function checkApplied(
  diagnostics: Collector,
  resource: AnyResource,
  { planned, state }: { readonly planned: ValueRecord; readonly state: ValueRecord },
): void {
  if (resource.legacyTypeSystem) return;
  const measured = { expected: planned, actual: state, prior: null };
  reportFaults(diagnostics, "result", judgeBlock(resource.schema, measured, judgeApplied));
}

const judgeApplied: Judge = (attribute, { expected: planned, actual }) =>
  attribute.writeOnly || keepsPromise(typeOfAttribute(attribute), planned, actual)
    ? undefined
    : "has another value than the planned one";
