import { isRecord, recordOf } from "../model/record";

/*
 * Reading JSON of other programs: what has not the form that was expected is taken for absent.
 */

export type JsonRecord = Readonly<Record<string, unknown>>;

export { isRecord, recordOf };

/** The list, or an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The entries of a record that are text. */
export function textsOf(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(recordOf(value));
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
