import { join } from "node:path";

/** Files of the key pair of that name. */
export interface KeyPairFiles {
  readonly certificate: string;
  readonly key: string;
}

/** Where each key and certificate of a sandbox lies. */
export interface PkiPaths {
  /** Signs the API server's certificate and the users' own. */
  readonly clusterAuthority: KeyPairFiles;
  /** Signs what the aggregation layer shows: users of the cluster must not be able to pose as it. */
  readonly frontProxyAuthority: KeyPairFiles;
  /** Signs etcd's callers: a user's certificate must not open the store. */
  readonly etcdAuthority: KeyPairFiles;
  readonly apiServer: KeyPairFiles;
  readonly etcd: KeyPairFiles;
  readonly etcdClient: KeyPairFiles;
  readonly frontProxy: KeyPairFiles;
  readonly serviceAccountKey: string;
  readonly serviceAccountPublicKey: string;
}

export function pkiPaths(directory: string): PkiPaths {
  const pair = (name: string): KeyPairFiles => ({
    certificate: join(directory, "pki", `${name}.crt`),
    key: join(directory, "pki", `${name}.key`),
  });
  return {
    clusterAuthority: pair("ca"),
    frontProxyAuthority: pair("front-proxy-ca"),
    etcdAuthority: pair("etcd-ca"),
    apiServer: pair("apiserver"),
    etcd: pair("etcd"),
    etcdClient: pair("apiserver-etcd-client"),
    frontProxy: pair("front-proxy-client"),
    serviceAccountKey: join(directory, "pki", "sa.key"),
    serviceAccountPublicKey: join(directory, "pki", "sa.pub"),
  };
}

/** Kubeconfig of a sandbox's administrator. */
export function kubeconfigOf(directory: string): string {
  return `${directory}/kubeconfig`;
}
