import { Decimal, type NumberValue, type Value } from "../value";
import { mapLeaves, someLeaf } from "./leaves";
import { isNumber, isWhole } from "./number";
import type { NumberKind } from "../schema";

/** A number as an author gets it; a fraction, which no bigint can be, stays as it is. */
export function numberAs(kind: NumberKind, value: NumberValue): NumberValue {
  if (kind === "exact") return exactOf(value);
  if (kind === "float" || kind === "int") return floatOf(value);
  return isWhole(value) ? exactOf(value).toBigInt() : value;
}

/** The nearest JavaScript number. */
export function floatOf(value: NumberValue): number {
  return typeof value === "number" ? value : exactOf(value).toNumber();
}

function exactOf(value: NumberValue): Decimal {
  return value instanceof Decimal ? value : new Decimal(value);
}

/** Why a number cannot be handed to an author in this way: what it must be, and is not. */
export function kindFault(kind: NumberKind, value: NumberValue): string | undefined {
  const expected = expectedOf(kind, value);
  return expected === undefined ? undefined : `must be ${expected}, but is ${shortened(String(value))}`;
}

function expectedOf(kind: NumberKind, value: NumberValue): string | undefined {
  if (kind === "exact") return undefined;
  if (kind !== "float" && !isWhole(value)) return "a whole number";
  if (kind === "bigint") return undefined;
  const float = floatOf(value);
  if (kind === "int") return Number.isSafeInteger(float) ? undefined : `between -${MAX} and ${MAX}`;
  const isZero = float === 0 && !exactOf(value).equals(0);
  return Number.isFinite(float) && !isZero ? undefined : "a number that a float64 can hold";
}

const MAX = Number.MAX_SAFE_INTEGER;

function shortened(digits: string): string {
  return digits.length <= 60 ? digits : `${digits.slice(0, 40)}… (${digits.length} digits)`;
}

/** The value with every number in it replaced; the same object where nothing changes. */
export function mapNumbers(value: Value, map: (item: NumberValue) => NumberValue): Value {
  return mapLeaves(value, (leaf) => (isNumber(leaf) ? map(leaf) : leaf));
}

/** Whether a value holds a number that is no JavaScript number. */
export function hasLongNumber(value: Value): boolean {
  return someLeaf(value, (leaf) => typeof leaf === "bigint" || leaf instanceof Decimal);
}
