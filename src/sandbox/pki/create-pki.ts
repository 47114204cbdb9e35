import { generateKeyPair } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { makePrivateFolder } from "../state/state";
import { createCertificate, type KeyPair } from "../../plugin/x509/certificate";
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

/**
 * Makes all keys and certificates of a sandbox; files that only their owner can read.
 *
 * @see https://kubernetes.io/docs/setup/best-practices/certificates/
 */
export async function createPki(directory: string): Promise<PkiPaths> {
  const paths = pkiPaths(directory);
  makePrivateFolder(join(directory, "pki"));
  clusterCertificates(paths);
  frontProxyCertificates(paths);
  etcdCertificates(paths);
  await serviceAccountKeys(paths);
  return paths;
}

function clusterCertificates(paths: PkiPaths): void {
  const authority = createAuthority("sandbox-ca", paths.clusterAuthority);
  const server = { commonName: "kube-apiserver", usages: ["server"], hosts: API_SERVER_HOSTS } as const;
  writePair(paths.apiServer, createCertificate(server, authority));
}

function frontProxyCertificates(paths: PkiPaths): void {
  const authority = createAuthority("sandbox-front-proxy-ca", paths.frontProxyAuthority);
  const client = { commonName: "front-proxy-client", usages: ["client"] } as const;
  writePair(paths.frontProxy, createCertificate(client, authority));
}

/** etcd shows one certificate to callers and to its peers (itself), so it is of both usages. */
function etcdCertificates(paths: PkiPaths): void {
  const authority = createAuthority("sandbox-etcd-ca", paths.etcdAuthority);
  const server = { commonName: "etcd", usages: ["server", "client"], hosts: ["127.0.0.1", "localhost"] } as const;
  writePair(paths.etcd, createCertificate(server, authority));
  const client = { commonName: "kube-apiserver-etcd", usages: ["client"] } as const;
  writePair(paths.etcdClient, createCertificate(client, authority));
}

function createAuthority(commonName: string, files: KeyPairFiles): KeyPair {
  const authority = createCertificate({ commonName, isAuthority: true });
  writePair(files, authority);
  return authority;
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

/** Writes a file that only its owner can read. */
export function writePrivateFile(path: string, text: string | Buffer): void {
  writeFileSync(path, text, { mode: 0o600 });
}
