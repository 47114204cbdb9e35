import type { PolicyRule } from "../../kubernetes/kube-object";
import type { AccessSpec } from "./spec";

/** The four levels, each containing the ones before it. */
export type AccessLevel = "viewer" | "user" | "admin" | "owner";

/** The levels from the weakest to the strongest, each with the field of the spec that gives it. */
export const ACCESS_LEVELS: readonly {
  readonly level: AccessLevel;
  readonly field: Exclude<keyof AccessSpec, "deployers">;
}[] = [
  { level: "viewer", field: "viewers" },
  { level: "user", field: "users" },
  { level: "admin", field: "admins" },
  { level: "owner", field: "owners" },
];

/** Name of the ClusterRole of a level: one a cluster, so that nobody in a tenant can write it. */
export function levelRoleName(level: AccessLevel): string {
  return `hikube:${level}`;
}

/** A rule with the weakest level that holds it. */
export interface LevelRule extends PolicyRule {
  readonly level: AccessLevel;
  /**
   * Whether the rule is only safe where guardrails check what is written: a NetworkPolicy can open the isolation, a
   * RoleBinding can let anybody in.
   */
  readonly needsGuardrails?: boolean;
}
