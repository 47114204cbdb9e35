import { CommanderError } from "commander";
import { formatIssue, SpecError } from "../model/issue";
import { codedLines, SandboxError } from "../support/errors";
import { printableJson, printableLine } from "../model/printable";
import { EXIT, UsageError, type Io } from "./command";
import { printingOn } from "./printer";
import { buildProgram, type Run } from "./program";

/**
 * Runs one call of `hikube` and prints its result.
 *
 * @param args words after `hikube`
 * @returns the exit code: see `EXIT`
 */
export async function run(args: readonly string[], given: Io): Promise<number> {
  const io = printingOn(given);
  const runs: Run[] = [];
  try {
    await buildProgram(io, (done) => runs.push(done)).parseAsync(args, { from: "user" });
  } catch (error) {
    return fail(error, io);
  }
  for (const done of runs) print(done, io);
  return runs[0]?.outcome.exitCode ?? EXIT.done;
}

function print({ outcome, json }: Run, io: Io): void {
  if (json && outcome.json !== undefined) io.stdout.write(`${printableJson(outcome.json)}\n`);
  else if (outcome.text !== undefined && outcome.text !== "") io.stdout.write(`${outcome.text}\n`);
}

function fail(error: unknown, io: Io): number {
  // Commander has already printed its own: help, the version, or what is wrong with the call.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.badUsage;
  io.stderr.write(`${describe(error).join("\n")}\n`);
  return isBadInput(error) ? EXIT.badUsage : EXIT.failed;
}

function isBadInput(error: unknown): boolean {
  if (error instanceof UsageError || error instanceof SpecError) return true;
  return error instanceof SandboxError && error.code === "bad-option";
}

/** Only lines that we compose are marked as ours, no line of a foreign answer or file. */
function describe(error: unknown): readonly string[] {
  if (error instanceof SpecError) return error.issues.map((issue) => `hikube: ${formatIssue(issue)}`);
  const [first = "", ...rest] = isBug(error) ? bugLines(error) : codedLines(error);
  return [`hikube: ${first}`, ...rest.map((line) => line.replace(/^(?! {2})/, "  "))];
}

function isBug(error: unknown): error is Error {
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
}

/** A bug is printed with its stack, any other error with its message. */
function bugLines({ name, message, stack = "" }: Error): readonly string[] {
  const places = stack.split("\n").filter((line) => /^ {4}at /.test(line));
  return ["this is a bug in hikube, please report it", `${name}: ${message}`, ...places].map(printableLine);
}
