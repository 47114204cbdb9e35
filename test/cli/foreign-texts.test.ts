import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { stringify } from "yaml";
import { hasInvisible } from "../../src/model/printable";
import { hikube, inFolder, TENANTS_YAML, type Said } from "./call";

/** Would clear the screen, turn the line around, and tell a success of its own. */
const MARK = "x-4711";
const FORGED = "hikube: all is well";
const HOSTILE = `${MARK}\n${FORGED}\r\n\u001b[2J\u202e${FORGED}`;

inFolder({ "tenants.yaml": TENANTS_YAML });

let server: Server;
let answer: { readonly code: number; readonly body: string };
let told: string;

beforeEach(async () => {
  told = "";
  answer = { code: 403, body: JSON.stringify({ kind: "Status", message: HOSTILE, reason: "Forbidden" }) };
  jest.spyOn(process.stderr, "write").mockImplementation((text) => (told += String(text)) !== "");
  server = createServer((_, response) => response.writeHead(answer.code).end(answer.body));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});

afterEach(async () => {
  jest.restoreAllMocks();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

/** A kubeconfig of the server, with parts of it replaced. */
function kubeconfig(parts: { context?: string; user?: object; server?: string; path?: string } = {}): string {
  const { context = "c", user = {}, path = "kubeconfig" } = parts;
  const address = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  writeFileSync(
    path,
    stringify({
      "current-context": context,
      contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
      clusters: [{ name: "c", cluster: { server: parts.server ?? address } }],
      users: [{ name: "u", user }],
    }),
  );
  return path;
}

function script(name: string, text: string): string {
  writeFileSync(name, `#!/bin/sh\n${text}`);
  chmodSync(name, 0o700);
  return resolve(name);
}

/** A stack that was synthesized, and a terraform that fails with these words, or prints this line. */
function project({ name = "one", words = "", line = "" }): void {
  mkdirSync("cdktf.out/stacks/one", { recursive: true });
  writeFileSync("cdktf.json", JSON.stringify({ app: "true" }));
  writeFileSync("cdktf.out/stacks/one/cdk.tf.json", "{}");
  const stack = { workingDirectory: "stacks/one", synthesizedStackPath: "stacks/one/cdk.tf.json", dependencies: [] };
  writeFileSync("cdktf.out/manifest.json", JSON.stringify({ stacks: { [name]: { ...stack } } }));
  writeFileSync("words", words);
  writeFileSync("line", `${line}\n`);
  const here = process.cwd();
  script(
    "terraform",
    `case "$1" in init) cat ${here}/words >&2; test ! -s ${here}/words;; *) cat ${here}/line; exit 1;; esac`,
  );
}

function withTerraform(...args: readonly string[]): Promise<Said> {
  const before = process.env.PATH;
  process.env.PATH = `${process.cwd()}:${before ?? ""}`;
  return hikube(...args).finally(() => (process.env.PATH = before));
}

const on = (path: string) => ["--kubeconfig", path];

type Row = readonly [where: string, call: () => Promise<Said>];

const ROWS: readonly Row[] = [
  ...[
    ["suspend", "a"],
    ["resume", "a"],

    ["matrix", "--live"],
  ].map((words): Row => [`a server's refusal of ${words.join(" ")}`, () => hikube(...words, ...on(kubeconfig()))]),
  [
    "a server's answer that is no JSON",
    () => {
      answer = { code: 502, body: HOSTILE };
      return hikube("suspend", "a", ...on(kubeconfig()));
    },
  ],
  ["a kubeconfig's context", () => hikube("suspend", "a", ...on(kubeconfig({ context: HOSTILE })))],
  ["a kubeconfig's server", () => hikube("suspend", "a", ...on(kubeconfig({ server: HOSTILE })))],
  ["a kubeconfig's file", () => hikube("suspend", "a", ...on(HOSTILE))],
  ["a kubeconfig's own reference", () => hikube("suspend", "a", ...on(kubeconfig({ user: { tokenFile: HOSTILE } })))],
  [
    "a credential plugin's name and hint",
    () => {
      const exec = {
        apiVersion: "client.authentication.k8s.io/v1",
        interactiveMode: "Never",
        command: `no-${HOSTILE}`,
        installHint: HOSTILE,
      };
      return hikube("suspend", "a", ...on(kubeconfig({ user: { exec } })));
    },
  ],
  [
    "a credential plugin's words",
    () => {
      writeFileSync("words", HOSTILE);
      const plugin = script("plugin", `cat ${process.cwd()}/words >&2; exit 3`);
      return hikube(
        "suspend",
        "a",
        ...on(
          kubeconfig({
            user: {
              exec: { apiVersion: "client.authentication.k8s.io/v1", interactiveMode: "Never", command: plugin },
            },
          }),
        ),
      );
    },
  ],
  ["a namespace that is asked for", () => hikube("render", "tenants.yaml", "--namespace", HOSTILE)],
  ["a file that is not there", () => hikube("tree", HOSTILE)],
  [
    "a file without fault",
    () => {
      writeFileSync(HOSTILE, TENANTS_YAML);
      return hikube("check", HOSTILE);
    },
  ],
  [
    "a file with a fault",
    () => {
      writeFileSync(HOSTILE, TENANTS_YAML.replace("alpha", JSON.stringify(HOSTILE)));
      return hikube("check", HOSTILE);
    },
  ],
  [
    "a file that is a folder",
    () => {
      mkdirSync(HOSTILE);
      return hikube("check", HOSTILE);
    },
  ],
  ["a page that is written", () => hikube("matrix", "tenants.yaml", "--html", HOSTILE)],
  ["a page that cannot be written", () => hikube("matrix", "tenants.yaml", "--html", `none/${HOSTILE}`)],
  ["a backend's file", () => hikube("synth", "tenants.yaml", "--backend", HOSTILE)],
  ["an unknown command", () => hikube(HOSTILE)],
  ["a slip of a command", () => hikube(`check-${MARK}\n${FORGED}`)],
  ["an unknown option", () => hikube("tree", `--${HOSTILE}`)],
  ["an option's value", () => hikube("plan", "--parallelism", HOSTILE)],
  [
    "an app's command and words",
    () => {
      writeFileSync("words", HOSTILE);
      writeFileSync("cdktf.json", JSON.stringify({ app: `cat words; exit 3\n# ${HOSTILE}` }));
      return hikube("synth");
    },
  ],
  [
    "a stack's name",
    () => {
      project({ name: HOSTILE });
      return hikube("plan", "--no-synth", "--stack", "other");
    },
  ],
  [
    "terraform's words",
    () => {
      project({ words: HOSTILE });
      return withTerraform("plan", "--no-synth");
    },
  ],
  [
    "a diagnostic of terraform, about a stack of that name",
    () => {
      const diagnostic = { severity: "error", summary: HOSTILE, detail: HOSTILE, address: HOSTILE };
      project({ name: HOSTILE, line: JSON.stringify({ type: "diagnostic", diagnostic }) });
      return withTerraform("plan", "--no-synth");
    },
  ],
  [
    "a lock's holder",
    () => {
      const detail = `ID: 1\nWho: ${HOSTILE}\nCreated: ${HOSTILE}`;
      const diagnostic = { severity: "error", summary: "Error acquiring the state lock", detail };
      project({ line: JSON.stringify({ type: "diagnostic", diagnostic }) });
      return withTerraform("plan", "--no-synth");
    },
  ],
];

test.each(ROWS)("what comes from %s tells no line of ours and commands no terminal", async (_where, call) => {
  const { out, err } = await call();
  const text = `${out}${err}${told}`;
  expect(text).toContain(MARK);
  const lines = text.split("\n");
  expect(lines.filter((line) => /^(hikube: )*all is well/.test(line))).toEqual([]);
  expect(lines.filter(hasInvisible)).toEqual([]);
});
