import { printable, printableLine } from "../model/printable";
import type { Io } from "./command";

/** Back to the start of the line, and nothing after it. */
const CLEAR_LINE = "\r\u001b[K";

/**
 * The streams as commands get them. What is written on them may come from anywhere: an API server, terraform, a file. So
 * all of it is made printable here, at the one edge, and only lines that are drawn in place command the terminal.
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

/** Tells something beside the result, on a line of its own. */
export function note({ stderr }: Io, text: string): void {
  stderr.write(`${printableLine(`note: ${text}`)}\n`);
}
