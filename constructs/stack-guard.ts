import type { ISynthesisSession, TerraformStack } from "cdktf";
import { formatIssue, type Issue } from "../src/model/issue";

/** What a stack asks before it is written, and calls afterwards. */
export interface StackGuard {
  issues(): readonly Issue[];
  write(session: ISynthesisSession): void;
}

/**
 * Lets a stack be written only when there is no issue, and then calls `write`.
 *
 * The synthesizer is wrapped because it is the one public place that runs after the validations and knows the output
 * directory: a validation must not write, an aspect runs before it, and the hook of cdktf's own assets is closed
 * to libraries.
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
