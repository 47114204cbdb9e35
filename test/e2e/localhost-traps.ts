import { createServer, type AddressInfo, type Server } from "node:net";

/** Ports where clients that are told of no cluster look for one: those of http and https, and the one of old API servers. */
const PORTS = [80, 443, 8080];

/** Listeners on localhost that nobody may meet. */
export interface Traps {
  /** What says to a pod where its cluster is. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ports that somebody connected to. */
  readonly met: readonly number[];
  close(): void;
}

/** Listens where a cluster is looked for that nobody named. A port that is taken stays as it is. */
export async function openTraps(): Promise<Traps> {
  const met: number[] = [];
  const opened = await Promise.all([0, ...PORTS].map((port) => listening(port, met)));
  const servers = opened.filter((server) => server !== undefined);
  const port = portOf(servers[0]);
  return {
    environment: {
      KUBERNETES_SERVICE_HOST: "127.0.0.1",
      KUBERNETES_SERVICE_PORT: String(port),
      KUBERNETES_SERVICE_PORT_HTTPS: String(port),
    },
    met,
    close() {
      for (const server of servers) server.close();
    },
  };
}

/** @returns `undefined` where the port cannot be had; one that nobody asked for always can */
async function listening(port: number, met: number[]): Promise<Server | undefined> {
  const server = createServer((socket) => {
    met.push(portOf(server));
    socket.destroy();
  });
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      if (port === 0) reject(error);
      else resolve(undefined);
    });
    server.listen(port, "127.0.0.1", () => {
      resolve(server);
    });
  });
}

function portOf(server: Server | undefined): number {
  return (server?.address() as AddressInfo).port;
}
