import { printableLine } from "../model/printable";

/** Reports the progress of long work. */
export interface Progress {
  /** Begins a step, e.g. `building etcd`. */
  step(title: string): Step;
}

export interface Step {
  /** The present state of the step, e.g. `212 packages`. */
  readonly update: (detail: string) => void;
  /** Ends the step; `outcome` describes anything but plain success. */
  readonly done: (outcome?: string) => void;
}

/** The part of a stream that progress is printed on. */
export interface ProgressStream {
  /** Whether it is a terminal, where a line can be written over. @default false */
  readonly isTTY?: boolean;
  /** Writes a text. */
  write(text: string): unknown;
  /** Writes in place of the line that the cursor is on. @default - by the control codes of a terminal */
  redraw?(text: string): unknown;
}

/** Writes in place of the line that the cursor of a terminal is on. */
export function redrawOn(stream: ProgressStream, text: string): void {
  if (stream.redraw === undefined) stream.write(`\r\u001b[K${text}`);
  else stream.redraw(text);
}

/** How often an unfinished step is printed again: on a terminal in place, elsewhere as a line of a log. */
const TERMINAL_INTERVAL_MS = 250;
const LOG_INTERVAL_MS = 20_000;

/** Prints steps with the seconds they take: one line in place on a terminal, sparse lines elsewhere. */
export function streamProgress(stream: ProgressStream = process.stderr): Progress {
  return { step: (title) => (stream.isTTY === true ? terminalStep(stream, title) : logStep(stream, title)) };
}

/** Prints nothing. */
export const silentProgress: Progress = {
  step: () => ({ update: () => undefined, done: () => undefined }),
};

function terminalStep(stream: ProgressStream, title: string): Step {
  const line = stepLine(title);
  const redraw = () => {
    redrawOn(stream, `${line.text()} …`);
  };
  const timer = setInterval(redraw, TERMINAL_INTERVAL_MS).unref();
  redraw();
  return {
    update: line.update,
    done(outcome) {
      clearInterval(timer);
      redrawOn(stream, `${line.text(outcome)}\n`);
    },
  };
}

function logStep(stream: ProgressStream, title: string): Step {
  const line = stepLine(title);
  stream.write(`${printableLine(title)} …\n`);
  const timer = setInterval(() => stream.write(`${line.text()} …\n`), LOG_INTERVAL_MS).unref();
  return {
    update: line.update,
    done(outcome) {
      clearInterval(timer);
      stream.write(`${line.text(outcome ?? "done")}\n`);
    },
  };
}

interface Line {
  readonly update: (detail: string) => void;
  readonly text: (outcome?: string) => string;
}

/** Always one line. */
function stepLine(title: string): Line {
  const start = performance.now();
  let detail = "";
  return {
    update: (text) => {
      detail = text;
    },
    text: (outcome) => {
      const parts = [outcome ?? detail, elapsed(performance.now() - start)].filter((part) => part !== "");
      return printableLine(`${title}: ${parts.join(", ")}`);
    },
  };
}

/** `3.2 s` or `2 min 05 s`. */
export function elapsed(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const rest = String(Math.floor(seconds % 60)).padStart(2, "0");
  return `${String(Math.floor(seconds / 60))} min ${rest} s`;
}
