import { DiagnosticError, type Path } from "../diagnostic";
import { excerpt } from "../values/excerpt";
import { kindOf } from "../values/guards";
import { eachLeaf } from "../values/leaves";
import { UnknownValue, type Value } from "../value";
import type { Collector } from "./collector";
import type { Fault } from "./conformance";

/** Says what the provider did wrong, attribute by attribute, before Terraform has to find out. */
export function reportFaults(diagnostics: Collector, what: string, faults: readonly Fault[]): void {
  const summary = `The provider returned an invalid ${what}`;
  for (const { path, text } of faults.slice(0, MAX_TOLD)) {
    diagnostics.error(summary, `${formatPath(path)} ${text}. ${BUG_OF_PROVIDER}`, path);
  }
  if (faults.length > MAX_TOLD) diagnostics.error(summary, `It has ${faults.length - MAX_TOLD} further faults.`);
}

/** So many of one answer: a long list may have a fault in each element. */
const MAX_TOLD = 20;

export const BUG_OF_PROVIDER = "This is a bug in the provider. Please report it to its maintainers.";

/** The error for an answer of an author's code that is of another kind than it should be. */
export function invalidAnswer(what: string, text: string): DiagnosticError {
  return new DiagnosticError(`The provider returned an invalid ${what}`, `${text}. ${BUG_OF_PROVIDER}`);
}

/** What a function of an author decided. Without a compiler it may be a promise, which would pass for `true`. */
export function decided(name: string, answer: unknown): boolean {
  if (typeof answer === "boolean") return answer;
  throw invalidAnswer("answer", `${name} must return true or false, not ${kindOf(answer)}`);
}

/** A path as it is written in configurations: `rules[0].port`, `tags["a"]`. */
export function formatPath(path: Path): string {
  if (path.length === 0) return "The object";
  return path.reduce<string>((text, step, index) => {
    if (typeof step === "number") return `${text}[${step}]`;
    if (index === 0) return excerpt(step);
    return /^[A-Za-z_][\w-]*$/.test(step) ? `${text}.${excerpt(step)}` : `${text}[${JSON.stringify(excerpt(step))}]`;
  }, "");
}

/** Where in a value something is unknown. */
export function unknownFaults(value: Value, path: Path = []): readonly Fault[] {
  const faults: Fault[] = [];
  const look = (leaf: Value, at: Path): void => {
    if (leaf instanceof UnknownValue) faults.push({ path: at, text: "is still unknown" });
  };
  eachLeaf(value, look, path);
  return faults;
}
