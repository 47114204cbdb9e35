import { isList, isRecord, Decimal, Dynamic, dynamicOf, isUnknown, type Value, type ValueRecord } from "../plugin";
import { listOf, recordOf } from "./values";
import { objectIn } from "../model/json";

/** Plain JSON of a Terraform value; parts that are null are left out of objects. @throws for unknown parts */
export function plainOf(value: Value): unknown {
  if (isUnknown(value)) throw new Error("a value that is not known yet cannot be sent");
  if (value instanceof Dynamic) return plainOf(value.value);
  if (value instanceof Decimal) return Number(value.text);
  if (typeof value === "bigint") return Number(value);
  if (isList(value)) return value.map(plainOf);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null)
      .map(([key, item]) => [key, plainOf(item)]),
  );
}

/** The value of a dynamic attribute without its type. */
export function innerOf(value: Value | undefined): Value {
  return value instanceof Dynamic ? value.value : (value ?? null);
}

/** A member of an object deep inside, by the names on the way. */
export function memberOf(value: Value, ...names: readonly string[]): Value | undefined {
  return names.reduce<Value | undefined>((inner, name) => recordOf(innerOf(inner))[name], value);
}

/** A Terraform value of plain JSON, with the type of its literal. */
export function dynamicFrom(json: unknown): Dynamic {
  // What comes from JSON.parse holds nothing but what a Value may hold.
  return dynamicOf(json as Value);
}

/** Fields that the server writes, and that no manifest is compared with. */
const SERVER_FIELDS = ["uid", "creationTimestamp", "resourceVersion", "generation", "selfLink", "managedFields"];

/** An object of the API as it is stored in `object`. */
export function withoutServerFields(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const metadata = Object.entries(objectIn(object.metadata)).filter(([name]) => !SERVER_FIELDS.includes(name));
  const rest = Object.entries(object).filter(([name]) => name !== "status");
  return { ...Object.fromEntries(rest), metadata: Object.fromEntries(metadata) };
}

/** The value with the members at these paths taken out; a path is names joined by dots. */
export function withoutPaths(value: Value, paths: readonly string[], at = ""): Value {
  if (!isRecord(value)) return value;
  const entries = Object.entries(value)
    .map(([name, item]) => [name, item, at === "" ? name : `${at}.${name}`] as const)
    .filter(([, , path]) => !paths.includes(path));
  return Object.fromEntries(entries.map(([name, item, path]) => [name, withoutPaths(item, paths, path)]));
}

/** Whether everything that `wanted` says stands in `found` too; lists must be of one length. */
export function contains(found: Value, wanted: Value): boolean {
  if (wanted === null) return true;
  if (isRecord(wanted)) {
    const inside: ValueRecord = recordOf(found);
    return isRecord(found) && Object.entries(wanted).every(([key, item]) => contains(inside[key] ?? null, item));
  }
  if (isList(wanted)) {
    const items = listOf(found);
    return (
      isList(found) && items.length === wanted.length && wanted.every((item, i) => contains(items[i] ?? null, item))
    );
  }
  return JSON.stringify(plainOf(found)) === JSON.stringify(plainOf(wanted));
}
