import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where a server listens, as Terraform is told. */
export interface Address {
  readonly network: "unix" | "tcp";
  readonly address: string;
  /** Removes what the socket left in the file system. */
  readonly remove: () => void;
}

/** Longer paths do not fit into the address of a Unix socket: 104 bytes on macOS, 108 on Linux. */
const MAX_SOCKET_PATH = 103;

export interface ListenOptions {
  /** @default - the system's folder for temporary files */
  readonly socketFolder?: string | undefined;
  /** Ports to try where there are no Unix sockets, on Windows. @default - any free port */
  readonly ports?: readonly [number, number] | undefined;
}

/** Listens on a Unix socket in a folder of its own that no other user can enter; on Windows on loopback. */
export function listen(server: Server, options: ListenOptions): Promise<Address> {
  return process.platform === "win32" ? listenTcp(server, options.ports ?? [0, 0]) : listenUnix(server, options);
}

async function listenUnix(server: Server, { socketFolder = tmpdir() }: ListenOptions): Promise<Address> {
  const suffix = "/plugin-XXXXXX/s";
  const parent = socketFolder.length + suffix.length > MAX_SOCKET_PATH ? "/tmp" : socketFolder;
  const folder = mkdtempSync(join(parent, "plugin-"));
  const address = join(folder, "s");
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await started(server, () => server.listen(address));
  } catch (error) {
    remove();
    throw error;
  }
  return { network: "unix", address, remove };
}

async function listenTcp(server: Server, [first, last]: readonly [number, number]): Promise<Address> {
  for (let port = first; port <= last; port++) {
    try {
      await started(server, () => server.listen(port, "127.0.0.1"));
      const bound = server.address();
      const actual = typeof bound === "object" && bound !== null ? bound.port : port;
      return { network: "tcp", address: `127.0.0.1:${actual}`, remove: () => undefined };
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    }
  }
  throw new Error(`No port between ${first} and ${last} is free on 127.0.0.1.`);
}

function started(server: Server, listen: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.once("listening", () => {
      server.off("error", reject);
      resolve();
    });
    listen();
  });
}
