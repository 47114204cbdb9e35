import { isList, isRecord } from "./guards";
import { isFiniteNumber, isNumber, numberKey } from "./number";
import { hasLoneSurrogate } from "./unicode";
import type { Type } from "../types";
import type { NumberBound, Refinement, UnknownValue, Value } from "../value";

/** What of the promises about an unknown value cannot be kept by any value of its type: Terraform panics on it. */
export function refinementFaults(type: Type, { refinement = {} }: UnknownValue): readonly string[] {
  const { stringPrefix, numberMin, numberMax, lengthMin, lengthMax } = refinement;
  return [
    ...(stringPrefix !== undefined && type !== "string" ? ["is promised a prefix, but is no text"] : []),
    ...(stringPrefix === undefined || isText(stringPrefix) ? [] : ["is promised a prefix that is no text"]),
    ...((numberMin ?? numberMax) !== undefined && type !== "number" ? ["is promised bounds, but is no number"] : []),
    ...((lengthMin ?? lengthMax) !== undefined && !isCollection(type)
      ? ["is promised a length, but is no list, set or map"]
      : []),
    ...(possible(refinement) ? [] : ["is promised bounds that no value is within"]),
  ];
}

/** Whether a value is what the refinement of an unknown one promised. */
export function honours(refinement: Refinement | undefined, actual: Value): boolean {
  if (refinement === undefined) return true;
  if (actual === null) return refinement.notNull !== true;
  const { stringPrefix = "", lengthMin = 0, lengthMax = Infinity } = refinement;
  if (typeof actual === "string") return actual.startsWith(stringPrefix);
  if (isNumber(actual)) return withinBounds(refinement, Number(numberKey(actual)));
  const length = isList(actual) ? actual.length : isRecord(actual) ? Object.keys(actual).length : lengthMin;
  return length >= lengthMin && length <= lengthMax;
}

function isCollection(type: Type): boolean {
  return typeof type !== "string" && (type[0] === "list" || type[0] === "set" || type[0] === "map");
}

function possible({ numberMin, numberMax, lengthMin = 0, lengthMax = Infinity }: Refinement): boolean {
  const [min, max] = [floatOf(numberMin, -Infinity), floatOf(numberMax, Infinity)];
  if (Number.isNaN(min) || Number.isNaN(max)) return false;
  const lengths = [lengthMin, lengthMax === Infinity ? 0 : lengthMax];
  return min <= max && lengths.every(isLength) && lengthMin <= lengthMax;
}

function isLength(length: number): boolean {
  return Number.isInteger(length) && length >= 0 && length <= MAX_LENGTH;
}

/** No list is longer; beyond it the wire would carry a float. */
const MAX_LENGTH = 2 ** 31 - 1;

/** An author without a compiler may promise anything. */
function isText(prefix: unknown): boolean {
  return typeof prefix === "string" && !hasLoneSurrogate(prefix);
}

function withinBounds({ numberMin, numberMax }: Refinement, actual: number): boolean {
  const [min, max] = [floatOf(numberMin, -Infinity), floatOf(numberMax, Infinity)];
  const aboveMin = actual > min || (actual === min && numberMin?.inclusive !== false);
  return aboveMin && (actual < max || (actual === max && numberMax?.inclusive !== false));
}

function floatOf(bound: NumberBound | undefined, otherwise: number): number {
  if (bound === undefined) return otherwise;
  return isFiniteNumber(bound.value) ? Number(numberKey(bound.value)) : NaN;
}
