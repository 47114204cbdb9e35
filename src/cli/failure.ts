import { KubeError } from "../kube/kube-error";
import type { ClusterErrorCode } from "../kube/connection-error";
import { formatIssue, SpecError } from "../model/issue";
import { printableLine } from "../model/printable";
import { isSystemError, LinesError, messageLines, systemCode, withCode } from "../support/errors";
import { EXIT, UsageError } from "./command";
import type { CliErrorCode } from "./error-codes";

/** What is told of an error, and how the command ends. */
export interface Failure {
  /** For standard error. */
  readonly lines: readonly string[];
  /** For standard output under `--output json`: every fault of the input, or the one error. */
  readonly json: { readonly errors: readonly object[] };
  readonly exitCode: number;
}

/** The failure of a command that ended with an error. */
export function failureOf(error: unknown): Failure {
  const exitCode = isBadInput(error) ? EXIT.badUsage : EXIT.failed;
  if (error instanceof SpecError) {
    const lines = error.issues.map((issue) => `hikube: ${formatIssue(issue)}`);
    return { lines, json: { errors: error.issues }, exitCode };
  }
  const code = codeOf(error);
  const texts = isBug(error) ? bugLines(error) : messageLines(error);
  const [message = "", ...details] = texts;
  const [first = "", ...rest] = withCode(texts, code);
  return {
    // Only lines that we compose are marked as ours, no line of a foreign answer or file.
    lines: [`hikube: ${first}`, ...rest.map((line) => line.replace(/^(?! {2})/, "  "))],
    json: { errors: [{ code, message, ...(details.length === 0 ? {} : { details }) }] },
    exitCode,
  };
}

function isBadInput(error: unknown): boolean {
  if (error instanceof UsageError || error instanceof SpecError) return true;
  return error instanceof LinesError && ["bad-option", "invalid-kubeconfig"].includes(systemCode(error) ?? "");
}

/** Every error has a code that `docs/errors.md` explains. */
function codeOf(error: unknown): string {
  if (error instanceof KubeError) return clusterCode(error);
  if (error instanceof LinesError) return systemCode(error) ?? fallback("command-failed");
  if (isBug(error)) return fallback("internal-error");
  return fallback(isSystemError(error) ? "system-error" : "command-failed");
}

/** Without a status no answer came. */
function clusterCode({ code }: KubeError): ClusterErrorCode {
  return code === 0 ? "cluster-unreachable" : "cluster-error";
}

function fallback(code: CliErrorCode): CliErrorCode {
  return code;
}

function isBug(error: unknown): error is Error {
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
}

/** A bug is printed with its stack, any other error with its message. */
function bugLines({ name, message, stack = "" }: Error): readonly string[] {
  const places = stack.split("\n").filter((line) => /^ {4}at /.test(line));
  return ["this is a bug in hikube, please report it", `${name}: ${message}`, ...places].map(printableLine);
}
