/**
 * Takes the place of a value whose fault was reported already. Rules skip it, as they skip what is only known at apply, so
 * that each fault is reported once and no index changes.
 */
export const INVALID = Symbol.for("cdktf-hikube/invalid");

/** Whether a value resolves later, as tokens of a CDKTF app do. */
export function isDeferred(value: unknown): boolean {
  return typeof value === "object" && value !== null && "resolve" in value && typeof value.resolve === "function";
}

/** Whether something inside plain data was invalid. */
export function holdsInvalid(value: unknown): boolean {
  if (value === INVALID) return true;
  if (typeof value !== "object" || value === null || isDeferred(value)) return false;
  return Object.values(value).some(holdsInvalid);
}
