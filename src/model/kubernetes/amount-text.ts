import { parseQuantity } from "./quantity";

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
