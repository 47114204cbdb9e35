import type { Connection } from "./connection";

/** Who a kubeconfig signs in. */
export type Credentials =
  | { readonly kind: "token"; readonly account: string; readonly token: string }
  | { readonly kind: "oidc"; readonly issuer: string; readonly clientId: string; readonly scopes: readonly string[] };

/** What a kubeconfig is made of. */
export interface KubeconfigParts {
  /** Where the cluster is; its own credentials are left out. */
  readonly connection: Connection;
  /** The namespace that kubectl uses by default; the context has its name. */
  readonly namespace: string;
  readonly credentials: Credentials;
}

/**
 * A kubeconfig of one context. People sign in by the plugin `oidc-login` of kubectl, which asks the identity provider;
 * the client is a public one, for a secret would be in every copy of the file.
 *
 * @see https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
 * @see https://github.com/int128/kubelogin
 */
export function kubeconfigOf({ connection, namespace, credentials }: KubeconfigParts): object {
  const cluster = new URL(connection.server).host;
  const user = credentials.kind === "token" ? credentials.account : "oidc";
  return {
    apiVersion: "v1",
    kind: "Config",
    "current-context": namespace,
    contexts: [{ name: namespace, context: { cluster, user, namespace } }],
    clusters: [{ name: cluster, cluster: clusterFields(connection) }],
    users: [{ name: user, user: credentials.kind === "token" ? { token: credentials.token } : login(credentials) }],
  };
}

function clusterFields({ server, ca, insecure, tlsServerName }: Connection): object {
  return {
    server,
    ...(ca === undefined ? {} : { "certificate-authority-data": Buffer.from(ca).toString("base64") }),
    ...(insecure === true ? { "insecure-skip-tls-verify": true } : {}),
    ...(tlsServerName === undefined ? {} : { "tls-server-name": tlsServerName }),
  };
}

function login({ issuer, clientId, scopes }: Credentials & { readonly kind: "oidc" }): object {
  const extra = scopes.map((scope) => `--oidc-extra-scope=${scope}`);
  return {
    exec: {
      apiVersion: "client.authentication.k8s.io/v1",
      command: "kubectl",
      args: ["oidc-login", "get-token", `--oidc-issuer-url=${issuer}`, `--oidc-client-id=${clientId}`, ...extra],
      interactiveMode: "IfAvailable",
      provideClusterInfo: false,
      installHint: "kubectl oidc-login is missing; install it: kubectl krew install oidc-login",
    },
  };
}
