import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { stringify } from "yaml";
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
  const credential = JSON.stringify({ status: { token: "fresh" } });
  const script = `require("fs").appendFileSync(${JSON.stringify(calls)}, "x"); console.log(${JSON.stringify(credential)})`;
  const exec = { apiVersion: "client.authentication.k8s.io/v1", command: process.execPath, args: ["-e", script] };
  const { token } = loadConnection({ path: write("config", oneUser({ exec })) });
  if (typeof token !== "function") throw new Error("a plugin gives a function");
  await expect(token()).resolves.toBe("fresh");
  await expect(token()).resolves.toBe("fresh");
  expect(readFileSync(calls, "utf8")).toBe("x");
});
