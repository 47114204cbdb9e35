import type { ExpiredTenant } from "../model/tenant/lifetime";
import { printableLine } from "../model/printable";

export { amountText } from "../model/kubernetes/amount-text";

/** Rows under headings, in columns as wide as their widest cell. A row is a line, whatever its cells hold. */
export function formatTable(headings: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const all = [headings, ...rows.map((row) => row.map(printableLine))];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** `1 tenant`, `2 tenants`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

const NAMED = 3;

/** The first of them, and how many more there are. */
export function some(names: readonly string[]): string {
  const more = names.length > NAMED ? ` and ${String(names.length - NAMED)} more` : "";
  return `${names.slice(0, NAMED).join(", ")}${more}`;
}

const DAY_MS = 86_400_000;

/** When a tenant ends, or ended, for people. */
export function endOf({ namespace, expiresAt }: ExpiredTenant, now: Date): string {
  const days = Math.floor(Math.abs(now.getTime() - Date.parse(expiresAt)) / DAY_MS);
  const distance =
    Date.parse(expiresAt) <= now.getTime() ? `${counted(days, "day")} ago` : `in ${counted(days, "day")}`;
  return `${namespace}, at ${expiresAt} (${distance})`;
}

/** A word that every POSIX shell reads as it stands. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A path as a shell takes it: what it reads as it stands needs no quotes. */
export function shellWord(path: string): string {
  return /^[\w./-]+$/.test(path) && !path.startsWith("-") ? path : shellQuote(path);
}
