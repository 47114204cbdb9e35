import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Connection } from "./connection";

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
    token: () => Promise.resolve(readFileSync(token, "utf8").trim()),
  };
}
