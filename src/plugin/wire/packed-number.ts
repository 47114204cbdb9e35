import { kindOf } from "../values/guards";
import { parseNumber, smallest } from "../values/number";
import { Decimal, type NumberValue } from "../value";
import type { Packed } from "./msgpack";

const MIN_INT64 = -(2n ** 63n);
const MAX_UINT64 = 2n ** 64n - 1n;
const MAX_UINT32 = 2 ** 32 - 1;

/**
 * Reads a number: an integer, a float64, or a decimal string where neither is exact.
 *
 * @throws Error where the value is not a number
 */
export function unpackNumber(packed: Packed): NumberValue {
  if (typeof packed === "bigint") return smallest(packed);
  if (typeof packed === "string") return parseNumber(packed);
  if (typeof packed === "number" && !Number.isNaN(packed)) return packed;
  throw new Error(`a number is expected, not ${kindOf(packed)}`);
}

/**
 * Integers beyond 64 bits go as decimal strings: of a float64 Terraform would hand 17 digits on to others.
 *
 * @throws Error where the value is not a number, or is NaN, on which Terraform panics
 */
export function packNumber(value: NumberValue): Packed {
  if (Number.isNaN(value)) throw new Error("a number is expected, not NaN");
  if (value instanceof Decimal) return value.text;
  if (typeof value === "bigint") return value < MIN_INT64 || value > MAX_UINT64 ? value.toString() : value;
  // The library writes integers beyond 32 bits as floats once bigints are in use.
  return Number.isInteger(value) && Math.abs(value) > MAX_UINT32 ? packNumber(BigInt(value)) : value;
}
