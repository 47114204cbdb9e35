import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { stringify } from "yaml";
import { inClusterConnection } from "../../src/kube/in-cluster";
import { loadConnection } from "../../src/kube/kubeconfig";

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kubeconfig-"));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function write(name: string, content: object): string {
  const path = join(directory, name);
  writeFileSync(path, stringify(content));
  return path;
}

const CLUSTER = { name: "c", cluster: { server: "https://c:6443", "certificate-authority-data": base64("CA") } };

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

function oneUser(user: object): object {
  return {
    "current-context": "main",
    clusters: [CLUSTER],
    users: [{ name: "u", user }],
    contexts: [{ name: "main", context: { cluster: "c", user: "u" } }],
  };
}

test("the current context gives server, authority and client certificate", () => {
  const user = { "client-certificate-data": base64("CERT"), "client-key-data": base64("KEY") };
  expect(loadConnection({ path: write("config", oneUser(user)) })).toEqual({
    server: "https://c:6443",
    ca: "CA",
    clientCertificate: "CERT",
    clientKey: "KEY",
  });
});

test("paths inside a kubeconfig are relative to it", () => {
  writeFileSync(join(directory, "cert.pem"), "CERT");
  const path = write("config", oneUser({ "client-certificate": "cert.pem" }));
  expect(loadConnection({ path })).toMatchObject({ clientCertificate: "CERT" });
});

test("of several files the first that has an entry wins", () => {
  const first = write("a", {
    "current-context": "main",
    clusters: [{ name: "c", cluster: { server: "https://first:6443" } }],
  });
  const second = write("b", oneUser({ token: "t" }));
  expect(loadConnection({ path: [first, second] })).toMatchObject({ server: "https://first:6443", token: "t" });
});

test("KUBECONFIG names the files, and those that are missing are passed over", () => {
  const before = process.env.KUBECONFIG;
  process.env.KUBECONFIG = [join(directory, "none"), write("config", oneUser({ token: "t" }))].join(delimiter);
  try {
    expect(loadConnection()).toMatchObject({ token: "t" });
  } finally {
    if (before === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = before;
  }
});

test("an entry that is missing is named", () => {
  const path = write("config", oneUser({ token: "t" }));
  expect(() => loadConnection({ path, context: "other" })).toThrow(
    'the kubeconfig has no entry "other" under contexts',
  );
});

test("a credential plugin is asked once and its token kept until it expires", async () => {
  const calls = join(directory, "calls");
  const apiVersion = "client.authentication.k8s.io/v1beta1";
  const credential = JSON.stringify({ apiVersion, kind: "ExecCredential", status: { token: "fresh" } });
  const script = `require("fs").appendFileSync(${JSON.stringify(calls)}, "x"); console.log(${JSON.stringify(credential)})`;
  const exec = { apiVersion, command: process.execPath, args: ["-e", script] };
  const { plugin } = loadConnection({ path: write("config", oneUser({ exec })) });
  await expect(plugin?.get()).resolves.toEqual({ token: "fresh" });
  await expect(plugin?.get()).resolves.toEqual({ token: "fresh" });
  expect(readFileSync(calls, "utf8")).toBe("x");
});

describe("a kubeconfig that cannot be used is told of in one line that names it:", () => {
  test.each([
    ["broken YAML", "a: [", /^the kubeconfig \S+ cannot be read: [^\n]+$/],
    ["a text", "hello", /is not a kubeconfig/],
    ["clusters that are no list", "clusters: main", /is not a kubeconfig/],
    ["an entry without its content", "clusters: [{ name: c }]", /is not a kubeconfig/],
    ["users of null entries", "users: [null]", /is not a kubeconfig/],
    [
      "a server that is no address",
      "clusters: [{ name: c, cluster: { server: 'c:x' } }]\ncontexts: [{ name: m, context: { cluster: c } }]\ncurrent-context: m",
      /^the kubeconfig's server "c:x" is not an address/,
    ],
  ])("%s", (_what, text, message) => {
    const path = join(directory, "config");
    writeFileSync(path, text);
    expect(() => loadConnection({ path })).toThrow(message);
  });

  test("one that is not there, and a folder", () => {
    for (const path of [join(directory, "none"), directory]) {
      expect(() => loadConnection({ path })).toThrow(`the kubeconfig ${path} cannot be read: `);
    }
  });
});

test("a credential plugin that is not there is named with the reason", async () => {
  const exec = { apiVersion: "client.authentication.k8s.io/v1beta1", command: "no-such-plugin" };
  const { plugin } = loadConnection({ path: write("config", oneUser({ exec })) });
  await expect(plugin?.get()).rejects.toThrow("the credential plugin no-such-plugin failed: there is no such command");
});

test("of several files an empty one has no entries", () => {
  const empty = join(directory, "empty");
  writeFileSync(empty, "");
  expect(loadConnection({ path: [empty, write("config", oneUser({ token: "t" }))] })).toMatchObject({ token: "t" });
});

test("cluster and user that are missing are told together", () => {
  const contexts = [{ name: "m", context: { cluster: "c", user: "u" } }];
  expect(() => loadConnection({ path: write("config", { contexts, "current-context": "m" }) })).toThrow(
    'has 2 faults:\n  the kubeconfig has no entry "c" under clusters\n  the kubeconfig has no entry "u" under users',
  );
});

test("a pod reaches its own cluster, with the token of the moment", async () => {
  const env = { KUBERNETES_SERVICE_HOST: "fd00::1", KUBERNETES_SERVICE_PORT: "443" };
  expect(inClusterConnection(env, directory)).toBeUndefined();
  writeFileSync(join(directory, "token"), "first\n");
  writeFileSync(join(directory, "ca.crt"), "CA");
  const inside = inClusterConnection(env, directory);
  expect(inside).toMatchObject({ server: "https://[fd00::1]:443", ca: "CA" });
  writeFileSync(join(directory, "token"), "second\n");
  await expect((inside?.token as () => Promise<string>)()).resolves.toBe("second");
  expect(inClusterConnection({}, directory)).toBeUndefined();
});
