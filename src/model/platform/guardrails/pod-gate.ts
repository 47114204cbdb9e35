import type { Validation, Variable } from "./guardrail";

/**
 * What one subject asks of pods. The gates stand in one policy, because the server reads a pod anew for each policy that
 * looks at it, which takes longer than all of these questions together.
 */
export interface PodGate {
  /** CEL: whether a pod that is made is worth a look. Most are not, and pass without further cost. */
  readonly asksWhenMade: string;
  /** CEL: the same of any pod, made or changed. */
  readonly asks?: string;
  /** Names are unique among the gates. `variables.isNew` is there for all: whether the pod is made. */
  readonly variables: readonly Variable[];
  readonly validations: readonly Validation[];
}

/** CEL: whether the request comes from who may write tenants; asked once for all gates. */
export const WRITES_TENANTS = "variables.writesTenants";
