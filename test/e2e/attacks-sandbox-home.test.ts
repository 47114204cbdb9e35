import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox } from "../../src/sandbox";
import { silentProgress } from "../../src/support/progress";
import { isAlive, processIdOf } from "../../src/support/process-id";
import { writeState } from "../../src/sandbox/state/state";
import { describeWithBinaries } from "./support";

const ROOT = join(__dirname, "..", "..");
const NOBODY = 65_534;
const HOUR_MS = 3_600_000;
/** Only the administrator can be two users in one test. */
const testAsRoot = process.getuid?.() === 0 ? test : test.skip;

let folder: string;
const bystanders: ChildProcess[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hikube-attacks-"));
  chmodSync(folder, 0o755);
});

afterAll(async () => {
  for (const each of bystanders) {
    if (each.kill("SIGKILL")) await once(each, "exit");
  }
  rmSync(folder, { recursive: true, force: true });
});

function hikubeAs(uid: number | undefined, home: string, ...args: readonly string[]) {
  const words = ["--require", "tsx/cjs", join(ROOT, "src", "cli", "main.ts"), ...args];
  const env = { ...process.env, HIKUBE_SANDBOX_HOME: home, HOME: uid === undefined ? process.env.HOME : home };
  const who = uid === undefined ? {} : { uid, gid: uid };
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: ROOT, env, encoding: "utf8", ...who });
  return { status, stdout, stderr };
}

const hikube = (home: string, ...args: readonly string[]) => hikubeAs(undefined, home, ...args);

function makeFolder(name: string, mode = 0o700): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  chmodSync(path, mode);
  return path;
}

/** Other work in the folder that somebody takes for a home of sandboxes, old enough for any sweep. */
function withOtherWork(home: string): readonly string[] {
  const old = (Date.now() - 48 * HOUR_MS) / 1000;
  return ["important", "default", ".draft.1", "logs"].map((name) => {
    const path = join(home, name);
    mkdirSync(path);
    writeFileSync(join(path, "thesis.txt"), "years of work");
    utimesSync(path, old, old);
    return join(path, "thesis.txt");
  });
}

async function startBystander(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  await once(child, "spawn");
  bystanders.push(child);
  return child;
}

/** A sandbox as an attacker would make it up: its kubeconfig runs a command, its state names a process of ours. */
function plant(home: string, bystander: ChildProcess): string {
  const sandbox = join(home, "default");
  mkdirSync(join(sandbox, "logs"), { recursive: true });
  const id = processIdOf(bystander.pid ?? 0);
  if (id === undefined) throw new Error("the bystander does not run");
  writeState(sandbox, {
    ...{ formatVersion: 1, name: "default", nodes: 1, status: "ready", server: "https://127.0.0.1:1" },
    ...{ supervisor: id, components: { etcd: id }, startedAt: "2026-01-01T00:00:00Z" },
  });
  const proof = join(home, "pwned.txt");
  const exec = { apiVersion: "client.authentication.k8s.io/v1", command: "sh", interactiveMode: "Never" };
  const kubeconfig = {
    clusters: [{ name: "c", cluster: { server: "https://127.0.0.1:1" } }],
    users: [{ name: "u", user: { exec: { ...exec, args: ["-c", `id > ${proof}`] } } }],
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    "current-context": "c",
  };
  writeFileSync(join(sandbox, "kubeconfig"), JSON.stringify(kubeconfig));
  return proof;
}

function give(path: string, uid: number): void {
  chownSync(path, uid, uid);
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) give(inner, uid);
    else chownSync(inner, uid, uid);
  }
}

const COMMANDS = [
  ["sandbox", "status"],
  ["sandbox", "env"],
  ["sandbox", "exec", "--no-terraform", "--", "true"],
  ["sandbox", "down"],
  ["sandbox", "down", "--all"],
] as const;

describe("a home with other things in it", () => {
  test.each(COMMANDS.map((command) => [command.join(" "), command] as const))(
    "loses nothing by %s",
    (_words, command) => {
      const home = mkdtempSync(join(folder, "mine-"));
      const files = withOtherWork(home);
      expect(hikube(home, ...command).stderr).not.toContain("unsafe");
      expect(files.map((file) => readFileSync(file, "utf8"))).toEqual(files.map(() => "years of work"));
    },
  );
});

describe("another user's planted sandbox", () => {
  const refusesAll = (uid: number | undefined, home: string, bystander: ChildProcess, proof: string) => {
    for (const command of COMMANDS) {
      const { status, stdout, stderr } = hikubeAs(uid, home, ...command);
      expect({ command, status, stdout }).toEqual({ command, status: 1, stdout: "" });
      expect(stderr).toMatch(
        /^hikube: \S+ (may be written by others|belongs to user \d+).*so nothing in it is trusted/m,
      );
    }
    expect({ ran: existsSync(proof), ended: bystander.exitCode ?? bystander.signalCode }).toEqual({
      ran: false,
      ended: null,
    });
  };

  test("is refused in a home that others may write, the sticky kind of /tmp too", async () => {
    for (const mode of [0o777, 0o1777]) {
      const bystander = await startBystander();
      const home = makeFolder(`shared-${mode.toString(8)}`, mode);
      refusesAll(undefined, home, bystander, plant(home, bystander));
    }
  });

  testAsRoot("is refused where the sandbox is theirs, and where the home is", async () => {
    const bystander = await startBystander();
    const home = makeFolder("with-theirs");
    const proof = plant(home, bystander);
    give(join(home, "default"), NOBODY);
    refusesAll(undefined, home, bystander, proof);
    give(home, NOBODY);
    refusesAll(undefined, home, bystander, proof);
  });

  testAsRoot("is refused by an ordinary user, even the administrator's; one's own is found", async () => {
    const bystander = await startBystander();
    const home = makeFolder("for-nobody", 0o755);
    refusesAll(NOBODY, home, bystander, plant(home, bystander));
    const own = makeFolder("of-nobody");
    give(own, NOBODY);
    expect(hikubeAs(NOBODY, own, "sandbox", "status")).toMatchObject({ status: 0 });
  });

  test("ends no process of ours that is not its own, in a home of one's own either", async () => {
    const bystander = await startBystander();
    const home = makeFolder("mistaken");
    plant(home, bystander);
    expect(hikube(home, "sandbox", "down")).toMatchObject({ status: 0 });
    const id = processIdOf(bystander.pid ?? 0);
    expect(id !== undefined && isAlive(id)).toBe(true);
  });
});

describeWithBinaries("a real sandbox beside other things", () => {
  test("starts, is found and ends, and leaves them as they were", async () => {
    const home = makeFolder("both");
    const files = withOtherWork(home);
    await expect(startSandbox({ home, name: "default", progress: silentProgress })).rejects.toThrow(
      /both\/default exists and is not a sandbox; move it away, or choose another name/,
    );
    const sandbox = await startSandbox({ home, name: "real", progress: silentProgress });
    await sandbox.detach();
    expect(JSON.parse(hikube(home, "sandbox", "status", "--json").stdout)).toMatchObject([{ name: "real" }]);
    expect(hikube(home, "sandbox", "down", "--name", "real")).toMatchObject({ status: 0 });
    expect(existsSync(sandbox.directory)).toBe(false);
    expect(files.every((file) => existsSync(file))).toBe(true);
  });
});
