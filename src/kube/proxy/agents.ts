import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent, type AgentOptions } from "node:https";
import type { Duplex } from "node:stream";
import { connect as connectTls, type ConnectionOptions } from "node:tls";
import { openTunnel } from "./tunnel";

/** What Node passes to an agent of a connection that it wants. */
interface Wanted extends ConnectionOptions {
  readonly host?: string;
  readonly port?: number;
}

type Opened = (error: Error | null, socket?: Duplex) => void;

/** An agent whose connections go through a proxy, by TLS or not. */
export function proxyAgent(proxy: URL, secure: boolean, options: AgentOptions): HttpAgent {
  const agent = secure ? new HttpsAgent(options) : new HttpAgent(options);
  return Object.assign(agent, {
    createConnection(wanted: Wanted, opened: Opened) {
      const { host = "", port = secure ? 443 : 80 } = wanted;
      const trust = { ca: options.ca as string | undefined, rejectUnauthorized: options.rejectUnauthorized };
      openTunnel(proxy, { host, port }, trust).then(
        (socket) => {
          opened(null, secure ? connectTls({ ...wanted, socket }) : socket);
        },
        (error: unknown) => {
          opened(error as Error);
        },
      );
    },
  });
}
