import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BEARER_FAULT, isBearer } from "./bearer";
import type { Connection } from "./connection";
import { ConnectionError } from "./connection-error";

/** Where every pod finds the token of its account. */
const FOLDER = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * How a pod reaches the cluster that it runs in, as its own account.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/#directly-accessing-the-rest-api
 * @returns nothing outside of a pod
 */
export function inClusterConnection(
  env: Readonly<Record<string, string | undefined>>,
  folder = FOLDER,
): Connection | undefined {
  const { KUBERNETES_SERVICE_HOST: host = "", KUBERNETES_SERVICE_PORT: port = "" } = env;
  const [token, ca] = [join(folder, "token"), join(folder, "ca.crt")];
  if (host === "" || port === "" || !existsSync(token)) return undefined;
  return {
    server: `https://${host.includes(":") ? `[${host}]` : host}:${port}`,
    ...(existsSync(ca) ? { ca: readFileSync(ca, "utf8") } : {}),
    // It is exchanged every hour.
    token: () => Promise.resolve(tokenIn(token)),
  };
}

function tokenIn(path: string): string {
  const text = readFileSync(path, "utf8").trim();
  if (isBearer(text)) return text;
  throw new ConnectionError(`the token in ${path} cannot be sent: ${BEARER_FAULT}`);
}
