import { createServer } from "node:net";
import { once } from "node:events";

/** A port that plays the place of somebody's state: who only touches it is caught. */
export interface StateTrap {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  /** How often it was connected to. */
  readonly touched: () => number;
  close(): void;
}

/** What asks there has its connection closed: no answer is needed for the fault to be proved. */
export async function setStateTrap(): Promise<StateTrap> {
  let touched = 0;
  const server = createServer((socket) => {
    touched += 1;
    socket.on("error", () => undefined);
    socket.destroy();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { address: `127.0.0.1:${port}`, touched: () => touched, close: () => server.close() };
}

/** `terraform` blocks that keep the state elsewhere, by kind. */
export function backendsAt(address: string, localPath: string): Readonly<Record<string, object>> {
  const s3 = {
    ...{ bucket: "production", key: "state", region: "eu-west-1", access_key: "a", secret_key: "b" },
    ...{ endpoints: { s3: `http://${address}`, sts: `http://${address}` }, use_path_style: true },
    ...{ skip_credentials_validation: true, skip_requesting_account_id: true, skip_metadata_api_check: true },
  };
  const cloud = { hostname: address, organization: "acme", workspaces: { name: "production" } };
  return {
    local: { backend: { local: { path: localPath } } },
    http: { backend: { http: { address: `http://${address}/state` } } },
    s3: { backend: { s3 } },
    remote: { backend: { remote: cloud } },
    cloud: { cloud },
    none: {},
  };
}
