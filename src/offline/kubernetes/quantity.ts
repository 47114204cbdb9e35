const QUANTITY = /^([+-]?)([0-9]+\.?[0-9]*|\.[0-9]+)(?:([eE])([+-]?[0-9]+)|(n|u|m|k|[KMGTPE]i|[MGTPE]))?$/;
/** Powers of ten. */
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
/** Powers of 1024. */
const BINARY: Readonly<Record<string, bigint>> = { Ki: 1n, Mi: 2n, Gi: 3n, Ti: 4n, Pi: 5n, Ei: 6n };
/** Kubernetes keeps nine digits behind the point. */
const SCALE = 9;

/**
 * A quantity in billionths of its unit, rounded up; `undefined` where the text is no quantity.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(text: string): bigint | undefined {
  const match = QUANTITY.exec(text);
  if (match === null) return undefined;
  const [, sign = "", number = "", , exponent = "0", suffix = ""] = match;
  const [whole = "", fraction = ""] = number.split(".");
  const power = Number(exponent) + (DECIMAL[suffix] ?? 0) + SCALE - fraction.length;
  if (Math.abs(power) > 1_000) return undefined;
  const digits = BigInt(whole + fraction) * 1024n ** (BINARY[suffix] ?? 0n);
  const value = power >= 0 ? digits * 10n ** BigInt(power) : divideUp(digits, 10n ** BigInt(-power));
  return sign === "-" ? -value : value;
}

/** Whether two texts are the same quantity, e.g. `1000m` and `1`. */
export function sameQuantity(a: string, b: string): boolean {
  const value = parseQuantity(a);
  return value !== undefined && value === parseQuantity(b);
}

/** Whether two lists of resources hold the same quantities. */
export function sameResources(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => sameQuantity(a[name] ?? "", b[name] ?? ""));
}

function divideUp(value: bigint, by: bigint): bigint {
  return (value + by - 1n) / by;
}
