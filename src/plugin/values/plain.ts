import type { Type } from "../types";
import { Decimal, Dynamic, UnknownValue, type NumberBound, type Value } from "../value";
import { isPlainRecord, recordOf } from "./guards";

/** More elements than any list has. An array of absurd length costs its author nothing, and whoever goes over it all memory. */
export const MAX_LENGTH = 1_000_000;

const UNREADABLE = "value that cannot be read";

/** Stands for what no value can be made of. Its kind is in the message of whoever refuses it. */
function unusable(kind: string): object {
  return { [Symbol.toStringTag]: kind };
}

/**
 * A copy of what an author's code answered, which may be anything. Everything is read once: a getter that throws, or says
 * something else the next time, a proxy or a value that contains itself harms nobody who goes over the copy. What is no
 * list and no plain object stays as it is, to be refused where the schema says what it should be.
 */
export function plainOf(answer: unknown): Value | undefined {
  return copied(answer, new Set()) as Value | undefined; // or something that is refused as no value
}

/** One part of an object that an author's code returned; `undefined` where that is no object. */
export function partIn(returned: unknown, name: string | number): unknown {
  if (typeof returned !== "object" || returned === null) return undefined;
  try {
    return (returned as Readonly<Record<string | number, unknown>>)[name];
  } catch {
    return unusable(UNREADABLE);
  }
}

/** The elements of a list that an author's code returned, as they are; `undefined` where it is no list. */
export function itemsIn(list: unknown): readonly unknown[] | undefined {
  try {
    const found = Array.isArray(list) && copyOfList(list, (item) => item);
    return Array.isArray(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function copied(value: unknown, around: Set<object>): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (around.has(value)) return unusable("value that contains itself");
  around.add(value);
  try {
    return copyOf(value, (part) => copied(part, around));
  } catch {
    return unusable(UNREADABLE);
  } finally {
    around.delete(value);
  }
}

function copyOf(value: object, copy: (part: unknown) => unknown): unknown {
  if (value instanceof UnknownValue) return copyOfUnknown(value);
  if (value instanceof Decimal) return new Decimal(textIn(value));
  if (value instanceof Dynamic) return new Dynamic(copyOfType(value.type), copy(value.value) as Value); // refused if it is none
  if (Array.isArray(value)) return copyOfList(value, copy);
  if (!isPlainRecord(value)) return value;
  return recordOf(Object.keys(value), (name) => copy(partIn(value, name)));
}

/** By its indices: its own iterator might never end. */
function copyOfList(list: readonly unknown[], copy: (part: unknown) => unknown): unknown {
  const { length } = list;
  if (!(length <= MAX_LENGTH)) return unusable(`list of ${String(length)} elements`);
  return Array.from({ length }, (_, index) => copy(partIn(list, index)));
}

function copyOfType(type: unknown): Type {
  const json = JSON.stringify(type) as string | undefined;
  return JSON.parse(json ?? "null", withoutOptional) as Type; // refused if it is none
}

/** A value has all attributes of its type: Terraform knows optional ones in the types of variables alone. */
function withoutOptional(_: string, part: unknown): unknown {
  return Array.isArray(part) && part[0] === "object" ? part.slice(0, 2) : part;
}

function copyOfUnknown(value: UnknownValue): UnknownValue {
  if (value.refinement === undefined) return value;
  const { notNull, stringPrefix, numberMin, numberMax, lengthMin, lengthMax } = value.refinement;
  return new UnknownValue({
    ...(notNull === true && { notNull }),
    ...(stringPrefix !== undefined && { stringPrefix }),
    ...(numberMin !== undefined && { numberMin: copyOfBound(numberMin) }),
    ...(numberMax !== undefined && { numberMax: copyOfBound(numberMax) }),
    ...(lengthMin !== undefined && { lengthMin }),
    ...(lengthMax !== undefined && { lengthMax }),
  });
}

function copyOfBound({ value, inclusive }: NumberBound): NumberBound {
  return {
    value: value instanceof Decimal ? new Decimal(textIn(value)) : value,
    inclusive: (inclusive as unknown) === true,
  };
}

function textIn({ text }: { readonly text: unknown }): string {
  if (typeof text === "string") return text;
  throw new TypeError("a decimal has no digits");
}
