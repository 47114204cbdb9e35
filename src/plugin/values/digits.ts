/** A number as it is written: `digits` times ten to the `exponent`. */
export interface Digits {
  /** Below zero. */
  readonly negative: boolean;
  /** Without leading or trailing zeros; `0` alone for zero. */
  readonly digits: string;
  /** The power of ten that the digits are multiplied by. */
  readonly exponent: number;
}

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** Reads decimal notation, such as `-1.50e3`; `undefined` where the text is no number. */
export function digitsOf(text: string): Digits | undefined {
  const match = NUMBER.exec(text);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match ?? [];
  if (match === null || whole + fraction === "") return undefined;
  const scale = Number(exponent) - fraction.length;
  return trimmed(sign === "-", whole + fraction, scale);
}

/** A whole number as digits and exponent. */
export function digitsOfInteger(integer: bigint, exponent = 0): Digits {
  const negative = integer < 0n;
  return trimmed(negative, (negative ? -integer : integer).toString(), exponent);
}

/** Orders two numbers: below, at or above zero, as `Array.sort` takes it. */
export function compareDigits(a: Digits, b: Digits): number {
  if (signOf(a) !== signOf(b)) return signOf(a) - signOf(b);
  const [magnitudeA, magnitudeB] = [a.digits.length + a.exponent, b.digits.length + b.exponent];
  const length = Math.max(a.digits.length, b.digits.length);
  const [textA, textB] = [a.digits.padEnd(length, "0"), b.digits.padEnd(length, "0")];
  const absolute = magnitudeA - magnitudeB || (textA === textB ? 0 : textA < textB ? -1 : 1);
  return a.negative ? -absolute : absolute;
}

function signOf({ negative, digits }: Digits): number {
  return digits === "0" ? 0 : negative ? -1 : 1;
}

function trimmed(negative: boolean, text: string, exponent: number): Digits {
  const significant = text.replace(/^0+/, "");
  const digits = trimZeros(significant);
  if (digits === "") return { negative: false, digits: "0", exponent: 0 };
  return { negative, digits, exponent: exponent + significant.length - digits.length };
}

// A regular expression for this takes quadratic time on many inner zeros.
function trimZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === "0") end--;
  return digits.slice(0, end);
}
