import { createServer } from "node:http";
import { Agent } from "node:https";
import type { AddressInfo } from "node:net";
import type { Connection } from "../../src/kube/connection";
import { forward } from "./write-gate";

/** A way to an API server that notes what is asked. */
export interface CallLog {
  /** Address on loopback that needs no credentials. */
  readonly server: string;
  /** Method and path of the calls since this was last asked, in their order. */
  taken(): readonly string[];
  close(): void;
}

export async function openCallLog({ server: address, ca, clientCertificate, clientKey }: Connection): Promise<CallLog> {
  const agent = new Agent({ keepAlive: true, ca, cert: clientCertificate, key: clientKey });
  let calls: string[] = [];
  const server = createServer((asked, response) => {
    const { method = "", url = "/" } = asked;
    calls.push(`${method} ${url}`);
    forward(asked, new URL(url, address), agent).then(
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    server: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    taken() {
      const all = calls;
      calls = [];
      return all;
    },
    close() {
      server.closeAllConnections();
      server.close();
      agent.destroy();
    },
  };
}
