import { createServer } from "node:net";
import { PROTOCOL_VERSION } from "./handshake/environment";
import { leaveInOrder } from "./handshake/leave";
import { listen } from "./handshake/listen";
import { assertProvider } from "./lifecycle/schema-rules";
import type { AnyProvider } from "./provider";
import { createPluginServer } from "./server";

/** How Terraform reaches a provider that runs already: the value of one key of `TF_REATTACH_PROVIDERS`. */
export interface Reattach {
  readonly Protocol: "grpc";
  /** Of the plugin protocol. */
  readonly ProtocolVersion: 6;
  /** Of the process that serves. */
  readonly Pid: number;
  /** Terraform must not end the process. */
  readonly Test: true;
  /** The socket. */
  readonly Addr: { readonly Network: "unix" | "tcp"; readonly String: string };
}

/** One key of `TF_REATTACH_PROVIDERS` by provider address. */
export type ReattachEntry = Readonly<Record<string, Reattach>>;

export interface Served {
  /** What `reattachVariable` makes the environment variable of. */
  readonly reattach: ReattachEntry;
  /** Ends the calls under way and removes the socket. */
  close(): Promise<void>;
}

export interface InProcessOptions {
  /** Address of the provider in configurations, e.g. `registry.terraform.io/hashicorp/kubernetes`. */
  readonly address: string;
  /** Folder for the socket, of this user alone; a path to it may be too long, then it is in `/tmp`. @default - the system's folder for temporary files */
  readonly socketFolder?: string | undefined;
  /** Whether a signal that nobody else listens to ends the process in order. @default true */
  readonly leavesBySignal?: boolean | undefined;
}

/**
 * Serves a provider inside this process: `terraform` and `tofu` attach to it by the environment
 * variable `TF_REATTACH_PROVIDERS` and need no executable, no installation and no lock entry. The
 * socket is open to this user alone. Where a signal ends the process, calls under way are asked to stop and are answered
 * first, so that Terraform stores what they made, unless the process listens to that signal itself.
 *
 * @throws Error that lists the faults of the provider's schemas
 */
export async function serveInProcess(provider: AnyProvider, options: InProcessOptions): Promise<Served> {
  const { address, socketFolder, leavesBySignal = true } = options;
  assertProvider(provider);
  const server = createPluginServer(provider, {});
  const listener = createServer(server.accept);
  const bound = await listen(listener, { socketFolder });
  const takeBack = leavesBySignal ? leaveInOrder({ ...server, remove: bound.remove }) : leaveAtExit(bound.remove);
  const reattach: Reattach = {
    Protocol: "grpc",
    ProtocolVersion: PROTOCOL_VERSION,
    Pid: process.pid,
    // Terraform panics on `false`.
    Test: true,
    Addr: { Network: bound.network, String: bound.address },
  };
  return {
    reattach: { [address]: reattach },
    async close() {
      server.close();
      await new Promise((resolve) => listener.close(resolve));
      bound.remove();
      takeBack();
    },
  };
}

function leaveAtExit(remove: () => void): () => void {
  process.once("exit", remove);
  return () => process.off("exit", remove);
}

/** The environment variable `TF_REATTACH_PROVIDERS` for providers that are served side by side. */
export function reattachVariable(entries: readonly ReattachEntry[]): Readonly<Record<string, string>> {
  const merged = Object.fromEntries(entries.flatMap((entry) => Object.entries(entry)));
  return { TF_REATTACH_PROVIDERS: JSON.stringify(merged) };
}
