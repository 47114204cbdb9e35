import { spawn, type SpawnOptions } from "node:child_process";
import { constants } from "node:os";
import { createInterface } from "node:readline";
import { isInFront, STOPS } from "../support/terminal";

/** What a tool printed, and how it ended. */
export interface ToolResult {
  /** Exit code; 1 where a signal ended it. */
  readonly code: number;
  /** The signal that ended it, or what it had started as a shell does. @default - it ended by itself */
  readonly signal?: NodeJS.Signals;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ToolCall {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Called for each line of the output, which is not kept then. @default - the output is kept whole */
  readonly onLine?: (line: string) => void;
  /** What it reads. @default - nothing */
  readonly input?: string;
  /** The first word is a command line for the user's shell. @default false */
  readonly shell?: boolean;
}

/**
 * Runs a tool to its end. A signal to us is passed on and waited out: terraform then saves what it has done. A tool that
 * ends well all the same counts as failed, so that nothing is begun after it.
 */
export function runTool([command = "", ...args]: readonly string[], call: ToolCall): Promise<ToolResult> {
  const { cwd, env, onLine, input, shell = false } = call;
  const options: SpawnOptions = {
    cwd,
    env: { ...env },
    shell,
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  };
  const child = spawn(command, args, options);
  // One that ends before it has read says so by its exit code.
  child.stdin?.on("error", () => undefined).end(input);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stderr?.on("data", (chunk: Buffer) => stderr.push(chunk));
  if (onLine === undefined) child.stdout?.on("data", (chunk: Buffer) => stdout.push(chunk));
  else if (child.stdout !== null) createInterface({ input: child.stdout }).on("line", onLine);
  let stop: NodeJS.Signals | undefined;
  const pass = (signal: NodeJS.Signals) => {
    stop = signal;
    if (signal !== "SIGINT" || !isInFront()) child.kill(signal);
  };
  for (const signal of STOPS) process.on(signal, pass);
  return new Promise<ToolResult>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, by) => {
      const isStopped = code === 0 && stop !== undefined;
      const words = isStopped ? `${textOf(stderr)}stopped by ${stop ?? ""}` : textOf(stderr);
      const signal = by ?? signalOf(code ?? 0);
      resolve({ code: isStopped ? 1 : (code ?? 1), signal, stdout: textOf(stdout), stderr: words });
    });
  }).finally(() => {
    for (const signal of STOPS) process.off(signal, pass);
  });
}

/** What shells, and programs that run others, end with where a signal ended what they ran: 128 and its number. */
function signalOf(code: number): NodeJS.Signals | undefined {
  const known = Object.entries(constants.signals) as readonly (readonly [NodeJS.Signals, number])[];
  return known.find(([, number]) => number === code - 128)?.[0];
}

/** What a tool that a signal ended may have run into: the line that follows the message. */
export function signalHint(signal: NodeJS.Signals): string {
  if (signal === "SIGKILL")
    return "  hint: the system ends what takes too much memory so: give it more, or run less beside it";
  if (signal === "SIGABRT")
    return "  hint: it gave up by itself; an app that needs more memory gets it by NODE_OPTIONS=--max-old-space-size=4096";
  return "  hint: whoever started this command, or the system, has sent it; run the command again";
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString("utf8");
}
