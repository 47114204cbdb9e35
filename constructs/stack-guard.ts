import type { ISynthesisSession, TerraformStack } from "cdktf";
import { formatIssue, type Issue, SpecError } from "../src/model/issue";
import { DOCUMENT_NAME } from "../src/model/tenant/document";
import { removeFiles } from "../src/support/remove-files";

/** What a stack asks before it is written, and calls afterwards. */
export interface StackGuard {
  issues(): readonly Issue[];
  write(session: ISynthesisSession): void;
}

/** Kept on the stack under a global symbol, so that several copies of this package share it. */
const GUARDS = Symbol.for("cdktf-hikube/guards");

interface GuardedStack extends TerraformStack {
  [GUARDS]?: StackGuard[];
}

/**
 * Writes a stack only if there is no issue, then calls `write`. All guards of a stack are asked before the first fault is told.
 *
 * The synthesizer is wrapped because it is the only public place that runs around the validations and knows the output
 * directory: a validation must not write, an aspect runs too early, and cdktf's hook for assets is private.
 */
export function guardStack(stack: GuardedStack, guard: StackGuard): void {
  if (stack[GUARDS] !== undefined) {
    stack[GUARDS].push(guard);
    return;
  }
  const guards = [guard];
  Object.defineProperty(stack, GUARDS, { value: guards });
  const issues = () => guards.flatMap((one) => one.issues());
  // For `Testing.synth`, which has no session.
  stack.node.addValidation({ validate: () => issues().map(formatIssue) });
  const { synthesizer } = stack;
  stack.synthesizer = {
    synthesize: (session) => {
      if (session.skipValidation !== true) assertNone(issues(), session.outdir);
      synthesizer.synthesize(session);
      for (const one of guards) one.write(session);
    },
  };
}

/** Faults come before cdktf's validations, which tell them in words of their own ("pass skipValidation"). */
function assertNone(issues: readonly Issue[], outdir: string): void {
  if (issues.length === 0) return;
  // Commands would praise the tenants of an earlier synth.
  removeFiles(outdir, DOCUMENT_NAME);
  const error = new SpecError(issues);
  // What an app that does not catch it prints: the frames of the synthesizer tell its author nothing. Without any frame
  // Node would put brackets around the text.
  const count = issues.length === 1 ? "a fault" : `${issues.length} faults`;
  error.stack = `The app has ${count}:\n${error.message}\n    at App.synth`;
  throw error;
}
