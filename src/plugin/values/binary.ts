import { digitsOfInteger, type Digits } from "./digits";

// Terraform holds a number as a binary one: with 53 bits where it came as a float64, with 512 where it came as text. It
// tells fractions apart by the shortest digits that name one of them among all of so many bits.

/** A number as Terraform holds it: `mantissa` times two to the `exponent`, rounded to `bits`. */
interface Binary {
  readonly mantissa: bigint;
  readonly exponent: number;
  readonly bits: number;
}

/** Bits of a number that Terraform reads from text. */
const TEXT_BITS = 512;
/** So many digits always come back from 512 bits as they were. */
const SAFE_DIGITS = 153;
/** Beyond it the powers of ten would take too long; the digits alone are compared there. */
const MAX_LENGTH = 20_000;

/** The digits by which Terraform knows a number that it reads from text. */
export function heldAsText(text: Digits): Digits {
  const { digits, exponent, negative } = text;
  if (digits.length <= SAFE_DIGITS || Math.max(digits.length, Math.abs(exponent)) > MAX_LENGTH) return text;
  return signed(shortest(rounded(BigInt(digits), exponent)), negative);
}

/** The digits by which Terraform knows a float64: other than JavaScript's for powers of two and below 2^-1022. */
export function heldAsFloat(value: number): Digits {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const word = view.getBigUint64(0);
  const [biased, fraction] = [Number(word >> 52n), word & (2n ** 52n - 1n)];
  const mantissa = biased === 0 ? fraction : fraction + 2n ** 52n;
  return signed(shortest({ mantissa, exponent: Math.max(biased, 1) - 1075, bits: 53 }), value < 0);
}

/** Rounds digits times a power of ten to 512 bits, to the nearest, halves to even. */
function rounded(digits: bigint, power: number): Binary {
  const numerator = power > 0 ? digits * 10n ** BigInt(power) : digits;
  const denominator = power < 0 ? 10n ** BigInt(-power) : 1n;
  // Two bits more than are kept: one decides, the last one says whether anything follows.
  const shift = Math.max(0, TEXT_BITS + 2 - lengthOf(numerator) + lengthOf(denominator));
  const scaled = numerator << BigInt(shift);
  const quotient = (scaled / denominator) << 1n;
  const sticky = scaled % denominator === 0n ? quotient : quotient | 1n;
  const surplus = lengthOf(sticky) - TEXT_BITS;
  return { mantissa: halfToEven(sticky, surplus), exponent: surplus - shift - 1, bits: TEXT_BITS };
}

function halfToEven(value: bigint, surplus: number): bigint {
  const unit = 1n << BigInt(surplus);
  const [kept, rest] = [value / unit, value % unit];
  const half = unit / 2n;
  return rest > half || (rest === half && kept % 2n === 1n) ? kept + 1n : kept;
}

/**
 * The shortest digits between the neighbours of a number; a whole number with all its digits, as Terraform compares it.
 *
 * @see https://github.com/golang/go/blob/master/src/math/big/ftoa.go roundShortest
 */
function shortest({ mantissa, exponent, bits }: Binary): Digits {
  if (mantissa === 0n) return digitsOfInteger(0n);
  const whole = exponent >= 0 ? mantissa << BigInt(exponent) : mantissa >> BigInt(-exponent);
  if (exponent >= 0 || whole << BigInt(-exponent) === mantissa) return digitsOfInteger(whole);
  // Half a unit of the last bit, to either side, in decimal places of one scale.
  const room = BigInt(Math.max(0, bits + 1 - lengthOf(mantissa)));
  const places = -exponent + Number(room);
  const scale = 5n ** BigInt(places);
  const middle = mantissa << room;
  const range = { low: (middle - 1n) * scale, high: (middle + 1n) * scale, inclusive: (middle >> 1n) % 2n === 0n };
  return firstWithin(middle * scale, range, places);
}

interface Range {
  readonly low: bigint;
  readonly high: bigint;
  readonly inclusive: boolean;
}

function firstWithin(value: bigint, { low, high, inclusive }: Range, places: number): Digits {
  const within = (candidate: bigint): boolean =>
    inclusive ? candidate >= low && candidate <= high : candidate > low && candidate < high;
  for (let unit = 10n ** BigInt(value.toString().length - 1); unit > 1n; unit /= 10n) {
    const down = value - (value % unit);
    const up = down + unit;
    const [fitsDown, fitsUp] = [within(down), within(up)];
    if (!fitsDown && !fitsUp) continue;
    const nearer = value - down < up - value || (value - down === up - value && (down / unit) % 2n === 0n) ? down : up;
    return digitsOfInteger(fitsDown && fitsUp ? nearer : fitsDown ? down : up, -places);
  }
  return digitsOfInteger(value, -places);
}

function lengthOf(value: bigint): number {
  return value.toString(2).length;
}

function signed(digits: Digits, negative: boolean): Digits {
  return { ...digits, negative: negative && digits.digits !== "0" };
}
