import { Decimal, type NumberValue } from "../value";
import { heldAsFloat, heldAsText } from "./binary";
import { compareDigits, digitsOf, digitsOfInteger, type Digits } from "./digits";

/** Beyond it a number is kept as it is written: expanding `1e999999999` would fill the memory. */
const MAX_EXPONENT = 400;
/** Beyond it Terraform takes a number for infinite. */
const MAX_TERRAFORM_EXPONENT = 646_456_992;
/** Below it float64 has fewer than 53 bits, which Terraform's numbers do not know. */
const MIN_NORMAL = 2 ** -1022;

/**
 * Reads a number in decimal notation without loss of digits.
 *
 * @throws Error where the text is not a number
 */
export function parseNumber(text: string): NumberValue {
  const { digits, exponent, negative } = parsed(text);
  if (exponent >= 0 && exponent <= MAX_EXPONENT) {
    const integer = BigInt(digits + "0".repeat(exponent));
    return smallest(negative ? -integer : integer);
  }
  const float = Number(text);
  return Number.isFinite(float) && sameNumber(float, new Decimal(text)) ? float : new Decimal(text);
}

/** A bigint as a number where that loses nothing. */
export function smallest(integer: bigint): number | bigint {
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer;
}

/**
 * Whether Terraform holds two numbers equal: whole numbers exactly, fractions by the shortest digits that name them.
 *
 * @see https://github.com/zclconf/go-cty/blob/main/cty/primitive_type.go rawNumberEqual
 */
export function sameNumber(a: NumberValue, b: NumberValue): boolean {
  return a === b || numberKey(a) === numberKey(b);
}

/** The same text for the same number, whichever way it is held. */
export function numberKey(value: NumberValue): string {
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  const { negative, digits, exponent } = held(value);
  return digits === "0" ? "0" : `${negative ? "-" : ""}${digits}e${exponent}`;
}

/** Orders two numbers, as `Array.sort` takes it. */
export function compareNumbers(a: NumberValue, b: NumberValue): number {
  if (typeof a === "number" && typeof b === "number") return a < b ? -1 : a > b ? 1 : 0;
  return compareDigits(held(a), held(b));
}

/** Whether a value is a number that Terraform can hold. */
export function isFiniteNumber(value: NumberValue): boolean {
  if (typeof value === "bigint") return true;
  if (typeof value === "number") return Number.isFinite(value);
  const parts = digitsOf(value.text);
  return parts !== undefined && Math.abs(parts.exponent + parts.digits.length) < MAX_TERRAFORM_EXPONENT;
}

/** Whether a number has no fraction. */
export function isWhole(value: NumberValue): boolean {
  return typeof value === "number" ? Number.isInteger(value) : typeof value === "bigint" || held(value).exponent >= 0;
}

/** Whether a value is one of the ways in which a number is held. */
export function isNumber(value: unknown): value is NumberValue {
  return typeof value === "number" || typeof value === "bigint" || value instanceof Decimal;
}

/** The digits by which Terraform knows a number. */
function held(value: NumberValue): Digits {
  if (value instanceof Decimal) return heldAsText(parsed(value.text));
  if (typeof value === "bigint") return heldAsText(digitsOfInteger(value));
  if (Number.isInteger(value)) return digitsOfInteger(BigInt(value));
  return Math.abs(value) < MIN_NORMAL || isPowerOfTwo(value) ? heldAsFloat(value) : parsed(String(value));
}

function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(Math.log2(Math.abs(value)));
}

function parsed(text: string): Digits {
  const parts = digitsOf(text);
  if (parts === undefined) throw new Error(`${JSON.stringify(text)} is not a number.`);
  return parts;
}
