import type { Type } from "./types";
import { compareDigits, digitsOf, type Digits } from "./values/digits";

/**
 * What Terraform promises of a value that it does not know yet. A refinement that a provider puts into
 * a plan binds it: the value after apply must honour it.
 */
export interface Refinement {
  /** It will not be null. */
  readonly notNull?: boolean;
  /** A text that begins so. */
  readonly stringPrefix?: string;
  /** A number that is not below. */
  readonly numberMin?: NumberBound;
  /** A number that is not above. */
  readonly numberMax?: NumberBound;
  /** A list, set or map of at least so many elements. */
  readonly lengthMin?: number;
  /** A list, set or map of at most so many elements. */
  readonly lengthMax?: number;
}

export interface NumberBound {
  /** The bound itself. */
  readonly value: NumberValue;
  /** Whether the number may be the bound itself. */
  readonly inclusive: boolean;
}

/** A value that Terraform does not know yet; `null` is something else: a value that is not set. */
export class UnknownValue {
  /** With what is promised of it. */
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
  /** The number as it is written. */
  readonly text: string;

  /**
   * From a number, or from its digits. A whole number has all of its digits, a fraction those that JavaScript prints.
   *
   * @param value a number, or decimal notation, e.g. `0.1000000000000000055511151231257827` or `1e400`
   */
  constructor(value: string | number | bigint) {
    // Terraform compares whole numbers by all of their digits, of which JavaScript prints 17 at most.
    this.text = String(Number.isInteger(value) ? BigInt(value) : value);
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

  /** Whether both are the same number, digit by digit. @throws RangeError where one of the two is no number */
  equals(other: NumberValue): boolean {
    return this.compare(other) === 0;
  }

  /** The number as it is written. */
  toString(): string {
    return this.text;
  }

  /** The number as it is written, as a string: JSON would lose digits. */
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
  /** A value with its type; `dynamicOf` infers the type. */
  constructor(
    readonly type: Type,
    readonly value: Value,
  ) {}
}

/** A Terraform value as plain JavaScript: sets, lists and tuples are arrays, maps and objects are records. */
export type Value = null | boolean | string | NumberValue | UnknownValue | Dynamic | readonly Value[] | ValueRecord;

export interface ValueRecord {
  /** The values by name or key. */
  readonly [name: string]: Value;
}
