import type { Connection, Impersonation } from "../../kube/connection";

const NAME = "release";

/**
 * A kubeconfig of one cluster and one user with all that a connection says. A plugin is asked now. It is JSON, which is
 * YAML, too.
 */
export async function kubeconfigOf(connection: Connection, namespace: string): Promise<string> {
  const contexts = [{ name: NAME, context: { cluster: NAME, user: NAME, namespace } }];
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: NAME, cluster: clusterOf(connection) }],
    users: [{ name: NAME, user: { ...(await userOf(connection)), ...impersonated(connection.impersonate) } }],
    contexts,
    "current-context": NAME,
  });
}

function clusterOf({ server, ca, insecure, tlsServerName, proxy }: Connection) {
  return {
    "proxy-url": proxy,
    server,
    "certificate-authority-data": encoded(ca),
    "insecure-skip-tls-verify": insecure === true ? true : undefined,
    "tls-server-name": tlsServerName,
  };
}

async function userOf({ token, basic, plugin, ...own }: Connection) {
  const credential = await plugin?.get();
  const { clientCertificate, clientKey } = own.clientCertificate === undefined ? { ...credential } : own;
  return {
    token: typeof token === "function" ? await token() : (token ?? credential?.token),
    username: basic?.username,
    password: basic?.password,
    "client-certificate-data": encoded(clientCertificate),
    "client-key-data": encoded(clientKey),
  };
}

function impersonated({ user, uid, groups, extra }: Partial<Impersonation> = {}) {
  return { as: user, "as-uid": uid, "as-groups": groups, "as-user-extra": extra };
}

function encoded(text: string | undefined): string | undefined {
  return text === undefined ? undefined : Buffer.from(text).toString("base64");
}
