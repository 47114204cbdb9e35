import { generateKeyPair } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { makePrivateFolder } from "../state/state";
import { createAuthority, issue, type KeyPair } from "./authority";
import { pkiPaths, type KeyPairFiles, type PkiPaths } from "./paths";

/** First address of the Service range: the `kubernetes` Service. */
export const KUBERNETES_SERVICE_ADDRESS = "10.96.0.1";

const API_SERVER_HOSTS = [
  "127.0.0.1",
  KUBERNETES_SERVICE_ADDRESS,
  "localhost",
  "kubernetes",
  "kubernetes.default",
  "kubernetes.default.svc",
  "kubernetes.default.svc.cluster.local",
];

/** Makes all keys and certificates of a sandbox; files that only their owner can read. */
export async function createPki(directory: string): Promise<PkiPaths> {
  const paths = pkiPaths(directory);
  makePrivateFolder(join(directory, "pki"));
  await Promise.all([
    clusterCertificates(paths),
    frontProxyCertificates(paths),
    etcdCertificates(paths),
    serviceAccountKeys(paths),
  ]);
  return paths;
}

async function clusterCertificates(paths: PkiPaths): Promise<void> {
  const authority = await createAuthority("sandbox-ca");
  writePair(paths.clusterAuthority, authority);
  const server = { commonName: "kube-apiserver", usages: ["server"], hosts: API_SERVER_HOSTS } as const;
  writePair(paths.apiServer, await issue(authority, server));
}

async function frontProxyCertificates(paths: PkiPaths): Promise<void> {
  const authority = await createAuthority("sandbox-front-proxy-ca");
  writePair(paths.frontProxyAuthority, authority);
  writePair(paths.frontProxy, await issue(authority, { commonName: "front-proxy-client", usages: ["client"] }));
}

/** etcd shows one certificate to callers and to its peers (itself), so it is of both usages. */
async function etcdCertificates(paths: PkiPaths): Promise<void> {
  const authority = await createAuthority("sandbox-etcd-ca");
  writePair(paths.etcdAuthority, authority);
  const hosts = ["127.0.0.1", "localhost"];
  writePair(paths.etcd, await issue(authority, { commonName: "etcd", usages: ["server", "client"], hosts }));
  writePair(paths.etcdClient, await issue(authority, { commonName: "kube-apiserver-etcd", usages: ["client"] }));
}

async function serviceAccountKeys(paths: PkiPaths): Promise<void> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  writePrivateFile(paths.serviceAccountKey, privateKey.export({ type: "pkcs8", format: "pem" }));
  writePrivateFile(paths.serviceAccountPublicKey, publicKey.export({ type: "spki", format: "pem" }));
}

function writePair(files: KeyPairFiles, pair: KeyPair): void {
  writePrivateFile(files.certificate, pair.certificate);
  writePrivateFile(files.key, pair.key);
}

export function readPair(files: KeyPairFiles): KeyPair {
  return { certificate: readFileSync(files.certificate, "utf8"), key: readFileSync(files.key, "utf8") };
}

/** Writes a file for its owner's eyes only. */
export function writePrivateFile(path: string, text: string | Buffer): void {
  writeFileSync(path, text, { mode: 0o600 });
}
