import type { CommandResult } from "./workspace";

/** A step of a scenario that did not go as expected. Its stack leads to the line of the step. */
export class ScenarioError extends Error {
  override readonly name = "ScenarioError";

  /** Made by a scenario: the number of the step, what it does, and what was found wrong. */
  constructor(
    /** Which step, counted from 1; the destroy at the end counts too. */
    readonly step: number,
    title: string,
    /** What was expected and what was received, fault by fault. */
    readonly faults: readonly string[],
    options?: ErrorOptions,
  ) {
    super(`Step ${step}, ${title}:\n${faults.map((fault) => `- ${indented(fault)}`).join("\n")}`, options);
  }
}

/** What a step found wrong, before it is known which step it is. */
export class StepFaults extends Error {
  constructor(readonly faults: readonly string[]) {
    super(faults.join("\n"));
  }
}

/** @throws StepFaults where there are any */
export function assertNone(faults: readonly string[]): void {
  if (faults.length > 0) throw new StepFaults(faults);
}

/** What a command said, for a message: its diagnostics, else all that it printed. */
export function saidBy({ diagnostics, output, errors }: CommandResult): string {
  const told = diagnostics.map(({ severity, text }) => `${severity}: ${text}`);
  return told.length > 0 ? told.join("\n") : `${errors}${output}`.trim();
}

function indented(text: string): string {
  return text.replaceAll("\n", "\n  ");
}
