import { writeSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { PROTOCOL_VERSION, readEnvironment, type LaunchEnvironment } from "./handshake/environment";
import { listen, type Address } from "./handshake/listen";
import { GRACE_MS, ProcessGuard, type Patience } from "./handshake/guard";
import { redirectOutput } from "./handshake/log";
import { acceptTls, createServerCertificate } from "./handshake/mutual-tls";
import type { AnyProvider } from "./provider";
import { checkAndExit, serveDebug } from "./serve-debug";
import { createPluginServer, type PluginServer } from "./server";
import { base64Of, type KeyPair } from "./x509/certificate";

const STDOUT = 1;
/** Terraform gives up on a provider that it cannot reach after this time. */
const START_TIMEOUT_MS = 60_000;

export interface ServeOptions {
  /**
   * Address of the provider in configurations, for `--debug`.
   * @default - `registry.terraform.io/hashicorp/NAME`, which a configuration means that names no source
   */
  readonly address?: string;
}

/**
 * Serves a provider as the program that Terraform launches: writes the handshake line, speaks mutual
 * TLS with whoever launched it, and ends the process when that one is gone. The first thing a
 * provider's main file does, and the last. Where the program was started by hand it says so on stderr
 * and exits with 1, unless its arguments are `--debug`: then it serves until Ctrl-C and prints the variable
 * `TF_REATTACH_PROVIDERS` by which terraform and tofu attach to it; or `--check`: then it checks the schemas and ends.
 */
export async function serve(provider: AnyProvider, options: ServeOptions = {}): Promise<void> {
  const flags = process.argv.slice(2);
  const { address = `registry.terraform.io/hashicorp/${provider.name}` } = options;
  if (flags.includes("--check")) checkAndExit(provider);
  return flags.includes("--debug") ? serveDebug(provider, address) : serveLaunched(provider);
}

/** `serve`, with another patience after crashes. */
export async function serveLaunched(provider: AnyProvider, patience?: Patience): Promise<void> {
  const environment = environmentOrExit();
  const guard = new ProcessGuard(patience);
  redirectOutput();
  guard.install();
  const server: PluginServer = createPluginServer(provider, {
    shutdown: () => {
      // Terraform closes the connection next; a client that does not is not waited for.
      setTimeout(() => guard.end(0), 200);
    },
    connections: (count) => {
      if (count === 0) void endProcess(server, guard);
      else clearTimeout(unreached);
    },
  });
  guard.serve(server);
  const certificate = environment.clientCertificate === undefined ? undefined : createServerCertificate();
  const accept = lazily(() => acceptorOf(server, certificate, environment));
  const listener = createServer((socket) => {
    accept()(socket);
  });
  const address = await listen(listener, environment);
  process.once("exit", address.remove);
  const unreached = setTimeout(() => guard.end(1), START_TIMEOUT_MS);
  writeSync(STDOUT, handshakeLine(address, certificate, environment));
  // The rest is made ready while Terraform reads the line and connects.
  setImmediate(accept);
}

function acceptorOf(
  server: PluginServer,
  certificate: KeyPair | undefined,
  { clientCertificate }: LaunchEnvironment,
): (socket: Socket) => void {
  if (clientCertificate === undefined || certificate === undefined) return server.accept;
  return acceptTls({ server: certificate, clientCertificate }, server.accept);
}

function lazily<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function environmentOrExit(): LaunchEnvironment {
  try {
    return readEnvironment(process.env);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return process.exit(1);
  }
}

/**
 * @see https://github.com/hashicorp/go-plugin/blob/main/docs/internals.md
 */
function handshakeLine(
  { network, address }: Address,
  certificate: KeyPair | undefined,
  { multiplexing }: LaunchEnvironment,
): string {
  // go-plugin decodes base64 without its padding, and fails on the padding.
  const encoded = certificate === undefined ? "" : base64Of(certificate.certificate).replace(/=+$/, "");
  const fields = [1, PROTOCOL_VERSION, network, address, "grpc", encoded, ...(multiplexing ? ["false"] : [])];
  return `${fields.join("|")}\n`;
}

/** Without a connection nobody can ever reach the process again: it would be an orphan. */
async function endProcess(server: PluginServer, guard: ProcessGuard): Promise<void> {
  setTimeout(() => guard.end(0), GRACE_MS);
  await server.idle();
  guard.end(0);
}
