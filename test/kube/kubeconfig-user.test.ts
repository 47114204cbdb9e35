import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { connect } from "../../src/kube/http-cluster";
import { impersonationHeaders } from "../../src/kube/impersonation";
import { loadConnection } from "../../src/kube/kubeconfig";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kubeconfig-user-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A kubeconfig of one user and one cluster. */
function kubeconfig(user: object, cluster: object = {}): string {
  const path = join(folder, "config");
  const content = {
    clusters: [{ name: "c", cluster: { server: "https://c:6443", ...cluster } }],
    users: [{ name: "u", user }],
    contexts: [{ name: "m", context: { cluster: "c", user: "u" } }],
    "current-context": "m",
  };
  writeFileSync(path, stringify(content));
  return path;
}

const load = (user: object, cluster?: object) => loadConnection({ path: kubeconfig(user, cluster) });

function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("it did not fail");
}

async function tokenOf(user: object, cluster?: object): Promise<string | undefined> {
  const { token, plugin } = load(user, cluster);
  return typeof token === "function" ? token() : (token ?? (await plugin?.get())?.token);
}

const V1 = "client.authentication.k8s.io/v1";
const NEVER = { apiVersion: V1, interactiveMode: "Never" };

/** What a plugin prints. */
const answered = (status: object, apiVersion = V1) => JSON.stringify({ apiVersion, kind: "ExecCredential", status });

describe("who a kubeconfig acts as", () => {
  test("is followed whole", () => {
    const extra = { "acme.com/project": ["a", "b"], scopes: [] };
    const user = { token: "t", as: "ann", "as-uid": "1", "as-groups": ["dev", "ops"], "as-user-extra": extra };
    expect(load(user).impersonate).toEqual({ user: "ann", uid: "1", groups: ["dev", "ops"], extra });
  });

  test("is nobody else where the fields are empty, as for kubectl", () => {
    const user = { token: "t", as: "", "as-groups": null, "as-user-extra": {} };
    expect(load(user)).toEqual({ server: "https://c:6443", token: "t" });
  });

  test("is sent as kubectl sends it", () => {
    const extra = { "acme.com/Project": ["a"], "acme.com/project": ["ü"], "50%": ["x"], none: [] };
    expect(impersonationHeaders({ user: "änn", uid: "1", groups: ["g"], extra })).toEqual({
      "Impersonate-User": [Buffer.from("änn").toString("latin1")],
      "Impersonate-Uid": ["1"],
      "Impersonate-Group": ["g"],
      "Impersonate-Extra-acme.com%2Fproject": ["a", Buffer.from("ü").toString("latin1")],
      "Impersonate-Extra-50%25": ["x"],
    });
  });
});

describe("what cannot be followed is refused by name, never passed over:", () => {
  test.each<[string, object, RegExp]>([
    ["a list as `as`", { as: ["ann"] }, /user "u" has `as`, and it is not a string/],
    ["a number as `as`", { as: 7 }, /has `as`, and it is not a string/],
    ["a name that would be cut", { as: "admin " }, /has `as`, and not all of it can be sent/],
    ["a name of two lines", { as: "a\nb" }, /has `as`, and not all of it can be sent/],
    ["groups of nobody", { "as-groups": ["g"] }, /has `as-groups`, and no `as`/],
    ["a uid of nobody", { "as-uid": "1" }, /has `as-uid`, and no `as`/],
    ["attributes of nobody", { "as-user-extra": { a: ["b"] } }, /has `as-user-extra`, and no `as`/],
    ["groups that are a text", { as: "ann", "as-groups": "dev" }, /has `as-groups`, and it is not a list of strings/],
    ["an empty group", { as: "ann", "as-groups": [""] }, /has `as-groups`, and not all of it can be sent/],
    ["attributes without lists", { as: "a", "as-user-extra": { k: "v" } }, /`as-user-extra`, and it is not a map/],
    ["an auth-provider", { "auth-provider": { name: "oidc" } }, /has `auth-provider`, and these are not supported/],
    ["a token that is a number", { token: 5 }, /has `token`, and it is not a string/],
    ["a token with a line break", { token: "t\n" }, /has `token`, and it has line breaks, spaces or characters/],
    ["a token of characters that no header holds", { token: "\u65e5" }, /has `token`, and it has line breaks, spaces/],
    ["a password with a line break", { username: "u", password: "p\n" }, /has `password`, and it has line breaks/],
    ["a token and a password", { token: "t", username: "a", password: "b" }, /has `token`, and a user name/],
    ["a password alone", { password: "b" }, /has `password`, and no username/],
    ["a certificate that is no base64", { "client-certificate-data": "!!!!" }, /has `client-certificate-data`, and/],
    [
      "a certificate that is not there",
      { "client-certificate": "none" },
      /its file \S*none cannot be read: there is no such file or folder/,
    ],
    ["a plugin without a command", { exec: NEVER }, /has `exec`, and it has no command/],
    ["a plugin without a version", { exec: { command: "x" } }, /has `exec`, and it has no apiVersion/],
    ["a plugin of another version", { exec: { apiVersion: "v1", command: "x" } }, /has `apiVersion`, and v1 is not/],
    ["a plugin that does not say whether it asks", { exec: { apiVersion: V1, command: "x" } }, /no interactiveMode/],
    ["a mode that is none", { exec: { ...NEVER, command: "x", interactiveMode: "Ask" } }, /there is no such mode/],
    ["an environment without values", { exec: { ...NEVER, command: "x", env: [{ name: "a" }] } }, /`env`/],
  ])("%s", (_what, user, message) => {
    expect(() => load(user)).toThrow(message);
  });

  test.each<[string, object, RegExp]>([
    ["a proxy of another kind", { "proxy-url": "ftp://p" }, /"c" has `proxy-url`, and proxies of the scheme ftp/],
    ["a proxy that is no address", { "proxy-url": "p" }, /"c" has `proxy-url`, and it is not an address such as/],
    ["an authority that is empty", { "certificate-authority-data": "%%" }, /`certificate-authority-data`, and it is/],
    [
      "an authority that is not there",
      { "certificate-authority": "none" },
      /its file \S*none cannot be read: there is no such file or folder/,
    ],
    [
      "a text as a flag",
      { "insecure-skip-tls-verify": "no" },
      /`insecure-skip-tls-verify`, and it must be true or false/,
    ],
    [
      "an authority that nobody looks at",
      { "insecure-skip-tls-verify": true, "certificate-authority-data": Buffer.from("CA").toString("base64") },
      /`insecure-skip-tls-verify`, and a certificate authority too/,
    ],
    ["a server that is a list", { server: ["https://a"] }, /has `server`, and it is not a string/],
  ])("%s", (_what, cluster, message) => {
    expect(() => load({ token: "t" }, cluster)).toThrow(message);
  });

  test("an authority that is an empty file, which would mean the system's own", () => {
    writeFileSync(join(folder, "empty.crt"), "\n");
    expect(() => load({}, { "certificate-authority": "empty.crt" })).toThrow(/empty\.crt is empty/);
  });

  test("two entries of one name", () => {
    const path = join(folder, "twice");
    const cluster = { name: "c", cluster: { server: "https://c:6443" } };
    writeFileSync(path, stringify({ clusters: [cluster, cluster] }));
    expect(() => loadConnection({ path, cluster: "c" })).toThrow(`${path} has two entries "c" under clusters`);
  });

  test.each([{ clientCertificate: "CERT" }, { clientKey: "KEY" }])("half a pair of keys: %j", (half) => {
    expect(() => connect({ server: "https://c:6443", ...half })).toThrow(/pass both or neither/);
  });
});

test("what is said of the server's certificate is followed", () => {
  const cluster = { "insecure-skip-tls-verify": true, "tls-server-name": "api.example.com" };
  expect(load({}, cluster)).toEqual({ server: "https://c:6443", insecure: true, tlsServerName: "api.example.com" });
});

test("all faults of an entry are told at once", () => {
  const user = { token: 5, as: ["ann"], exec: { args: "x" }, "client-key": "none" };
  const cluster = { server: "ftp://c", "proxy-url": "p", "insecure-skip-tls-verify": "no" };
  const faults = [
    "the kubeconfig has 9 faults:",
    `  the kubeconfig's server "ftp://c" is not an address`,
    '  the kubeconfig\'s cluster "c" has `proxy-url`',
    '  the kubeconfig\'s cluster "c" has `insecure-skip-tls-verify`',
    '  the kubeconfig\'s user "u" has `client-key`',
    '  the kubeconfig\'s user "u" has `token`',
    '  the kubeconfig\'s user "u" has `exec`, and it has no command',
    '  the kubeconfig\'s user "u" has `exec`, and it has no apiVersion',
    "  the kubeconfig's user \"u\"'s exec has `args`",
    '  the kubeconfig\'s user "u" has `as`',
  ];
  const told = messageOf(() => load(user, cluster)).split("\n");
  expect(told.map((line, index) => line.slice(0, faults[index]?.length))).toEqual(faults);
});

test("a proxy is followed, and an address may do without a scheme", () => {
  expect(load({}, { "proxy-url": "socks5://p:1080" })).toMatchObject({ proxy: "socks5://p:1080" });
  expect(load({}, { server: "c:6443" })).toMatchObject({ server: "http://c:6443" });
});

test("a user name alone has an empty password", () => {
  expect(load({ username: "ann" }).basic).toEqual({ username: "ann", password: "" });
});

test("a context's user may be left out, and is nobody then", () => {
  const path = join(folder, "nobody");
  const clusters = [{ name: "c", cluster: { server: "https://c:6443" } }];
  writeFileSync(path, stringify({ clusters, contexts: [{ name: "m", context: { cluster: "c" } }] }));
  expect(loadConnection({ path, context: "m" })).toEqual({ server: "https://c:6443" });
});

describe("tokens:", () => {
  const plugin = (script: string, more: object = {}) => ({
    exec: { ...NEVER, command: process.execPath, args: ["-e", script], ...more },
  });

  test("a token file is read anew for each call and wins over a token, which stands in for it", async () => {
    const path = join(folder, "token");
    writeFileSync(path, "first\n");
    const { token } = load({ token: "t", tokenFile: "token" });
    if (typeof token !== "function") throw new Error("a token file gives a function");
    await expect(token()).resolves.toBe("first");
    writeFileSync(path, "second");
    await expect(token()).resolves.toBe("second");
    rmSync(path);
    await expect(token()).resolves.toBe("t");
  });

  test("a token file that is not there is told of by name", async () => {
    await expect(Promise.resolve().then(() => tokenOf({ tokenFile: "none" }))).rejects.toThrow(
      /has `tokenFile`, and its file \S*none cannot be read: there is no such file or folder/,
    );
  });

  test("a token and a password come before a plugin, which is not run", async () => {
    const fails = plugin("process.exit(3)");
    await expect(tokenOf({ token: "t", ...fails })).resolves.toBe("t");
    expect(load({ username: "a", password: "b", ...fails })).toMatchObject({ basic: { username: "a" } });
    expect(load({ username: "a", ...fails }).plugin).toBeUndefined();
  });

  test("a plugin's path is relative to the kubeconfig, not to where one stands", async () => {
    mkdirSync(join(folder, "bin"), { recursive: true });
    const answer = answered({ token: "near" });
    writeFileSync(join(folder, "bin", "token"), `#!/bin/sh\necho '${answer}'\n`);
    chmodSync(join(folder, "bin", "token"), 0o755);
    await expect(tokenOf({ exec: { ...NEVER, command: "bin/token" } })).resolves.toBe("near");
  });

  test("a plugin that asks for the cluster is told of it", async () => {
    const seen = join(folder, "info.json");
    const script = `
      require("fs").writeFileSync(${JSON.stringify(seen)}, process.env.KUBERNETES_EXEC_INFO);
      console.log('${answered({ token: "t" })}')`;
    const extensions = [{ name: "client.authentication.k8s.io/exec", extension: { audience: "x" } }];
    await tokenOf(plugin(script, { provideClusterInfo: true }), { "tls-server-name": "n", extensions });
    expect(JSON.parse(readFileSync(seen, "utf8"))).toMatchObject({
      spec: { cluster: { server: "https://c:6443", "tls-server-name": "n", config: { audience: "x" } } },
    });
    await tokenOf(plugin(script));
    expect(JSON.parse(readFileSync(seen, "utf8"))).toEqual({
      apiVersion: V1,
      kind: "ExecCredential",
      spec: { interactive: false },
    });
  });

  test("a plugin may answer with a certificate, and with a token beside it", async () => {
    const pair = { clientCertificateData: "CERT", clientKeyData: "KEY" };
    const { plugin: source } = load(plugin(`console.log('${answered({ ...pair, token: "t" })}')`));
    await expect(source?.get()).resolves.toEqual({ clientCertificate: "CERT", clientKey: "KEY", token: "t" });
  });

  test.each([
    [answered({ clientCertificateData: "CERT", token: "t" }), /printed half of a client certificate and its key/],
    [answered({}), /printed neither a token nor a certificate/],
    [answered({ token: "t" }, "client.authentication.k8s.io/v1beta1"), /answers as \S+beta1, and was asked as/],
    [answered({ token: "t", expirationTimestamp: "soon" }), /its expirationTimestamp is not a time/],
    [JSON.stringify({ status: { token: "t" } }), /printed no ExecCredential/],
    ["t", /its output is not JSON/],
  ])("a plugin that prints %s is refused", async (printed, message) => {
    await expect(tokenOf(plugin(`console.log('${printed}')`))).rejects.toThrow(message);
  });

  test("a plugin is asked again once its credential ends, and where the server did not take it", async () => {
    const calls = join(folder, "calls");
    const count = `require("fs").appendFileSync(${JSON.stringify(calls)}, "x")`;
    const asked = () => readFileSync(calls, "utf8").length;
    const ended = answered({ token: "t", expirationTimestamp: "2020-01-01T00:00:00Z" });
    const { plugin: short } = load(plugin(`${count}; console.log('${ended}')`));
    await short?.get();
    await short?.get();
    expect(asked()).toBe(2);
    const { plugin: long } = load(plugin(`${count}; console.log('${answered({ token: "t" })}')`));
    const refused = await long?.get();
    await long?.get();
    expect(asked()).toBe(3);
    await long?.get(refused);
    await long?.get(refused);
    expect(asked()).toBe(4);
  });

  test("a plugin that must ask is not run where nobody can answer", async () => {
    await expect(tokenOf(plugin("process.exit(3)", { interactiveMode: "Always" }))).rejects.toThrow(
      "it has to ask, and there is no terminal",
    );
  });

  test("a plugin that is not there says how to get it", async () => {
    const exec = { ...NEVER, command: "no-such-plugin", installHint: "get it\n\u001b[31mthere" };
    await expect(tokenOf({ exec })).rejects.toThrow(
      "the credential plugin no-such-plugin failed: there is no such command\n  get it\n  \\u001b[31mthere",
    );
  });

  test("a plugin that fails says with what", async () => {
    await expect(tokenOf(plugin("process.exit(3)"))).rejects.toThrow(/failed: it ended with exit code 3/);
  });
});
