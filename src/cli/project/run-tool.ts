import { spawn, type SpawnOptions } from "node:child_process";
import { createInterface } from "node:readline";
import { isInFront } from "../../support/terminal";
import { STOPS } from "../stop";

/** What a tool printed, and how it ended. */
export interface ToolResult {
  /** Exit code; 1 where a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ToolCall {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Called for each line of the output, which is not kept then. @default - the output is kept whole */
  readonly onLine?: (line: string) => void;
  /** The first word is a command line for the user's shell. @default false */
  readonly shell?: boolean;
}

/**
 * Runs a tool to its end. A signal to us is passed on and waited out: terraform then saves what it has done. A tool that
 * ends well all the same counts as failed, so that nothing is begun after it.
 */
export function runTool([command = "", ...args]: readonly string[], call: ToolCall): Promise<ToolResult> {
  const { cwd, env, onLine, shell = false } = call;
  const options: SpawnOptions = { cwd, env: { ...env }, shell, stdio: ["ignore", "pipe", "pipe"] };
  const child = spawn(command, args, options);
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
    child.once("close", (code) => {
      const isStopped = code === 0 && stop !== undefined;
      const words = isStopped ? `${textOf(stderr)}stopped by ${stop ?? ""}` : textOf(stderr);
      resolve({ code: isStopped ? 1 : (code ?? 1), stdout: textOf(stdout), stderr: words });
    });
  }).finally(() => {
    for (const signal of STOPS) process.off(signal, pass);
  });
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString("utf8");
}
