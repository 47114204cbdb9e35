import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clearFolder, judgeFolder, keepLogsOnly, sweep } from "../../../src/sandbox/state/leftovers";
import { isAlive, ownProcessId, processIdOf, type ProcessId } from "../../../src/support/process-id";
import { writeState, type SandboxState } from "../../../src/sandbox/state/state";
import { temporaryFolder } from "../temporary-folder";

const home = temporaryFolder();
const GONE: ProcessId = { pid: process.pid, startedAt: "in another life" };
const HOUR_MS = 3_600_000;

function state(change: Partial<SandboxState>): SandboxState {
  const base = { formatVersion: 1, name: "test", nodes: 2, components: {}, startedAt: "2026-01-01T00:00:00Z" } as const;
  return { ...base, status: "ready", supervisor: ownProcessId(), ...change };
}

function folder(name: string, content?: SandboxState): string {
  const path = join(home, name);
  mkdirSync(path, { recursive: true });
  if (content !== undefined) writeState(path, content);
  return path;
}

/** @param mark - a word of its command line, as a component has its sandbox's folder */
async function startSleeper(mark: string): Promise<{ child: ChildProcess; id: ProcessId; ended: Promise<unknown> }> {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", mark], { stdio: "ignore" });
  await once(child, "spawn");
  return { child, id: processIdOf(child.pid!)!, ended: once(child, "exit") };
}

describe("a process", () => {
  test("is told apart from a later one of the same number", () => {
    expect(isAlive(ownProcessId())).toBe(true);
    expect(isAlive(GONE)).toBe(false);
  });

  test("that nobody has waited for yet counts as ended", async () => {
    const { child, id, ended } = await startSleeper(join(home, "recycled"));
    child.kill("SIGKILL");
    await ended;
    expect(isAlive(id)).toBe(false);
  });
});

describe("judging a folder", () => {
  test.each([
    ["keep", "of a running sandbox", { state: state({}), ageMs: 100 * HOUR_MS }],
    ["keep", "of a start under way", { state: state({ status: "claimed" }), ageMs: 0 }],
    ["clear", "whose supervisor was killed", { state: state({ supervisor: GONE }), ageMs: 0 }],
    ["clear", "whose start was killed", { state: state({ status: "claimed", supervisor: GONE }), ageMs: 0 }],
    [
      "keep",
      "with the logs of today's failure",
      { state: state({ status: "failed", supervisor: GONE }), ageMs: HOUR_MS },
    ],
    ["clear", "with old logs", { state: state({ status: "failed", supervisor: GONE }), ageMs: 25 * HOUR_MS }],
    ["keep", "that carries no mark of ours", { state: undefined, ageMs: HOUR_MS }],
  ] as const)("%s the one %s", (verdict, _which, given) => {
    expect(judgeFolder(given)).toBe(verdict);
  });
});

describe("the sweep", () => {
  test("ends the processes that a killed supervisor left, and removes the folder", async () => {
    const { id, ended } = await startSleeper(join(home, "killed"));
    const path = folder("killed", state({ supervisor: GONE, components: { etcd: id } }));
    expect(sweep(home)).toEqual(["killed"]);
    await ended;
    expect(isAlive(id)).toBe(false);
    expect(existsSync(path)).toBe(false);
  });

  test("does not touch a process that got a recorded number later", async () => {
    const { child, id, ended } = await startSleeper(join(home, "recycled"));
    folder("recycled", state({ supervisor: GONE, components: { etcd: { ...id, startedAt: "before" } } }));
    expect(sweep(home)).toEqual(["recycled"]);
    expect(isAlive(id)).toBe(true);
    child.kill("SIGKILL");
    await ended;
  });

  test("does not touch a process that is not of that sandbox, whatever its state says", async () => {
    const { child, id, ended } = await startSleeper("something else");
    folder("liar", state({ supervisor: GONE, components: { etcd: id } }));
    expect(sweep(home)).toEqual(["liar"]);
    expect(isAlive(id)).toBe(true);
    child.kill("SIGKILL");
    await ended;
  });

  test("leaves everything alone that carries no mark of ours: by name, by content, and copies", () => {
    const mine = folder("default");
    writeFileSync(join(mine, "thesis.txt"), "years of work");
    const draft = folder(".notes.1");
    writeFileSync(join(draft, "thesis.txt"), "years of work");
    const alike = folder("alike");
    writeFileSync(join(alike, "sandbox.json"), JSON.stringify(state({ name: "alike", supervisor: GONE })));
    const killed = folder("killed", state({ supervisor: GONE }));
    cpSync(killed, join(home, "backup"), { recursive: true });
    const old = (Date.now() - 48 * HOUR_MS) / 1000;
    for (const path of [mine, draft, alike, join(home, "backup")]) utimesSync(path, old, old);
    expect(sweep(home)).toEqual(["killed"]);
    expect([mine, draft, alike, join(home, "backup")].every((path) => existsSync(path))).toBe(true);
    for (const path of [mine, draft, alike, join(home, "backup")]) rmSync(path, { recursive: true });
  });

  test("leaves running sandboxes alone and clears half-made folders", () => {
    const running = folder("running", state({}));
    const half = folder(".half.1");
    const old = (Date.now() - HOUR_MS) / 1000;
    utimesSync(half, old, old);
    expect(sweep(home)).toEqual([]);
    expect([existsSync(running), existsSync(half)]).toEqual([true, false]);
    clearFolder(running);
  });

  test("has nothing to do where there never was a sandbox", () => {
    expect(sweep(join(home, "nowhere"))).toEqual([]);
  });
});

test("of a failed sandbox the logs stay, keys and data go", () => {
  const path = folder("failed", state({}));
  for (const name of ["logs", "pki", "etcd"]) mkdirSync(join(path, name));
  writeFileSync(join(path, "kubeconfig"), "");
  keepLogsOnly(path);
  const left = ["logs", "pki", "etcd", "kubeconfig", "sandbox.json"].filter((name) => existsSync(join(path, name)));
  expect(left).toEqual(["logs", "sandbox.json"]);
});
