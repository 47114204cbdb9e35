import { isList, isRecord } from "../guards";
import { typeOfAttribute } from "../implied-type";
import { isNumber, numberKey } from "../number";
import { sameValue } from "../equal";
import type { AnyResource } from "../provider";
import type { Schema } from "../schema";
import type { Type } from "../types";
import { Dynamic, UnknownValue, type Refinement, type Value, type ValueRecord } from "../value";
import type { Collector } from "./collector";
import { judgeBlock, type Judge } from "./compare";
import { conformanceFaults } from "./conformance";
import { reportFaults, unknownFaults } from "./report";
import { writeOnlyFaults } from "./write-only";

/** Refuses a state that cannot be stored. Returns whether it can be sent at all. */
export function checkStored(diagnostics: Collector, schema: Schema, state: ValueRecord): boolean {
  const shape = conformanceFaults(schema, state);
  reportFaults(diagnostics, "state", shape);
  if (shape.length > 0) return false;
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
  if (planned instanceof UnknownValue) return honours(planned.refinement, actual);
  if (planned instanceof Dynamic && actual instanceof Dynamic) {
    return keepsPromise("dynamic", planned.value, actual.value);
  }
  if (isList(planned) && isList(actual)) {
    if (type[0] === "set") return actual.every((item) => planned.some((other) => keepsPromise("dynamic", other, item)));
    return (
      planned.length === actual.length &&
      planned.every((item, index) => keepsPromise(innerType(type), item, actual[index] ?? null))
    );
  }
  if (isRecord(planned) && isRecord(actual)) {
    const names = Object.keys(planned);
    return (
      names.length === Object.keys(actual).length &&
      names.every(
        (name) => Object.hasOwn(actual, name) && keepsPromise("dynamic", planned[name] ?? null, actual[name] ?? null),
      )
    );
  }
  return sameValue(type, planned, actual);
}

function innerType(type: Type): Type {
  return typeof type !== "string" && (type[0] === "list" || type[0] === "set") ? type[1] : "dynamic";
}

/** Whether a value is what the refinement of an unknown one promised. */
function honours(refinement: Refinement | undefined, actual: Value): boolean {
  if (refinement === undefined || actual instanceof UnknownValue) return true;
  if (actual === null) return refinement.notNull !== true;
  const { stringPrefix = "", lengthMin = 0, lengthMax = Infinity } = refinement;
  if (typeof actual === "string" && !actual.startsWith(stringPrefix)) return false;
  const length = isList(actual) ? actual.length : isRecord(actual) ? Object.keys(actual).length : undefined;
  if (length !== undefined && (length < lengthMin || length > lengthMax)) return false;
  return (
    !isNumber(actual) || Number.isNaN(Number(numberKey(actual))) || withinBounds(refinement, Number(numberKey(actual)))
  );
}

function withinBounds({ numberMin, numberMax }: Refinement, actual: number): boolean {
  const bound = (of: typeof numberMin): number | undefined => of && Number(numberKey(of.value));
  const [min, max] = [bound(numberMin), bound(numberMax)];
  const aboveMin = min === undefined || actual > min || (actual === min && numberMin?.inclusive === true);
  return aboveMin && (max === undefined || actual < max || (actual === max && numberMax?.inclusive === true));
}
