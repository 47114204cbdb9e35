import { spawn, type ChildProcessByStdio } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { once } from "node:events";
import { extname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { logFile, lastWords } from "../control-plane/component";
import { SandboxError } from "../../support/errors";
import { DETACH, type Report } from "./protocol";

/** A supervisor that reported its sandbox ready. */
export interface Supervisor {
  readonly server: string;
  /** Keeps it running without this process. */
  detach(): Promise<void>;
  /** Tells it to remove everything, and waits. */
  stop(): Promise<void>;
}

/**
 * Starts the supervisor of a sandbox folder in a session of its own, where Ctrl-C does not reach
 * it, and waits for its report.
 *
 * @throws SandboxError what the supervisor reported
 */
export async function launchSupervisor(directory: string): Promise<Supervisor> {
  const log = openSync(logFile(directory, "supervisor"), "a", 0o600);
  const child = spawn(process.execPath, [...loaderArguments(), entryPoint(), directory], {
    detached: true,
    env: environment(),
    stdio: ["pipe", "pipe", log],
  }) as ChildProcessByStdio<Writable, Readable, null>; // A pipe was asked for, and its type is lost with a file beside it.
  closeSync(log);
  const lifeline = child.stdin;
  // A supervisor that has ended reads no more orders; its exit event says so.
  lifeline.on("error", () => undefined);
  const exited = once(child, "exit");
  const report = (await firstReport(child.stdout, exited)) ?? silentEnd(directory);
  if (report.event === "failed") {
    await exited;
    throw new SandboxError(report.code, report.message.split("\n"));
  }
  release(child);
  return {
    server: report.server,
    async detach() {
      await new Promise<void>((resolve) => lifeline.end(`${DETACH}\n`, resolve));
    },
    async stop() {
      child.ref();
      lifeline.end();
      if (child.exitCode === null && child.signalCode === null) await exited;
    },
  };
}

/** A test runner must be able to exit although a sandbox was not stopped; the lifeline then breaks. */
function release(child: ChildProcessByStdio<Writable, Readable, null>): void {
  child.unref();
  child.stdout.destroy();
  const lifeline: unknown = child.stdin;
  if (hasUnref(lifeline)) lifeline.unref();
}

function hasUnref(stream: unknown): stream is { unref(): void } {
  return typeof stream === "object" && stream !== null && "unref" in stream;
}

async function firstReport(output: Readable, exited: Promise<unknown>): Promise<Report | undefined> {
  const line = once(createInterface({ input: output }), "line") as Promise<[string]>;
  const first = await Promise.race([line, exited.then(() => undefined)]);
  return first === undefined ? undefined : (JSON.parse(first[0]) as Report);
}

function silentEnd(directory: string): Report {
  const log = logFile(directory, "supervisor");
  const message = `the sandbox's supervisor ended before its report: ${lastWords(log)} (log: ${log})`;
  return { event: "failed", code: "start-failed", message };
}

/** Runs from sources in our own tests, where Node needs a loader for TypeScript. */
function loaderArguments(): readonly string[] {
  return extname(__filename) === ".ts" ? ["--require", require.resolve("tsx/cjs")] : [];
}

function entryPoint(): string {
  return join(__dirname, `main${extname(__filename)}`);
}

/** A debugger's or a test runner's settings for Node are not meant for the supervisor. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  return { PATH, HOME, TMPDIR, LANG };
}
