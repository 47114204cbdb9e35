import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { Agent } from "node:https";
import type { AddressInfo } from "node:net";
import type { Connection } from "../../src/kube/connection";
import { forward } from "./write-gate";

/** A way to an API server for who shows the token of the moment; a file says it as credential plugins do. */
export interface TokenDoor {
  /** Address on loopback. */
  readonly address: string;
  readonly file: string;
  /** Ends the token, and puts another one into the file. */
  renew(): void;
  /** The same when so many writes came from now on; that one is refused. */
  renewAtWrite(nth: number): void;
  /** How many calls were refused. */
  refused(): number;
  close(): void;
}

/** @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins */
export async function openTokenDoor(connection: Connection, file: string): Promise<TokenDoor> {
  const { server: address, ca, clientCertificate: cert, clientKey: key } = connection;
  const agent = new Agent({ keepAlive: true, ca, cert, key });
  let [number, refused, left] = [0, 0, Infinity];
  const renew = () => {
    number += 1;
    const credential = { apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential" };
    writeFileSync(file, JSON.stringify({ ...credential, status: { token: `token-${String(number)}` } }));
  };
  renew();
  const door = createServer((asked, response) => {
    left -= asked.method === "GET" ? 0 : 1;
    if (left === 0) renew();
    if (asked.headers.authorization !== `Bearer token-${String(number)}`) {
      refused += 1;
      response.writeHead(401, { "content-type": "application/json" });
      response.end(JSON.stringify({ kind: "Status", apiVersion: "v1", status: "Failure", code: 401 }));
      return;
    }
    // The door's own certificate is who comes.
    delete asked.headers.authorization;
    const passed = forward(asked, new URL(asked.url ?? "/", address), agent);
    passed.then(
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${String((door.address() as AddressInfo).port)}`,
    file,
    renew,
    renewAtWrite(nth) {
      left = nth;
    },
    refused: () => refused,
    close() {
      door.closeAllConnections();
      door.close();
      agent.destroy();
    },
  };
}
