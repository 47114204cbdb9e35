import type { Type } from "./types";
import { compareDigits, digitsOf, type Digits } from "./values/digits";

/**
 * What Terraform promises of a value that it does not know yet. A refinement that a provider puts into
 * a plan binds it: the value after apply must honour it.
 */
export interface Refinement {
  readonly notNull?: boolean;
  readonly stringPrefix?: string;
  readonly numberMin?: NumberBound;
  readonly numberMax?: NumberBound;
  readonly lengthMin?: number;
  readonly lengthMax?: number;
}

export interface NumberBound {
  readonly value: NumberValue;
  readonly inclusive: boolean;
}

/** A value that Terraform does not know yet; `null` is something else: a value that is not set. */
export class UnknownValue {
  constructor(readonly refinement?: Refinement) {}
}

/** The unknown value of which nothing is promised. */
export const UNKNOWN = new UnknownValue();

/** Whether a value is not known yet. Looks at the value itself, not at what it contains. */
export function isUnknown(value: unknown): value is UnknownValue {
  return value instanceof UnknownValue;
}

/**
 * An exact number of any length: what an attribute with `as: "exact"` holds. Nothing turns it into another number
 * unasked: `Number(x)`, `x < 1` and `x + 1` throw; in text and JSON it is its digits as a string.
 *
 * @example new Decimal("0.1").toNumber()
 */
export class Decimal {
  readonly text: string;

  /** @param value a number, or decimal notation, e.g. `0.1000000000000000055511151231257827` or `1e400` */
  constructor(value: string | number | bigint) {
    this.text = String(value);
  }

  /** The nearest JavaScript number; `Infinity` beyond 1.8e308, `NaN` where the text is no number. */
  toNumber(): number {
    return digitsOf(this.text) === undefined ? NaN : Number(this.text);
  }

  /** @throws RangeError where there is a fraction, or more digits than fit into memory */
  toBigInt(): bigint {
    const { digits, exponent, negative } = this.#digits();
    if (exponent < 0) throw new RangeError(`${this.text} is not a whole number.`);
    const integer = BigInt(digits) * 10n ** BigInt(exponent);
    return negative ? -integer : integer;
  }

  /** Below, at or above zero, as `Array.sort` takes it. @throws RangeError where one of the two is no number */
  compare(other: NumberValue): number {
    return compareDigits(this.#digits(), new Decimal(other instanceof Decimal ? other.text : other).#digits());
  }

  equals(other: NumberValue): boolean {
    return this.compare(other) === 0;
  }

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }

  [Symbol.toPrimitive](hint: string): string {
    if (hint === "string") return this.text;
    throw new TypeError(`${this.text} is an exact number: use its toNumber(), toBigInt(), compare() or equals().`);
  }

  #digits(): Digits {
    const digits = digitsOf(this.text);
    if (digits === undefined) throw new RangeError(`${JSON.stringify(this.text)} is not a number.`);
    return digits;
  }
}

/** The ways in which a number may be given to the bridge; which of them an author gets is said by `as` in the schema. */
export type NumberValue = number | bigint | Decimal;

/**
 * A value of type `dynamic` with the type that it has now. The value in it is null or unknown where
 * the type is known already; where not even that is, null or unknown stand in the place of the `Dynamic`.
 */
export class Dynamic {
  constructor(
    readonly type: Type,
    readonly value: Value,
  ) {}
}

/** A Terraform value as plain JavaScript: sets, lists and tuples are arrays, maps and objects are records. */
export type Value = null | boolean | string | NumberValue | UnknownValue | Dynamic | readonly Value[] | ValueRecord;

export interface ValueRecord {
  readonly [name: string]: Value;
}
