import type { Validation, Variable } from "./guardrail";

/** Where a policy finds the pod that it judges: in the pod itself, or in what pods are made from. */
export interface PodPlace {
  /** CEL: its spec. */
  readonly spec: string;
  /** CEL: its spec before it was changed. Read only where it is not new. */
  readonly oldSpec: string;
  /** CEL: whether it is made, not changed. */
  readonly isNew: string;
  /** CEL: whether the request comes from who may write tenants. */
  readonly writesTenants: string;
  /** CEL: the same, or from a controller that the platform named. */
  readonly operates: string;
}

/** A pod, by variables of its policy. */
export const POD: PodPlace = {
  spec: "object.spec",
  oldSpec: "oldObject.spec",
  isNew: "variables.isNew",
  writesTenants: "variables.writesTenants",
  operates: "variables.operates",
};

/**
 * The checks of one subject on pods. All gates are in one policy, because the server converts a pod again for each
 * policy, which takes longer than all of these expressions together.
 */
export interface PodGate {
  /** CEL: whether a created pod must be checked. Most need not, and cost nothing more. */
  readonly asksWhenMade: string;
  /** CEL: the same of any pod, created or changed. */
  readonly asks?: string;
  /** Names are unique among the gates. */
  readonly variables: readonly Variable[];
  readonly validations: readonly Validation[];
}
