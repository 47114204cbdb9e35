import { distinct, partType, sameValue } from "../values/equal";
import { isList, isRecord } from "../values/guards";
import { typeOfAttribute } from "../values/implied-type";
import type { AnyResource } from "../provider";
import type { Schema } from "../schema";
import type { Type } from "../types";
import { Dynamic, UnknownValue, type Value, type ValueRecord } from "../value";
import type { Collector } from "./collector";
import { correlate, judgeBlock, type Judge } from "./compare";
import { conformanceFaults } from "./conformance";
import { honours } from "./refinement";
import { reportFaults, unknownFaults } from "./report";
import { writeOnlyFaults } from "./write-only";

/** Refuses a state that cannot be stored. Returns whether it can be sent at all. */
export function checkStored(
  diagnostics: Collector,
  schema: Schema,
  state: ValueRecord | undefined,
): state is ValueRecord {
  const shape = conformanceFaults(schema, state);
  reportFaults(diagnostics, "state", shape);
  if (shape.length > 0 || state === undefined) return false;
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

/** Whether a value is what was planned, unknown parts aside. */
function keepsPromise(type: Type, planned: Value, actual: Value): boolean {
  if (planned instanceof UnknownValue) return actual instanceof UnknownValue || honours(planned.refinement, actual);
  if (planned instanceof Dynamic && actual instanceof Dynamic) {
    return kind(planned.type) === kind(actual.type) && keepsPromise(planned.type, planned.value, actual.value);
  }
  if (isList(planned) && isList(actual)) return keepsElements(type, planned, actual);
  if (!isRecord(planned) || !isRecord(actual)) return sameValue(type, planned, actual);
  const names = Object.keys(planned);
  return (
    names.length === Object.keys(actual).length &&
    names.every(
      (name) =>
        Object.hasOwn(actual, name) && keepsPromise(partType(type, name), planned[name] ?? null, actual[name] ?? null),
    )
  );
}

function keepsElements(type: Type, planned: readonly Value[], actual: readonly Value[]): boolean {
  if (kind(type) !== "set") {
    return (
      planned.length === actual.length &&
      planned.every((item, index) => keepsPromise(partType(type, index), item, actual[index] ?? null))
    );
  }
  // Elements may turn out to be equal, once they are known; there are never more of them.
  const element = partType(type, 0);
  const fits = (one: Value, other: Value): boolean => keepsPromise(element, one, other);
  return distinct(element, actual).length <= planned.length && correlate(planned, actual, fits);
}

function kind(type: Type): string {
  return typeof type === "string" ? type : type[0];
}
