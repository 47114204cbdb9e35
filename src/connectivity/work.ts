/** A part of a matrix would take more steps than it may. */
export class OverLimit extends Error {
  override readonly name = "OverLimit";
}

/**
 * Counts the steps of an evaluation, so that policies and pods which are made to be costly end it at the same place on
 * every machine.
 */
export class Work {
  constructor(
    private left: number,
    private readonly whole?: Work,
  ) {}

  /** @throws OverLimit where the limit, or that of the whole, is passed */
  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new OverLimit();
    this.whole?.spend(steps);
  }
}

/** Steps that a matrix may take; a step is about a microsecond at most. */
export interface WorkLimits {
  /** For the ways of one group's pods to and from others, and for those of all groups. */
  readonly across: readonly [group: number, all: number];
  /** For the ways among pods of the same namespaces, and for those of all namespaces. */
  readonly inside: readonly [group: number, all: number];
}

export const NO_LIMITS: WorkLimits = { across: [Infinity, Infinity], inside: [Infinity, Infinity] };
