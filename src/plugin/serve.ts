import { writeSync } from "node:fs";
import { createServer } from "node:net";
import { createServerCertificate, type ServerCertificate } from "./handshake/certificate";
import { PROTOCOL_VERSION, readEnvironment, type LaunchEnvironment } from "./handshake/environment";
import { listen, type Address } from "./handshake/listen";
import { logPanic, redirectOutput } from "./handshake/log";
import { createTlsServer } from "./handshake/mutual-tls";
import { assertProvider } from "./lifecycle/schema-rules";
import type { AnyProvider } from "./provider";
import { createPluginServer, type PluginServer } from "./transport/plugin-server";

const STDOUT = 1;
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
  const { clientCertificate } = environment;
  const certificate = clientCertificate === undefined ? undefined : createServerCertificate();
  const listener =
    clientCertificate === undefined || certificate === undefined
      ? createServer(server.accept)
      : createTlsServer({ server: certificate, clientCertificate }, server.accept);
  const address = await listen(listener, environment);
  process.once("exit", address.remove);
  const unreached = setTimeout(() => process.exit(1), START_TIMEOUT_MS);
  writeSync(STDOUT, handshakeLine(address, certificate, environment));
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
  process.on("SIGTERM", () => process.exit(143));
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
  certificate: ServerCertificate | undefined,
  { multiplexing }: LaunchEnvironment,
): string {
  // go-plugin decodes base64 without its padding, and fails on the padding.
  const encoded = certificate?.der.toString("base64").replace(/=+$/, "") ?? "";
  const fields = [1, PROTOCOL_VERSION, network, address, "grpc", encoded, ...(multiplexing ? ["false"] : [])];
  return `${fields.join("|")}\n`;
}

/** Without a connection nobody can ever reach the process again: it would be an orphan. */
async function endProcess(server: PluginServer): Promise<void> {
  setTimeout(() => process.exit(0), GRACE_MS);
  await server.settled();
  process.exit(0);
}
