import { warningFaults } from "./checks";
import { assertNone, saidBy, StepFaults } from "./scenario-error";
import type { CommandResult } from "./workspace";

/** What the errors of a step must say: each expression is found in one of them. */
export type ExpectedErrors = RegExp | readonly RegExp[];

/** What a command must say; what is not given is not looked at, but an error that is not expected fails the step. */
export interface ExpectedDiagnostics {
  /** Each must be found in some warning: its summary, detail or place, e.g. `on main.tf line 2`; an empty list allows none. */
  readonly warnings?: readonly RegExp[];
  /** The step must fail, and each must be found in one of its errors. */
  readonly error?: ExpectedErrors;
}

/** Whether a command failed as it had to. @throws StepFaults where it failed and should not have, or otherwise */
export function failedAsExpected(what: string, result: CommandResult, expected: ExpectedDiagnostics): boolean {
  if (result.code === 0 || (what === "plan" && result.code === 2)) return false;
  const { error, warnings } = expected;
  if (error === undefined) throw new StepFaults([`${what} failed:\n${saidBy(result)}`]);
  const texts = result.diagnostics.filter(({ severity }) => severity === "error").map(({ text }) => text);
  assertErrors(what, error, texts, saidBy(result));
  assertNone(warnings === undefined ? [] : warningFaults(warnings, result.diagnostics));
  return true;
}

/** @throws StepFaults where an error is missing among these */
export function assertErrors(what: string, expected: ExpectedErrors, texts: readonly string[], said: string): void {
  const missing = patternsOf(expected).filter((pattern) => texts.every((text) => text.search(pattern) === -1));
  if (missing.length > 0) {
    throw new StepFaults([`expected an error that matches ${shownPatterns(missing)}, ${what} failed with:\n${said}`]);
  }
}

/** @throws StepFaults where an error was expected of a step that went well */
export function assertNoError(expected: ExpectedErrors | undefined): void {
  if (expected === undefined) return;
  throw new StepFaults([`expected an error that matches ${shownPatterns(patternsOf(expected))}, received none`]);
}

function patternsOf(expected: ExpectedErrors): readonly RegExp[] {
  return [expected].flat();
}

function shownPatterns(patterns: readonly RegExp[]): string {
  return patterns.map(String).join(" and one that matches ");
}
