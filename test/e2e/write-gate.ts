import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Agent, request } from "node:https";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import type { Connection } from "../../src/kube/connection";

/**
 * When the gate shuts: the write is not passed on, it is passed on and its answer is lost, or its answer reaches whoever
 * wrote. In the last case another write must follow, or the writer may be done before it is stopped.
 */
export const MOMENTS = ["before", "after", "answered"] as const;
export type Moment = (typeof MOMENTS)[number];

/** A way to an API server that counts writes and shuts at one of them. */
export interface WriteGate {
  /** Address on loopback that needs no credentials. */
  readonly server: string;
  /** Settles at the moment. Since the write came nothing else was let through. */
  readonly reached: Promise<void>;
  /** Lets through what waits, and all that comes. */
  open(): void;
  /** Cuts all connections, waits for what was passed on, and tells how many writes that were. */
  close(): Promise<number>;
}

/**
 * @param nth - number of the write, from 1
 * @param of - counts only writes to an address like this
 */
export async function openWriteGate(connection: Connection, nth: number, moment: Moment, of = /^/): Promise<WriteGate> {
  const { server: address, ca, clientCertificate: cert, clientKey: key } = connection;
  const agent = new Agent({ keepAlive: true, ca, cert, key });
  const passed: Promise<unknown>[] = [];
  const held: (() => void)[] = [];
  let seen = 0;
  let isOpen = false;
  let reach: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => (reach = resolve));

  const pass = async (asked: IncomingMessage, response: ServerResponse, isLost: boolean): Promise<void> => {
    const answer = await forward(asked, new URL(asked.url ?? "/", address), agent);
    if (isLost) await buffer(answer);
    else await send(answer, response);
  };

  const server = createServer((asked, response) => {
    const passOn = () => void pass(asked, response, false).catch(() => response.destroy());
    // What comes after the write waits until all is cut.
    if (seen >= nth && !isOpen) return void held.push(passOn);
    if (isOpen || !isWrite(asked) || !of.test(asked.url ?? "")) {
      passOn();
      return;
    }
    seen += 1;
    const isTheOne = seen === nth;
    if (isTheOne && moment === "before") {
      held.push(passOn);
      reach();
      return;
    }
    const passing = pass(asked, response, isTheOne && moment === "after").catch(() => response.destroy());
    passed.push(passing);
    if (isTheOne) void passing.then(reach);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reached,
    open() {
      isOpen = true;
      for (const pass of held.splice(0)) pass();
    },
    async close() {
      await Promise.all(passed);
      server.closeAllConnections();
      server.close();
      agent.destroy();
      return passed.length;
    },
  };
}

/** A dry run changes nothing. */
function isWrite({ method = "", url = "" }: IncomingMessage): boolean {
  return ["POST", "PUT", "PATCH", "DELETE"].includes(method) && !url.includes("dryRun=");
}

/** The whole request is read first, so that it arrives even if whoever asked is gone by then. */
export async function forward(asked: IncomingMessage, to: URL, agent: Agent): Promise<IncomingMessage> {
  const body = await buffer(asked);
  const headers = { ...asked.headers, host: to.host };
  return new Promise((resolve, reject) => {
    request(to, { method: asked.method, headers, agent }, resolve).once("error", reject).end(body);
  });
}

/** Fails where whoever asked is gone, also before the answer came. */
async function send(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!response.destroyed) response.writeHead(answer.statusCode ?? 502, answer.headers);
  await pipeline(answer, response);
}
