import type { Connection } from "./connection";
import { ConnectionError } from "./connection-error";
import { flagField, pemField, refused, textField, together, type Entry } from "./kubeconfig-fields";
import { proxyFault } from "./proxy/proxy-url";

/**
 * The server of a kubeconfig's cluster entry.
 *
 * @throws ConnectionError for what cannot be followed: the library's own message would not name the kubeconfig
 * @see https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#Cluster
 */
export function clusterPart(entry: Entry): Connection {
  const [server, proxy, { ca, insecure }, tlsServerName] = together(
    () => serverOf(entry),
    () => proxyOf(entry),
    () => trustOf(entry),
    () => textField(entry, "tls-server-name"),
  );
  return {
    server,
    ...(proxy === undefined ? {} : { proxy }),
    ...(ca === undefined ? {} : { ca }),
    ...(insecure ? { insecure } : {}),
    ...(tlsServerName === undefined ? {} : { tlsServerName }),
  };
}

/** As for kubectl, an address without a scheme is one of plain HTTP. */
function serverOf(entry: Entry): string {
  const given = textField(entry, "server") ?? "";
  const server = given === "" || given.includes("://") ? given : `http://${given}`;
  if (/^https?:/.test(server) && URL.canParse(server)) return server;
  throw new ConnectionError(`the kubeconfig's server "${given}" is not an address such as https://192.0.2.1:6443`);
}

function proxyOf(entry: Entry): string | undefined {
  const proxy = textField(entry, "proxy-url");
  const fault = proxy === undefined ? undefined : proxyFault(proxy);
  if (fault !== undefined) throw refused(entry, "proxy-url", fault);
  return proxy;
}

function trustOf(entry: Entry): { readonly ca: string | undefined; readonly insecure: boolean } {
  const [ca, insecure] = together(
    () => pemField(entry, "certificate-authority"),
    () => flagField(entry, "insecure-skip-tls-verify"),
  );
  if (insecure && ca !== undefined) {
    throw refused(entry, "insecure-skip-tls-verify", "a certificate authority too; remove one of them");
  }
  return { ca, insecure };
}
