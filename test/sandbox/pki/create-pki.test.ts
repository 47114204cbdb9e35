import { X509Certificate, createPublicKey } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { createPki } from "../../../src/sandbox/pki/create-pki";
import type { PkiPaths } from "../../../src/sandbox/pki/paths";
import { userConnection, writeKubeconfig } from "../../../src/sandbox/pki/users";
import { loadConnection } from "../../../src/kube/kubeconfig";
import { temporaryFolder } from "../temporary-folder";

const folder = temporaryFolder();
const CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
let pki: PkiPaths;

beforeAll(async () => {
  pki = await createPki(folder);
});

const read = (path: string) => new X509Certificate(readFileSync(path));

test("the API server is known by its loopback address, its Service address and its names", () => {
  const names = read(pki.apiServer.certificate).subjectAltName;
  expect(names).toContain("IP Address:127.0.0.1");
  expect(names).toContain("IP Address:10.96.0.1");
  expect(names).toContain("DNS:localhost");
  expect(names).toContain("DNS:kubernetes.default.svc");
  expect(read(pki.apiServer.certificate).keyUsage).toEqual([SERVER_AUTH]);
});

test("each certificate is signed by its own authority and by no other", () => {
  const authorities = [pki.clusterAuthority, pki.frontProxyAuthority, pki.etcdAuthority].map((pair) =>
    read(pair.certificate),
  );
  const signedBy = (path: string) => authorities.map((authority) => read(path).verify(authority.publicKey));
  expect(signedBy(pki.apiServer.certificate)).toEqual([true, false, false]);
  expect(signedBy(pki.frontProxy.certificate)).toEqual([false, true, false]);
  expect(signedBy(pki.etcd.certificate)).toEqual([false, false, true]);
  expect(signedBy(pki.etcdClient.certificate)).toEqual([false, false, true]);
});

test("authorities may sign, and what they sign may not", () => {
  expect(read(pki.clusterAuthority.certificate).ca).toBe(true);
  expect(read(pki.apiServer.certificate).ca).toBe(false);
});

test("only the owner can read a key or enter its folder", () => {
  const modes = readdirSync(join(folder, "pki")).map((file) => statSync(join(folder, "pki", file)).mode & 0o777);
  expect(new Set(modes)).toEqual(new Set([0o600]));
  expect(statSync(join(folder, "pki")).mode & 0o777).toBe(0o700);
});

test("tokens are signed with a 2048 bit RSA key", () => {
  const key = createPublicKey(readFileSync(pki.serviceAccountPublicKey));
  expect(key.asymmetricKeyType).toBe("rsa");
  expect(key.asymmetricKeyDetails?.modulusLength).toBe(2048);
});

test("a user's certificate carries the name and all groups, for signing in only", () => {
  const connection = userConnection(folder, "https://127.0.0.1:1", { user: "eve", groups: ["a", "b:c"] });
  const certificate = new X509Certificate(connection.clientCertificate ?? "");
  expect(certificate.subject.split("\n").sort()).toEqual(["CN=eve", "O=a", "O=b:c"]);
  expect(certificate.keyUsage).toEqual([CLIENT_AUTH]);
  expect(certificate.verify(read(pki.clusterAuthority.certificate).publicKey)).toBe(true);
});

test("a kubeconfig gives back the connection it was written from, to its owner only", () => {
  const connection = userConnection(folder, "https://127.0.0.1:1", { user: "eve" });
  const path = join(folder, "users", "eve");
  writeKubeconfig(path, connection, "test");
  expect(loadConnection({ path })).toMatchObject(connection);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});
