import { createServer, type Server } from "node:net";
import { once } from "node:events";
import { SandboxError, systemCode } from "../../support/errors";
import type { Ports } from "./plan";

/** Ports that are held until they are released. */
export interface Reservation {
  readonly ports: Ports;
  /** Releases the ports; start the processes that need them at once. */
  release(): Promise<void>;
}

/**
 * Finds free ports on 127.0.0.1 and holds them.
 *
 * @throws SandboxError `port-taken` where the wanted port of the API server is not free
 */
export async function reservePorts(wanted: number | undefined): Promise<Reservation> {
  const servers: Server[] = [];
  try {
    for (const port of [wanted ?? 0, 0, 0]) servers.push(await listen(port));
  } catch (error) {
    await closeAll(servers);
    throw portError(error, wanted);
  }
  const [apiServer = 0, etcd = 0, etcdPeer = 0] = servers.map(portOf);
  return { ports: { apiServer, etcd, etcdPeer }, release: () => closeAll(servers) };
}

async function listen(port: number): Promise<Server> {
  const server = createServer((socket) => socket.destroy());
  server.listen({ host: "127.0.0.1", port, exclusive: true });
  await once(server, "listening");
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map(async (server) => {
      server.close();
      await once(server, "close");
    }),
  );
}

function portError(error: unknown, wanted: number | undefined): unknown {
  const code = systemCode(error);
  if (wanted === undefined || (code !== "EADDRINUSE" && code !== "EACCES")) return error;
  const why = code === "EACCES" ? "is not open to this user" : "is taken by another process";
  const mend = "pass another port, or none for a free one";
  return new SandboxError("port-taken", `port ${String(wanted)} on 127.0.0.1 ${why}; ${mend}`, { cause: error });
}
