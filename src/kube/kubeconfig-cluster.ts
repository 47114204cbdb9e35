import type { Connection } from "./connection";
import { flagField, pemField, refused, textField, type Entry } from "./kubeconfig-fields";

/**
 * Where a kubeconfig's cluster entry leads. What cannot be followed is refused by name.
 *
 * @throws Error for a server that is no address: the library's own message would not say where it stands
 * @see https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#Cluster
 */
export function clusterPart(entry: Entry): Connection {
  const server = textField(entry, "server");
  if (server === undefined || !/^https?:/.test(server) || !URL.canParse(server)) {
    throw new Error(`the kubeconfig's server "${server ?? ""}" is no address such as https://192.0.2.1:6443`);
  }
  if (textField(entry, "proxy-url") !== undefined) {
    throw refused(entry, "proxy-url", "proxies are not supported: the call would go to that address directly");
  }
  const [ca, insecure] = [pemField(entry, "certificate-authority"), flagField(entry, "insecure-skip-tls-verify")];
  if (insecure && ca !== undefined) {
    throw refused(entry, "insecure-skip-tls-verify", "a certificate authority too; take one of them away");
  }
  const tlsServerName = textField(entry, "tls-server-name");
  return {
    server,
    ...(ca === undefined ? {} : { ca }),
    ...(insecure ? { insecure } : {}),
    ...(tlsServerName === undefined ? {} : { tlsServerName }),
  };
}
