import { Decimal, type NumberValue } from "../value";

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
/** Beyond it a number is kept as it is written: expanding `1e999999999` would fill the memory. */
const MAX_EXPONENT = 400;

/**
 * Reads a number in decimal notation without loss of digits.
 *
 * @throws Error where the text is not a number
 */
export function parseNumber(text: string): NumberValue {
  const { digits, exponent, negative } = partsOf(text);
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

/** Whether two numbers print the same digits, which is when Terraform holds them equal. */
export function sameNumber(a: NumberValue, b: NumberValue): boolean {
  return a === b || numberKey(a) === numberKey(b);
}

/** Beyond it Terraform takes a number for infinite. */
const MAX_TERRAFORM_EXPONENT = 646_456_992;

/** Whether a value is a number that Terraform can hold. */
export function isFiniteNumber(value: NumberValue): boolean {
  if (!(value instanceof Decimal)) return Number.isFinite(Number(value)) || typeof value === "bigint";
  const parts = partsIfNumber(value.text);
  return parts !== undefined && Math.abs(parts.exponent + parts.digits.length) < MAX_TERRAFORM_EXPONENT;
}

/** The same text for the same number, whichever way it is held. */
export function numberKey(value: NumberValue): string {
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  const { negative, digits, exponent } = partsOf(value instanceof Decimal ? value.text : String(value));
  return digits === "0" ? "0" : `${negative ? "-" : ""}${digits}e${exponent}`;
}

/** Whether a value is one of the ways in which a number is held. */
export function isNumber(value: unknown): value is NumberValue {
  return typeof value === "number" || typeof value === "bigint" || value instanceof Decimal;
}

interface Parts {
  readonly negative: boolean;
  /** Without leading or trailing zeros; `0` alone for zero. */
  readonly digits: string;
  readonly exponent: number;
}

function partsOf(text: string): Parts {
  const parts = partsIfNumber(text);
  if (parts === undefined) throw new Error(`${JSON.stringify(text)} is not a number.`);
  return parts;
}

function partsIfNumber(text: string): Parts | undefined {
  const match = NUMBER.exec(text);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match ?? [];
  if (match === null || whole + fraction === "") return undefined;
  const significant = (whole + fraction).replace(/^0+/, "");
  const digits = trimZeros(significant);
  if (digits === "") return { negative: false, digits: "0", exponent: 0 };
  const scale = Number(exponent) - fraction.length + (significant.length - digits.length);
  return { negative: sign === "-", digits, exponent: scale };
}

// A regular expression for this takes quadratic time on many inner zeros.
function trimZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === "0") end--;
  return digits.slice(0, end);
}
