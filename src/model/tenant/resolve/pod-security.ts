import type { PodSecurityLevel } from "../spec/profile";

/** From the laxest to the strictest. */
export const POD_SECURITY_LEVELS: readonly PodSecurityLevel[] = ["privileged", "baseline", "restricted"];

/** Whether `level` forbids less than `than`. */
export function isLaxer(level: PodSecurityLevel, than: PodSecurityLevel): boolean {
  return POD_SECURITY_LEVELS.indexOf(level) < POD_SECURITY_LEVELS.indexOf(than);
}

/** The stricter of two levels, of which the second may be missing. */
export function stricterLevel(left: PodSecurityLevel, right: PodSecurityLevel | undefined): PodSecurityLevel {
  return right !== undefined && isLaxer(left, right) ? right : left;
}
