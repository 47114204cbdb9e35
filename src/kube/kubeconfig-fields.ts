import { ConnectionError } from "./connection-error";
import { messageOf } from "../support/errors";
import { readFileSync } from "node:fs";

/** An unchecked entry of a kubeconfig, with its name in messages. */
export interface Entry {
  /** E.g. `user "ann"`. */
  readonly title: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The faults of a kubeconfig, told at once. */
class KubeconfigFaults extends ConnectionError {
  constructor(readonly faults: readonly string[]) {
    super([`the kubeconfig has ${String(faults.length)} faults:`, ...faults.map((fault) => `  ${fault}`)]);
  }
}

/**
 * Reads several parts, and goes on after one that cannot be read.
 * @throws ConnectionError with the faults of all of them
 */
export function together<T extends readonly unknown[]>(...parts: { readonly [K in keyof T]: () => T[K] }): T {
  const errors: ConnectionError[] = [];
  const values = parts.map((part) => {
    try {
      return part();
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      errors.push(error);
      return undefined;
    }
  });
  const [first, ...others] = errors;
  if (first === undefined) return values as unknown as T; // None of them is missing.
  if (others.length === 0) throw first;
  throw new KubeconfigFaults(
    errors.flatMap((each) => (each instanceof KubeconfigFaults ? each.faults : [each.message])),
  );
}

/** The error for a field that is not supported: without it we would reach another server or be another user. */
export function refused({ title }: Entry, field: string, why: string): ConnectionError {
  return new ConnectionError(`the kubeconfig's ${title} has \`${field}\`, and ${why}`);
}

/** The text of a field; an empty one counts as absent, as for kubectl. @throws Error where it is no text */
export function textField(entry: Entry, field: string): string | undefined {
  const value = entry.fields[field] ?? "";
  if (typeof value !== "string") throw refused(entry, field, `it is not a string`);
  return value === "" ? undefined : value;
}

/** The texts of a list. @throws Error where it is no list of texts */
export function textsField(entry: Entry, field: string): readonly string[] {
  const value = entry.fields[field] ?? [];
  if (isTexts(value)) return value;
  throw refused(entry, field, "it is not a list of strings");
}

export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

/** @throws Error where it is neither `true` nor `false` */
export function flagField(entry: Entry, field: string): boolean {
  const value = entry.fields[field] ?? false;
  if (typeof value !== "boolean") throw refused(entry, field, "it must be true or false");
  return value;
}

/**
 * PEM text that stands in `<field>-data` as base64, or in the file that `<field>` names.
 * @throws Error where it is empty or cannot be read: the system's own authorities, or nobody, would take its place
 */
export function pemField(entry: Entry, field: string): string | undefined {
  const data = textField(entry, `${field}-data`);
  const path = textField(entry, field);
  if (data !== undefined && path !== undefined)
    throw refused(entry, field, `\`${field}-data\` too; remove one of them`);
  if (data !== undefined) return decoded(entry, `${field}-data`, data);
  if (path === undefined) return undefined;
  const text = fileText(entry, field, path);
  if (text.trim() === "") throw refused(entry, field, `${path} is empty`);
  return text;
}

function decoded(entry: Entry, field: string, data: string): string {
  const compact = data.replaceAll(/\s/g, "");
  const text = Buffer.from(compact, "base64").toString("utf8");
  if (text !== "" && /^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return text;
  throw refused(entry, field, "it is not base64; expected a PEM file as base64");
}

/** What a file says that an entry names. */
export function fileText(entry: Entry, field: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const { message } = refused(entry, field, `its file ${path} cannot be read`);
    throw new ConnectionError(`${message}: ${messageOf(cause)}`, "invalid-kubeconfig", { cause });
  }
}

/** Whether a text can stand in a header as it is: the ends of it would be cut, and a line break would begin another. */
export function isHeaderText(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- Control characters are what it looks for.
  return text !== "" && text === text.trim() && !/[\u0000-\u001f\u007f]/.test(text);
}
