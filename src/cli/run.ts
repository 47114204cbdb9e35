import { CommanderError } from "commander";
import { printableJson } from "../model/printable";
import { EXIT, type Io } from "./command";
import { failureOf } from "./failure";
import type { Run } from "./parser";
import { printingOn } from "./printer";
import { buildProgram, VOCABULARY } from "./program";
import { asksForDetailedExitCode, asksForJson, wordsOf } from "./words";

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
    const words = wordsOf(args, VOCABULARY);
    await buildProgram(io, (done) => runs.push(done)).parseAsync(words, { from: "user" });
  } catch (error) {
    const exitCode = fail(error, io, asksForJson(args, VOCABULARY));
    return exitCode !== EXIT.done && asksForDetailedExitCode(args, VOCABULARY) ? EXIT.failed : exitCode;
  }
  for (const done of runs) print(done, io);
  return runs[0]?.outcome.exitCode ?? EXIT.done;
}

function print({ outcome, json }: Run, io: Io): void {
  if (json && outcome.json !== undefined) io.stdout.write(`${printableJson(outcome.json)}\n`);
  else if (outcome.text !== undefined && outcome.text !== "") io.stdout.write(`${outcome.text}\n`);
}

/** People read the error on standard error, whatever the format is; programs find JSON where they look for it. */
function fail(error: unknown, io: Io, json: boolean): number {
  // The help and the version were printed already; help that nobody asked for is a wrong call.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.badUsage;
  const failure = failureOf(error);
  io.stderr.write(`${failure.lines.join("\n")}\n`);
  if (json) io.stdout.write(`${printableJson(failure.json)}\n`);
  return failure.exitCode;
}
