/**
 * Exact arithmetic on Kubernetes quantities. Kubernetes keeps nothing finer than a nano unit and rounds what
 * is finer up; so does this, which makes a whole number of nano units the exact value.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export interface Quantity {
  /** The value times 10^9. */
  readonly nano: bigint;
  /** How Kubernetes prints it: `1Gi`, `1G` or `1e9`. */
  readonly form: "binary" | "decimal" | "exponent";
}

const NANO = 1_000_000_000n;

/** Kubernetes stores larger values rounded or cut to this one; they are refused here. */
const LARGEST = (2n ** 63n - 1n) * NANO;

/** From 10^-9 in steps of 10^3. */
const DECIMAL_SUFFIXES = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
const BINARY_SUFFIXES = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

/** A count that is written as Kubernetes prints it: not as `007`, and not for `7k`. */
const CANONICAL_COUNT = /^(?:0|[1-9]\d{0,14})(?<!000)$/;

/** What most amounts are; a number holds it, and no suffix is looked for. */
const COUNT = /^\d{1,15}$/;

/** Exponents of three digits at most: more would only take time to compute. */
const SYNTAX = /^([+-]?)(\d+\.?\d*|\.\d+)(?:([numkMGTPE]?)|([KMGTPE]i)|[eE]([+-]?\d{1,3}))$/;

/** Longest text that is read; a quantity has at most a few digits. */
const LONGEST_TEXT = 64;

/** The quantity that a text says, or `undefined` where Kubernetes would not take the text or not keep the value. */
export function parseQuantity(text: unknown): Quantity | undefined {
  const quantity = readQuantity(text);
  const isKept = quantity !== undefined && quantity.nano <= LARGEST && quantity.nano >= -LARGEST;
  return isKept ? quantity : undefined;
}

/** Whether two texts are the same quantity, e.g. `1000m` and `1`, however large. */
export function sameQuantity(left: string, right: string): boolean {
  const quantity = readQuantity(left);
  return quantity !== undefined && quantity.nano === readQuantity(right)?.nano;
}

/** As `parseQuantity`, but with values that are larger than Kubernetes keeps. */
export function readQuantity(text: unknown): Quantity | undefined {
  if (typeof text !== "string" || text.length > LONGEST_TEXT) return undefined;
  if (COUNT.test(text)) return quantityOf(Number(text));
  const match = SYNTAX.exec(text);
  if (!match) return undefined;
  const [, sign = "", digits = "", decimal, binary, exponent] = match;
  const power = exponent === undefined ? DECIMAL_SUFFIXES.indexOf(decimal ?? "") * 3 - 9 : Number(exponent);
  const factor = binary === undefined ? 1n : 1024n ** BigInt(BINARY_SUFFIXES.indexOf(binary));
  const magnitude = toNano(digits, power, factor);
  const form = exponent !== undefined ? "exponent" : binary !== undefined ? "binary" : "decimal";
  return { nano: sign === "-" ? -magnitude : magnitude, form };
}

/** Whether a text is a quantity of zero or more. */
export function isQuantity(text: unknown): text is string {
  const quantity = parseQuantity(text);
  return quantity !== undefined && quantity.nano >= 0n;
}

/** A whole number as a quantity, e.g. a count of pods. */
export function quantityOf(count: number | bigint): Quantity {
  return { nano: BigInt(count) * NANO, form: "decimal" };
}

/** Negative, zero or positive as `left` is less than, equal to or more than `right`. */
export function compareQuantities(left: Quantity, right: Quantity): number {
  return left.nano < right.nano ? -1 : left.nano > right.nano ? 1 : 0;
}

/** The sum, printed in the form of `left` unless that is zero. */
export function addQuantities(left: Quantity, right: Quantity): Quantity {
  return { nano: left.nano + right.nano, form: left.nano === 0n ? right.form : left.form };
}

/** The difference, printed in the form of `left` unless that is zero. */
export function subtractQuantities(left: Quantity, right: Quantity): Quantity {
  return addQuantities(left, { ...right, nano: -right.nano });
}

/** The smaller of the two. */
export function smallerQuantity(left: Quantity, right: Quantity): Quantity {
  return compareQuantities(left, right) <= 0 ? left : right;
}

/** Percent of a quantity, rounded down to a multiple of `step` so that shares never add up to more than the whole. */
export function shareOfQuantity(whole: Quantity, percent: number, step: Quantity): Quantity {
  const share = (whole.nano * millionths(percent)) / 100_000_000n;
  return { nano: share - (share % step.nano), form: whole.form };
}

/**
 * Six decimals of a percentage, the rest cut off: rounded up, six sixths would be more than the whole. What is behind
 * the fifteenth digit is not the author's but the float's.
 */
function millionths(percent: number): bigint {
  return BigInt(Math.floor(Number((percent * 1_000_000).toPrecision(15))));
}

/** Whether the quantity is a multiple of `step`, e.g. of one byte or of one thousandth of a core. */
export function isMultipleOf(quantity: Quantity, step: Quantity): boolean {
  return quantity.nano % step.nano === 0n;
}

/**
 * The canonical text, equal to what an API server gives back: `100m` for `0.1`, `1Gi` for `1024Mi`, `1k` for `1000`.
 * Terraform compares texts, so another form would be planned as a change for ever.
 */
export function formatQuantity(quantity: Quantity): string {
  const whole = ceilDiv(quantity.nano, NANO);
  // Kubernetes prints small binary quantities as decimals.
  const binary = quantity.form === "binary" && quantity.nano > -1024n * NANO && quantity.nano < 1024n * NANO;
  if (quantity.form === "binary" && !binary) return formatBinary(whole);
  return formatDecimal(quantity.nano, quantity.form === "exponent");
}

/** The canonical text of a quantity's text; what is no quantity (a value not known yet) passes through. */
export function canonicalQuantity(text: string): string {
  if (CANONICAL_COUNT.test(text)) return text;
  const quantity = parseQuantity(text);
  return quantity === undefined ? text : formatQuantity(quantity);
}

function toNano(digits: string, power: number, factor: bigint): bigint {
  const [whole = "", fraction = ""] = digits.split(".");
  const mantissa = BigInt(whole + fraction) * factor;
  const exponent = power - fraction.length + 9;
  return exponent >= 0 ? mantissa * 10n ** BigInt(exponent) : ceilDiv(mantissa, 10n ** BigInt(-exponent));
}

/** Rounds away from zero, as Kubernetes does. */
function ceilDiv(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  if (value % by === 0n) return quotient;
  return value < 0n ? quotient - 1n : quotient + 1n;
}

function formatBinary(value: bigint): string {
  let index = 0;
  let rest = value;
  while (rest % 1024n === 0n && index < BINARY_SUFFIXES.length - 1) {
    rest /= 1024n;
    index += 1;
  }
  return `${rest}${BINARY_SUFFIXES[index] ?? ""}`;
}

function formatDecimal(nano: bigint, asExponent: boolean): string {
  if (nano === 0n) return "0";
  const isWhole = nano % NANO === 0n;
  let index = isWhole ? DECIMAL_SUFFIXES.indexOf("") : 0;
  let rest = isWhole ? nano / NANO : nano;
  while (rest % 1000n === 0n && index < DECIMAL_SUFFIXES.length - 1) {
    rest /= 1000n;
    index += 1;
  }
  const power = index * 3 - 9;
  if (asExponent) return power === 0 ? `${rest}` : `${rest}e${power}`;
  return `${rest}${DECIMAL_SUFFIXES[index] ?? ""}`;
}
