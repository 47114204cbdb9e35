import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../support/errors";
import { ownProcessId, processIdOf, type ProcessId } from "../../support/process-id";
import { COMPONENT_FLAGS } from "./flags";
import type { ComponentName, Plan } from "./plan";

/** Longest line of a log that is shown in an error. */
const MAX_LINE = 300;

/** A running process of the control plane. */
export interface Component {
  readonly name: ComponentName;
  readonly id: ProcessId;
  readonly log: string;
  /** Resolves with the way it ended, e.g. `exit code 1`. */
  readonly ended: Promise<string>;
  readonly kill: () => void;
}

/** How to start the processes of one control plane. */
export interface Launcher {
  readonly plan: Plan;
  /** Path of each binary. */
  readonly binaries: Readonly<Record<ComponentName, string>>;
  /** Command that ties a process to the life of its parent, with its arguments; empty where the system has none. */
  readonly parentDeathSignal: readonly string[];
}

/**
 * A command that makes the kernel kill a process when its parent dies, even by SIGKILL; empty if the system has none.
 * Then the next `hikube sandbox` command removes leftovers.
 *
 * @see https://man7.org/linux/man-pages/man1/setpriv.1.html
 */
export function findParentDeathSignal(): readonly string[] {
  if (process.platform !== "linux") return [];
  const command = ["setpriv", "--pdeathsig", "KILL", "--"];
  const probe = spawnSync("setpriv", [...command.slice(1), "true"], { stdio: "ignore", timeout: 2000 });
  return probe.status === 0 ? command : [];
}

/** Starts one process with its output in a log file of its own. */
export function startComponent({ plan, binaries, parentDeathSignal }: Launcher, name: ComponentName): Component {
  const log = logFile(plan.directory, name);
  const output = openSync(log, "w", 0o600);
  const [command = "", ...args] = [...parentDeathSignal, binaries[name], ...COMPONENT_FLAGS[name](plan)];
  const child = spawn(command, args, { cwd: plan.directory, env: environment(), stdio: ["ignore", output, output] });
  closeSync(output);
  const ended = endOf(child);
  // A binary that cannot be executed has no process; `ended` says why.
  const id = child.pid === undefined ? { pid: 0, startedAt: "never" } : identify(child.pid);
  return { name, id, log, ended, kill: () => void child.kill("SIGKILL") };
}

function identify(pid: number): ProcessId {
  return processIdOf(pid) ?? { pid, startedAt: ownProcessId().startedAt };
}

/** Folder of the logs; made before the first process starts. */
export function logFolder(directory: string): string {
  return join(directory, "logs");
}

export function logFile(directory: string, name: string): string {
  return join(logFolder(directory), `${name}.log`);
}

/** The most useful line of a log: the last that mentions a failure, else the last. */
export function lastWords(path: string): string {
  const lines = readLines(path);
  // What follows is Go's stack trace.
  const trace = lines.findIndex((line) => line.startsWith("goroutine "));
  const said = trace === -1 ? lines : lines.slice(0, trace);
  const telling = said.findLast((line) => /error|fatal|panic|fail/i.test(line));
  return (telling ?? said.at(-1) ?? "no output").trim().slice(0, MAX_LINE);
}

/** Whether a log mentions something anywhere: the cause may be far above the last line. */
export function logMentions(path: string, text: string): boolean {
  return readLines(path).some((line) => line.includes(text));
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => line.trim() !== "");
  } catch {
    return [];
  }
}

/** No proxy or cloud setting of the user's shell may reach a control plane on loopback. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR, NO_PROXY: "*" };
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => {
      resolve(messageOf(error));
    });
    child.once("exit", (code, signal) => {
      resolve(signal === null ? `exit code ${String(code)}` : `signal ${signal}`);
    });
  });
}
