import { distinct, partType, sameValue } from "./equal";
import { isList, isRecord } from "./guards";
import { honours } from "./refinement";
import type { Type } from "../types";
import { Dynamic, UnknownValue, type Value } from "../value";

/** Whether a value is what was planned, unknown parts aside. */
export function keepsPromise(type: Type, planned: Value, actual: Value): boolean {
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

/** Whether each element of two sets fits one of the other; most often the one at the same index. */
export function correlate(
  a: readonly Value[],
  b: readonly Value[],
  fits: (one: Value, other: Value) => boolean,
): boolean {
  const among = (others: readonly Value[], index: number, fit: (other: Value) => boolean): boolean =>
    others.slice(index, index + 1).some(fit) || others.some(fit);
  return (
    a.every((one, index) => among(b, index, (other) => fits(one, other))) &&
    b.every((other, index) => among(a, index, (one) => fits(one, other)))
  );
}

function kind(type: Type): string {
  return typeof type === "string" ? type : type[0];
}
