import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Agent } from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { buffer } from "node:stream/consumers";
import type { Connection } from "../../src/kube/connection";
import { forward } from "./write-gate";

/** What goes wrong with a call. Whether it was carried out cannot be told from any of the last three. */
export const FAULTS = ["429", "503", "500", "lost", "reset", "half", "slow"] as const;
type Fault = (typeof FAULTS)[number];

/** A way to an API server on which calls go wrong. */
export interface FaultProxy {
  /** Address on loopback that needs no credentials. */
  readonly server: string;
  /** How often each fault was injected. */
  readonly injected: ReadonlyMap<Fault, number>;
  /** How many calls came. */
  calls(): number;
  close(): void;
}

interface FaultOptions {
  /** Part of the calls that go wrong, 0 to 1. */
  readonly share: number;
  readonly random: () => number;
}

export async function openFaultProxy(connection: Connection, { share, random }: FaultOptions): Promise<FaultProxy> {
  const { server: address, ca, clientCertificate: cert, clientKey: key } = connection;
  const agent = new Agent({ keepAlive: true, ca, cert, key });
  const injected = new Map<Fault, number>();
  let calls = 0;
  const server = createServer((asked, response) => {
    calls += 1;
    const fault = random() < share ? FAULTS[Math.floor(random() * FAULTS.length)] : undefined;
    if (fault !== undefined) injected.set(fault, (injected.get(fault) ?? 0) + 1);
    void answer(asked, response, { fault, to: new URL(asked.url ?? "/", address), agent }).catch(() => {
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    server: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    injected,
    calls: () => calls,
    close() {
      server.closeAllConnections();
      server.close();
      agent.destroy();
    },
  };
}

interface Way {
  readonly fault: Fault | undefined;
  readonly to: URL;
  readonly agent: Agent;
}

async function answer(asked: IncomingMessage, response: ServerResponse, { fault, to, agent }: Way): Promise<void> {
  if (fault === "lost") response.destroy();
  if (fault === "429" || fault === "503") refuse(response, Number(fault));
  if (response.destroyed || response.writableEnded) return;
  if (fault === "slow") await sleep(300);
  const passed = await forward(asked, to, agent);
  const body = await buffer(passed);
  if (fault === "500") refuse(response, 500);
  else if (fault === "reset") response.destroy();
  else hand(passed, body, { response, isHalf: fault === "half" });
}

function hand(
  { statusCode = 502, headers }: IncomingMessage,
  body: Buffer,
  { response, isHalf }: { readonly response: ServerResponse; readonly isHalf: boolean },
): void {
  const kept = Object.entries(headers).filter(([name]) => name !== "transfer-encoding");
  response.writeHead(statusCode, { ...Object.fromEntries(kept), "content-length": body.length });
  if (isHalf) response.write(body.subarray(0, body.length / 2), () => response.destroy());
  else response.end(body);
}

function refuse(response: ServerResponse, code: number): void {
  const status = { kind: "Status", apiVersion: "v1", status: "Failure", message: "injected", reason: "Injected", code };
  response.writeHead(code, { "content-type": "application/json" });
  response.end(JSON.stringify(status));
}
