import type { ISynthesisSession, TerraformStack } from "cdktf";
import { formatIssue, type Issue } from "../src/model/issue";

/** What a stack asks before it is written, and calls afterwards. */
export interface StackGuard {
  issues(): readonly Issue[];
  write(session: ISynthesisSession): void;
}

/**
 * Writes a stack only if there is no issue, then calls `write`.
 *
 * The synthesizer is wrapped because it is the only public place that runs after the validations and knows the output
 * directory: a validation must not write, an aspect runs too early, and cdktf's hook for assets is private.
 */
export function guardStack(stack: TerraformStack, guard: StackGuard): void {
  stack.node.addValidation({ validate: () => guard.issues().map(formatIssue) });
  const { synthesizer } = stack;
  stack.synthesizer = {
    synthesize: (session) => {
      synthesizer.synthesize(session);
      guard.write(session);
    },
  };
}
