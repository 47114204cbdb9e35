import { join } from "node:path";
import {
  ADVERTISED_ADDRESS,
  SERVICE_ACCOUNT_ISSUER,
  SERVICE_CIDR,
  componentKubeconfig,
  toFlags,
  type ComponentName,
  type Plan,
} from "./plan";

/** The flags of each process. */
export const COMPONENT_FLAGS: Readonly<Record<ComponentName, (plan: Plan) => readonly string[]>> = {
  etcd: etcdFlags,
  "kube-apiserver": apiServerFlags,
  "kube-controller-manager": controllerManagerFlags,
  "kube-scheduler": schedulerFlags,
};

/**
 * Callers and peers must show a certificate of etcd's own authority: the ports are open to every
 * user of the machine, and who reads the store reads all Secrets.
 *
 * @see https://etcd.io/docs/v3.6/op-guide/configuration/
 */
function etcdFlags({ directory, ports, pki }: Plan): readonly string[] {
  const client = `https://127.0.0.1:${String(ports.etcd)}`;
  const peer = `https://127.0.0.1:${String(ports.etcdPeer)}`;
  return toFlags({
    name: "sandbox",
    "data-dir": join(directory, "etcd"),
    "listen-client-urls": client,
    "advertise-client-urls": client,
    "listen-peer-urls": peer,
    "initial-advertise-peer-urls": peer,
    "initial-cluster": `sandbox=${peer}`,
    "client-cert-auth": true,
    "trusted-ca-file": pki.etcdAuthority.certificate,
    "cert-file": pki.etcd.certificate,
    "key-file": pki.etcd.key,
    "peer-client-cert-auth": true,
    "peer-trusted-ca-file": pki.etcdAuthority.certificate,
    "peer-cert-file": pki.etcd.certificate,
    "peer-key-file": pki.etcd.key,
    // Nothing here outlives the process, so nothing needs to be synced to disk.
    "unsafe-no-fsync": true,
    "log-level": "warn",
  });
}

/** @see https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ */
function apiServerFlags({ ports, pki, featureGates, authenticationConfig }: Plan): readonly string[] {
  return toFlags({
    ...features(featureGates),
    ...(authenticationConfig === undefined ? {} : { "authentication-config": authenticationConfig }),
    "bind-address": "127.0.0.1",
    "secure-port": ports.apiServer,
    "advertise-address": ADVERTISED_ADDRESS,
    "etcd-servers": `https://127.0.0.1:${String(ports.etcd)}`,
    "etcd-cafile": pki.etcdAuthority.certificate,
    "etcd-certfile": pki.etcdClient.certificate,
    "etcd-keyfile": pki.etcdClient.key,
    "tls-cert-file": pki.apiServer.certificate,
    "tls-private-key-file": pki.apiServer.key,
    "client-ca-file": pki.clusterAuthority.certificate,
    "service-account-issuer": SERVICE_ACCOUNT_ISSUER,
    "service-account-key-file": pki.serviceAccountPublicKey,
    "service-account-signing-key-file": pki.serviceAccountKey,
    // A mounted token lives as long as it asks to, for verifiers outside the API server too. The default makes it a year.
    "service-account-extend-token-expiration": false,
    "requestheader-client-ca-file": pki.frontProxyAuthority.certificate,
    "requestheader-allowed-names": "front-proxy-client",
    "requestheader-username-headers": "X-Remote-User",
    "requestheader-group-headers": "X-Remote-Group",
    "requestheader-extra-headers-prefix": "X-Remote-Extra-",
    "proxy-client-cert-file": pki.frontProxy.certificate,
    "proxy-client-key-file": pki.frontProxy.key,
    "authorization-mode": "Node,RBAC",
    "enable-admission-plugins": "NodeRestriction",
    "allow-privileged": true,
    "service-cluster-ip-range": SERVICE_CIDR,
    profiling: false,
  });
}

/** @see https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/ */
function controllerManagerFlags({ directory, pki, featureGates }: Plan): readonly string[] {
  return toFlags({
    ...features(featureGates),
    kubeconfig: componentKubeconfig(directory, "kube-controller-manager"),
    "secure-port": 0,
    "leader-elect": false,
    "use-service-account-credentials": true,
    "service-account-private-key-file": pki.serviceAccountKey,
    "root-ca-file": pki.clusterAuthority.certificate,
    "cluster-signing-cert-file": pki.clusterAuthority.certificate,
    "cluster-signing-key-file": pki.clusterAuthority.key,
    // Nodes bring their own pod ranges, and there is no cloud to ask about them.
    controllers: "*,-node-ipam-controller,-cloud-node-lifecycle-controller,-ttl-controller",
    // Objects that a new quota missed in its first count stay missed until the next resync; the default is five
    // minutes.
    "resource-quota-sync-period": "10s",
    "kube-api-qps": 200,
    "kube-api-burst": 400,
    profiling: false,
  });
}

/** @see https://kubernetes.io/docs/reference/command-line-tools-reference/kube-scheduler/ */
function schedulerFlags({ directory, featureGates }: Plan): readonly string[] {
  return toFlags({
    ...features(featureGates),
    kubeconfig: componentKubeconfig(directory, "kube-scheduler"),
    "secure-port": 0,
    "leader-elect": false,
    "kube-api-qps": 200,
    "kube-api-burst": 400,
    profiling: false,
  });
}

/** Each feature is off where the version of Kubernetes leaves it off. */
function features(gates: readonly string[]): Readonly<Record<string, string>> {
  return gates.length === 0 ? {} : { "feature-gates": gates.map((gate) => `${gate}=true`).join(",") };
}
