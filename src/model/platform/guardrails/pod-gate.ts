import type { Validation, Variable } from "./guardrail";

/**
 * The checks of one subject on pods. All gates are in one policy, because the server converts a pod again for each
 * policy, which takes longer than all of these expressions together.
 */
export interface PodGate {
  /** CEL: whether a created pod must be checked. Most need not, and cost nothing more. */
  readonly asksWhenMade: string;
  /** CEL: the same of any pod, created or changed. */
  readonly asks?: string;
  /** Names are unique among the gates. `variables.isNew` is there for all: whether the pod is made. */
  readonly variables: readonly Variable[];
  readonly validations: readonly Validation[];
}

/** CEL: whether the request comes from who may write tenants; asked once for all gates. */
export const WRITES_TENANTS = "variables.writesTenants";
