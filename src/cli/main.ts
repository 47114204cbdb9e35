#!/usr/bin/env node
import { messageOf, systemCode } from "../support/errors";
import { printableJson, printableLine } from "../model/printable";
import { ProjectError } from "./command";
import { failureOf } from "./failure";
import { VOCABULARY } from "./program";
import { run } from "./run";
import { Interruption, onStop } from "./stop";
import { asksForJson } from "./words";

const { stdin, stdout, stderr, env } = process;

// Every tool that runs listens to signals: with many stacks side by side they are many, and no leak.
process.setMaxListeners(0);

let lost: Error | undefined;
stdout.on("error", (error: Error) => (lost ??= error));
// Whoever reads the progress may leave; the work goes on.
stderr.on("error", () => undefined);

/** Exits once everything is written: unread output of a pipe would be cut off. */
function end(code: number): void {
  stdout.write("", () => {
    // Errors of a stream are emitted after its callbacks.
    setImmediate(() => {
      // A reader that has seen enough, such as `head`, is no failure.
      const isFailure = lost !== undefined && systemCode(lost) !== "EPIPE";
      if (isFailure)
        stderr.write(`hikube: the output is incomplete: ${printableLine(messageOf(lost))} [system-error]\n`);
      stderr.write("", () => process.exit(isFailure ? 1 : code));
    });
  });
}

const args = process.argv.slice(2);
const interruption = new Interruption();

onStop(interruption, () => {
  // The cursor may be behind a question or the progress. Nobody may read standard output: it is not waited for.
  if (stderr.isTTY) stderr.write("\n");
  tell(new ProjectError(interruption.message, "interrupted"), asksForJson(args, VOCABULARY));
  stderr.write("", () => process.exit(interruption.exitCode));
});

/** A tool that was waited for has failed, and what was printed of it is not the whole truth. */
function endOf(code: number): void {
  if (code === 0 || interruption.signal === undefined || interruption.state === undefined) {
    end(code);
    return;
  }
  tell(new ProjectError(interruption.message, "interrupted"));
  end(interruption.exitCode);
}

function tell(error: unknown, json = false): void {
  const failure = failureOf(error);
  stderr.write(`${failure.lines.join("\n")}\n`);
  if (json) stdout.write(`${printableJson(failure.json)}\n`);
}

run(args, { stdin, stdout, stderr, env, interruption }).then(endOf, (error: unknown) => {
  tell(error);
  end(failureOf(error).exitCode);
});
