import type { Type } from "./types";

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

/** A number that neither a JavaScript number nor a bigint holds exactly. */
export class Decimal {
  /** @param text decimal notation, e.g. `0.1000000000000000055511151231257827` */
  constructor(readonly text: string) {}
}

/**
 * Integers beyond 2^53 are bigints, what no float64 prints as is a Decimal, all else is a number.
 * A float64 on the wire stays a number of any size, so that what is echoed is what was sent.
 */
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
