import { excerpt } from "./excerpt";

const UNITS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  ns: 1e-6,
};

/**
 * Reads a duration as Terraform's users write it, e.g. `1h30m`, `5m`, `500ms`.
 *
 * @returns milliseconds
 * @throws Error where the text is none
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function parseDuration(text: string): number {
  if (text === "0") return 0;
  const parts = [...text.matchAll(/([0-9]*\.?[0-9]+)(h|ms|us|µs|ns|m|s)/gy)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) {
    throw new Error(`invalid duration "${excerpt(text)}"; write for example 30s, 5m or 1h30m`);
  }
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? ""] ?? 0), 0);
}
