import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { connect, createServer, type AddressInfo } from "node:net";
import { eventually } from "./support";

/** A program on loopback. */
export interface Served {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

export interface ServeOptions extends Pick<SpawnOptions, "cwd" | "uid" | "gid"> {
  readonly port: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a program and waits until it accepts connections. */
export async function serve(path: string, args: readonly string[], options: ServeOptions): Promise<Served> {
  const { port, env = {}, ...rest } = options;
  const child = spawn(path, args, {
    ...rest,
    stdio: ["ignore", "ignore", "pipe"],
    env: { PATH: process.env.PATH, ...env },
  });
  let words = "";
  child.stderr.on("data", (chunk: Buffer) => (words = `${words}${chunk.toString()}`.slice(-4000)));
  let failure: Error | undefined;
  child.once("error", (error) => (failure = error));
  await eventually(`${path} to listen`, () => {
    if (failure !== undefined) throw failure;
    if (child.exitCode !== null) throw new Error(`${path} ended with ${child.exitCode}: ${words}`);
    return accepts(port);
  });
  return { url: `http://127.0.0.1:${port}`, port, stop: () => ended(child) };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const answer = (accepted: boolean) => () => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once("connect", answer(true)).once("error", answer(false));
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => {
      resolve();
    });
    // What has not ended by itself soon holds nothing that a test would keep.
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), 10_000).unref();
  });
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
