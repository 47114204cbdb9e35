#!/usr/bin/env node
import { messageOf, systemCode } from "../support/errors";
import { printableLine } from "../model/printable";
import { failureOf } from "./failure";
import { run } from "./run";

const { stdin, stdout, stderr, env } = process;

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

run(process.argv.slice(2), { stdin, stdout, stderr, env }).then(end, (error: unknown) => {
  const { lines, exitCode } = failureOf(error);
  stderr.write(`${lines.join("\n")}\n`);
  end(exitCode);
});
