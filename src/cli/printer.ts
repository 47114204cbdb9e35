import type { WarningCode } from "../model/codes/warning-codes";
import { printable } from "../model/printable";
import { formatWarning } from "../model/warning";
import type { Io } from "./command";

/** Back to the start of the line, and nothing after it. */
const CLEAR_LINE = "\r\u001b[K";

/**
 * The streams for commands. Output may contain text from an API server, terraform or a file, so everything is made
 * printable here, in one place; only lines that are drawn in place may control the terminal.
 */
export function printingOn(io: Io): Io {
  const { stdout, stderr } = io;
  return {
    ...io,
    stdout: { write: (text) => stdout.write(printable(text)) },
    stderr: {
      isTTY: stderr.isTTY,
      write: (text) => stderr.write(printable(text)),
      redraw: (text) => stderr.write(`${CLEAR_LINE}${printable(text)}`),
    },
  };
}

/** Prints a note beside the result, on its own line. */
export function note({ stderr }: Io, code: WarningCode, message: string): void {
  stderr.write(`note: ${formatWarning({ code, message })}\n`);
}
