import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname } from "node:path";
import { CLI_ERROR_CODES } from "../../src/cli/error-codes";
import { CLUSTER_ERROR_CODES } from "../../src/kube/connection-error";
import { WARNING_CODES } from "../../src/model/codes/warning-codes";
import { ISSUE_CODES } from "../../src/model/issue-codes";
import { SANDBOX_ERROR_CODES } from "../../src/support/errors";
import { hikube, inFolder, TENANTS_YAML, type Said } from "./call";

/** Words of Node, of libraries and of the system that tell a user nothing. */
const RAW = [
  /\bE[A-Z]{4,}: /,
  /Unexpected (token|end|non-whitespace)|in JSON at position|Expected property name/,
  /Cannot (read|destructure|convert|set)|is not (a function|iterable)|weak map key|undefined \(/,
  /illegal operation|no such file or directory|spawn |getaddrinfo|connect E|SSL routines/,
  /TypeError|this is a bug|^ +at .*:\d+:\d+/m,
];

/** What docs/errors.md explains. */
const KNOWN = [ISSUE_CODES, CLI_ERROR_CODES, CLUSTER_ERROR_CODES, SANDBOX_ERROR_CODES, WARNING_CODES].flatMap(
  Object.keys,
);

inFolder({
  "tenants.yaml": TENANTS_YAML,
  "broken.json": "{ 'a",
  "empty.json": "",
  "list.json": "[]",
  "null.json": "null",
});

let server: Server;
let answer: readonly [code: number, body: string];

beforeEach(async () => {
  answer = [200, "{}"];
  mkdirSync("folder");
  server = createServer((_, response) => response.writeHead(answer[0]).end(answer[1]));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  write("kubeconfig", kubeconfig());
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function address(): string {
  return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

function kubeconfig(parts: object = {}, cluster: object = {}): string {
  return JSON.stringify({
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    clusters: [{ name: "c", cluster: { server: `http://${address()}`, ...cluster } }],
    users: [{ name: "u", user: {} }],
    ...parts,
  });
}

/** Says what is wrong in words of ours, and not with success. */
function judge({ code, out, err }: Said, code_: number): void {
  const said = out + err;
  expect({ code, said: said.trim() === "" }).toEqual({ code: code_, said: false });
  for (const words of RAW) expect(said).not.toMatch(words);
  const codes = [...said.matchAll(/\[([a-z-]+)\]:?$/gm)].flatMap(([, name = ""]) => name);
  expect(codes.length > 0 && codes.every((name) => KNOWN.includes(name))).toBe(true);
}

const FILES = ["broken.json", "empty.json", "list.json", "null.json", "folder"];

test.each(FILES)("facts of a cluster in %s", async (file) => {
  judge(await hikube("check", "tenants.yaml", "--cluster", file), file === "folder" ? 2 : 3);
});

test.each(FILES)("tenants in %s", async (file) => {
  judge(await hikube("tree", file), 2);
});

test.each([...FILES, "none.json"])("a backend in %s", async (file) => {
  judge(await hikube("synth", "tenants.yaml", "--backend", file), 2);
});

test("a backend without settings", async () => {
  write("backend.json", '{ "s3": 5 }');
  judge(await hikube("synth", "tenants.yaml", "--backend", "backend.json"), 2);
});

test.each(["{ 'a", "", "[]", "null", '{"formatVersion":1}', '{"formatVersion":1,"cluster":{},"tenants":[null]}'])(
  "what synth wrote, holding %j",
  async (text) => {
    write("cdktf.out/hikube.json", text);
    judge(await hikube("tree"), 2);
  },
);

test.each(["{ 'a", "", "[]", "null", '{"app":5}', '{"app":"true","output":5}', '{"app":"true","output":""}'])(
  "cdktf.json holding %j",
  async (text) => {
    write("cdktf.json", text);
    judge(await hikube("plan"), 2);
  },
);

const STACK = '{"workingDirectory":"stacks/a","synthesizedStackPath":"stacks/a/cdk.tf.json"}';

test.each([
  ...[
    "{ 'a",
    "",
    "[]",
    "null",
    "{}",
    '{"stacks":[]}',
    '{"stacks":{"a":null}}',
    '{"stacks":{"a":{"workingDirectory":5}}}',
  ],
  `{"stacks":{"a":${STACK.replace("cdk.tf", "none")}}}`,
  `{"stacks":{"a":${STACK}}}`,
])("cdktf's manifest holding %j", async (text) => {
  write("cdktf.out/manifest.json", text);
  write("cdktf.out/stacks/a/cdk.tf.json", "{ 'a");
  judge(await hikube("plan", "--no-synth"), 2);
});

test.each([
  ["nothing that is JSON", "hello"],
  ["nothing", ""],
])("a terraform that prints %s", async (_what, words) => {
  write("cdktf.out/manifest.json", `{"stacks":{"a":${STACK}}}`);
  write("cdktf.out/stacks/a/cdk.tf.json", "{}");
  write(
    "bin/terraform",
    `#!/bin/sh\nfor a in "$@"; do case "$a" in -out=*) : > "\${a#-out=}";; esac; done\necho '{${words}'\n`,
  );
  chmodSync("bin/terraform", 0o700);
  const before = process.env.PATH;
  process.env.PATH = `${process.cwd()}/bin:${before ?? ""}`;
  judge(await hikube("plan", "--no-synth").finally(() => (process.env.PATH = before)), 1);
});

test.each([
  ["a page that is a folder", ["matrix", "tenants.yaml", "--html", "folder"], 2],
  ["a page in a folder that is not there", ["matrix", "tenants.yaml", "--html", "none/page.html"], 2],
  ["an empty file name", ["check", ""], 2],
  ["an empty namespace", ["suspend", ""], 2],
  ["an empty stack", ["plan", "tenants.yaml", "--stack", ""], 2],
  ["an empty tenant", ["render", "tenants.yaml", "--namespace", "a,,b"], 2],
  ["an empty facts file", ["matrix", "tenants.yaml", "--cluster", ""], 2],
])("%s", async (_what, words, code) => {
  judge(await hikube(...words), code);
});

const LIVE = [
  ["matrix", "tenants.yaml", "--live"],
  ["suspend", "tenant-a"],
  ["resume", "tenant-a"],
  ["cluster", "inspect"],
];

describe.each<readonly [number, string]>([
  [200, "{}"],
  [200, "["],
  [200, "null"],
  [200, "<html>Sign in</html>"],
  [200, '{"items":{}}'],
  [200, '{"resources":5}'],
  [200, '{"resources":[{"kind":"Namespace","name":"namespaces","namespaced":false}]}'],
  [401, "{}"],
  [403, "{}"],
  [500, "oops"],
])("a server that answers with %d and %j", (code, body) => {
  test.each(LIVE)("%s %s", async (...words) => {
    answer = [code, body];
    judge(await hikube(...words.filter(Boolean), "--kubeconfig", "kubeconfig"), 1);
  });
});

test.each<readonly [string, () => string]>([
  ["no YAML", () => "{ 'a: ["],
  ["nothing", () => ""],
  ["a list", () => "[]"],
  ["a context that it does not have", () => kubeconfig({ "current-context": "other" })],
  ["a number in place of clusters", () => kubeconfig({ clusters: 5 })],
  ["an empty context", () => kubeconfig({ contexts: [null] })],
  ["a server without a scheme", () => kubeconfig({}, { server: "nonsense" })],
  ["a server that does not listen", () => kubeconfig({}, { server: "https://127.0.0.1:1" })],
  ["a server that nobody knows", () => kubeconfig({}, { server: "https://no.such.host.invalid" })],
  ["TLS where the server speaks none", () => kubeconfig({}, { server: `https://${address()}` })],
  [
    "a plugin that is not there",
    () => kubeconfig({ users: [{ name: "u", user: { exec: { apiVersion: "v1", command: "no-plugin" } } }] }),
  ],
  ["a token file that is not there", () => kubeconfig({ users: [{ name: "u", user: { tokenFile: "none" } }] })],
])("a kubeconfig with %s", async (_what, text) => {
  write("kubeconfig", text());
  const { code, ...said } = await hikube("suspend", "tenant-a", "--kubeconfig", "kubeconfig");
  const isInput = said.err.includes("[invalid-kubeconfig]");
  judge({ code, ...said }, isInput ? 2 : 1);
});

test.each(["folder", "none"])("a kubeconfig that is %s", async (file) => {
  judge(await hikube("suspend", "tenant-a", "--kubeconfig", file), 2);
});

test("a file of facts that may not be written over", async () => {
  rmSync("folder", { recursive: true });
  mkdirSync("cluster-facts.json");
  judge(await hikube("cluster", "inspect", "--kubeconfig", "kubeconfig", "--out", "cluster-facts.json"), 2);
});

test("an app with faults is told by its faults, without what Node prints around them", async () => {
  const fault = "production.name: invalid tenant name; received A; expected: b; hint: c [invalid-tenant-name]";
  write("app.js", `throw Object.assign(new Error(), { stack: "The app has a fault:\\n${fault}\\n    at App.synth" })`);
  write("cdktf.json", JSON.stringify({ language: "typescript", app: "node app.js" }));
  const said = await hikube("synth");
  judge(said, 1);
  const [, ...told] = said.err
    .split("\n")
    .filter((line) => line.includes("does not synthesize") || line.startsWith("  "));
  expect(told).toEqual([`  ${fault}`]);
});
