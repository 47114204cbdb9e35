import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ownProcessId } from "../../../src/support/process-id";
import { writeState } from "../../../src/sandbox/state/state";
import { sandboxOf } from "../../../src/sandbox/terraform/inside";

const root = mkdtempSync(join(tmpdir(), "inside-"));
const own = join(root, "mine", "kubeconfig");
const real = join(root, "real.yaml");
const broken = join(root, "broken.yaml");

function kubeconfig(path: string, name: string, server: string): void {
  const lists = {
    clusters: [{ name, cluster: { server } }],
    users: [{ name, user: { token: "abc" } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  };
  writeFileSync(path, JSON.stringify({ ...lists, "current-context": name }));
}

beforeAll(() => {
  const directory = join(root, "mine");
  mkdirSync(directory, { mode: 0o700 });
  const supervisor = ownProcessId();
  writeState(directory, {
    ...{ formatVersion: 1, name: "mine", status: "ready", server: "https://127.0.0.1:1", nodes: 1, supervisor },
    ...{ components: {}, startedAt: "2026-01-01T00:00:00Z" },
  });
  kubeconfig(own, "sandbox", "https://127.0.0.1:1");
  kubeconfig(real, "production", "https://production:6443");
  writeFileSync(broken, "[]");
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

const listed = (...paths: readonly string[]) => paths.join(delimiter);

test.each([
  ["its kubeconfig alone", { KUBECONFIG: own }],
  ["its kubeconfig first", { KUBECONFIG: listed(own, real) }],
  ["its kubeconfig beside one that is not there", { KUBECONFIG: listed(join(root, "none"), own) }],
  ["its context by name", { KUBE_CONFIG_PATHS: listed(real, own), KUBE_CTX: "sandbox" }],
  ["its own word", { KUBECONFIG: real, HIKUBE_SANDBOX_DIRECTORY: join(root, "mine") }],
])("%s means the sandbox", (_, env) => {
  expect(sandboxOf(env)).toBe(join(root, "mine"));
});

test.each([
  ["another kubeconfig", { KUBECONFIG: real }],
  ["another one first, that of a sandbox behind it", { KUBECONFIG: listed(real, own) }],
  ["another context", { KUBE_CONFIG_PATHS: listed(own, real), KUBE_CTX: "production" }],
  ["another cluster", { KUBE_CONFIG_PATHS: listed(own, real), KUBE_CTX_CLUSTER: "production" }],
  ["none", {}],
])("%s means no sandbox, and so the state that the stack names", (_, env) => {
  expect(sandboxOf(env)).toBeUndefined();
});

test.each([
  ["a context that none has", { KUBE_CONFIG_PATHS: listed(own, real), KUBE_CTX: "gone" }, 'no entry "gone"'],
  ["a file that is none", { KUBECONFIG: listed(broken, own) }, "broken.yaml is not a kubeconfig"],
])("%s among several is refused, not guessed at", (_, env, reason) => {
  expect(() => sandboxOf(env)).toThrow(reason);
  expect(() => sandboxOf(env)).toThrow("name one kubeconfig");
});
