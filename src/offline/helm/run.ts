import { spawn, type ChildProcess } from "node:child_process";
import type { Log } from "../../plugin";

/** How long Helm may take to end by itself once it is asked to. It writes the state of the release then. */
const GRACE_MS = 30_000;

/** Of what Helm prints, the end is kept: a loop in a chart may print without end. */
const MAX_PRINTED = 1 << 20;

export interface HelmCall {
  readonly program: string;
  /** Never a secret: everybody on the machine may read them. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Signals at which Helm is asked to end. */
  readonly until: readonly AbortSignal[];
  readonly log: Log;
  /** Called once Helm runs. */
  readonly started?: (pid: number | undefined) => void;
}

/** How a call of Helm ended. */
export interface HelmResult {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether it was asked to end before it was done. */
  readonly interrupted: boolean;
}

/** Runs Helm, without a shell, and waits for it. A failure is an answer, not an error. */
export async function runHelm({ program, args, env, until, log, started }: HelmCall): Promise<HelmResult> {
  const stop = AbortSignal.any([...until]);
  log.debug("running helm", { arguments: args });
  // In a group of its own: the Ctrl-C of a terminal is for Terraform, which tells us.
  const child = spawn(program, [...args], { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  started?.(child.pid);
  const printed = [collected(child.stdout), collected(child.stderr)];
  const ask = (): void => {
    askToEnd(child);
  };
  if (stop.aborted) ask();
  stop.addEventListener("abort", ask, { once: true });
  try {
    const ok = await ended(child);
    const [stdout = "", stderr = ""] = printed.map((text) => text());
    log.debug("helm ended", { ok, stderr });
    return { ok, stdout, stderr, interrupted: stop.aborted && !ok };
  } finally {
    stop.removeEventListener("abort", ask);
  }
}

function ended(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve(code === 0);
    });
  });
}

function askToEnd(child: ChildProcess): void {
  child.kill("SIGINT");
  const timer = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  child.once("close", () => {
    clearTimeout(timer);
  });
}

function collected(stream: NodeJS.ReadableStream): () => string {
  let text = "";
  stream.setEncoding("utf8");
  stream.on("data", (piece: string) => {
    text = (text + piece).slice(-MAX_PRINTED);
  });
  return () => text;
}
