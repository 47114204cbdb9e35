import { writeSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { PROTOCOL_VERSION, readEnvironment, type LaunchEnvironment } from "./handshake/environment";
import { listen, type Address } from "./handshake/listen";
import { logPanic, redirectOutput } from "./handshake/log";
import { acceptTls, createServerCertificate } from "./handshake/mutual-tls";
import { assertProvider } from "./lifecycle/schema-rules";
import type { AnyProvider } from "./provider";
import { createPluginServer, type PluginServer } from "./server";
import { base64Of, type KeyPair } from "./x509/certificate";

const STDOUT = 1;
const SIGTERM_EXIT = 143;
/** How long calls under way may take to end once Terraform went away. */
const GRACE_MS = 5_000;
/** Terraform gives up on a provider that it cannot reach after this time. */
const START_TIMEOUT_MS = 60_000;

/**
 * Serves a provider as the program that Terraform launches: writes the handshake line, speaks mutual
 * TLS with whoever launched it, and ends the process when that one is gone. The first thing a
 * provider's main file does, and the last. Where the program was started by hand it says so on stderr
 * and exits with 1.
 *
 * @throws Error that lists the faults of the provider's schemas
 */
export async function serve(provider: AnyProvider): Promise<void> {
  const environment = environmentOrExit();
  guardProcess();
  assertProvider(provider);
  const server: PluginServer = createPluginServer(provider, {
    shutdown: () => {
      // Terraform closes the connection next; a client that does not is not waited for.
      setTimeout(() => process.exit(0), 200);
    },
    connections: (count) => {
      if (count === 0) void endProcess(server);
      else clearTimeout(unreached);
    },
  });
  // The end of a container or a service reaches terraform and its providers alike, too. Whoever means the
  // provider alone sends it twice.
  process.once("SIGTERM", () => {
    if (!server.stop()) process.exit(SIGTERM_EXIT);
    process.once("SIGTERM", () => process.exit(SIGTERM_EXIT));
  });
  const certificate = environment.clientCertificate === undefined ? undefined : createServerCertificate();
  const accept = lazily(() => acceptorOf(server, certificate, environment));
  const listener = createServer((socket) => {
    accept()(socket);
  });
  const address = await listen(listener, environment);
  process.once("exit", address.remove);
  const unreached = setTimeout(() => process.exit(1), START_TIMEOUT_MS);
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

function guardProcess(): void {
  redirectOutput();
  // Ctrl-C reaches terraform and its providers alike. Terraform then asks to stop; a provider that
  // died instead would lose the resources it was writing.
  process.on("SIGINT", () => undefined);
  process.on("uncaughtException", (error) => {
    logPanic(error);
    process.exit(2);
  });
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
async function endProcess(server: PluginServer): Promise<void> {
  setTimeout(() => process.exit(0), GRACE_MS);
  await server.settled();
  process.exit(0);
}
