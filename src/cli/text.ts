import type { ExpiredTenant } from "../model/tenant/lifetime";
import { parseQuantity } from "../model/kubernetes/quantity";
import { printableLine } from "../model/printable";

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

const BINARY = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

/**
 * An amount as people write it: `83.2Gi` for `89335319757`, `5.2` for `5200m`. With `~` where it is rounded: more than a
 * byte off, as no share of bytes is.
 * @param key - key of a ResourceQuota, which tells bytes from counts
 */
export function amountText(key: string, text: string): string {
  const nano = parseQuantity(text)?.nano;
  if (nano === undefined || /^\d{1,4}([KMGTPE]i?)?$/.test(text)) return text;
  if (key.endsWith("cpu")) return String(Number(nano) / 1e9);
  return /(memory|storage)$/.test(key) ? bytesText(Number(nano / 1_000_000_000n)) : text;
}

function bytesText(bytes: number): string {
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), BINARY.length - 1);
  const unit = 1024 ** power;
  const exact = [1, 2, 3].map((digits) => Number((bytes / unit).toFixed(digits)));
  const found = exact.find((rounded) => Math.abs(rounded * unit - bytes) <= 1);
  const shown = found === undefined ? `~${String(exact[0])}` : String(found);
  return `${shown}${BINARY[power] ?? ""}`;
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
