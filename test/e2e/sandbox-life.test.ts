import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { once } from "node:events";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox } from "../../src/sandbox";
import { obtainControlPlane } from "../../src/toolchain/obtain";
import { findParentDeathSignal } from "../../src/sandbox/control-plane/component";
import { silentProgress } from "../../src/support/progress";
import { isAlive, type ProcessId } from "../../src/support/process-id";
import { readState } from "../../src/sandbox/state/state";
import { describeWithBinaries, eventually } from "./support";

const home = mkdtempSync(join(tmpdir(), "hikube-home-"));
const root = join(__dirname, "..", "..");
const quiet = { home, progress: silentProgress };

/** All processes of a sandbox that were recorded. */
function processesOf(name: string): readonly ProcessId[] {
  const { supervisor, components } = readState(join(home, name))!;
  return [supervisor, ...Object.values(components)];
}

const noneAlive = (processes: readonly ProcessId[]) => (processes.some(isAlive) ? undefined : true);

function hikube(...args: string[]) {
  const entry = join(root, "src", "cli", "main.ts");
  const env = { ...process.env, HIKUBE_SANDBOX_HOME: home };
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--require", "tsx/cjs", entry, ...args], {
    cwd: root,
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

/** A test runner in miniature: starts a sandbox and then hangs. */
function startRunner(name: string): ChildProcess {
  const script = `require("./src/sandbox").startSandbox({ name: "${name}", home: ${JSON.stringify(home)} })
    .then(() => process.stdout.write("ready\\n"), (error) => { console.error(error); process.exit(1); });
    setInterval(() => {}, 1000);`;
  return spawn(process.execPath, ["--require", "tsx/cjs", "-e", script], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
}

afterAll(() => {
  hikube("sandbox", "down", "--all");
  rmSync(home, { recursive: true, force: true });
});

describeWithBinaries("the life of a sandbox", () => {
  beforeAll(() => obtainControlPlane({ progress: silentProgress }), 900_000);

  test("two run side by side, and stopping one leaves the other", async () => {
    const [one, other] = await Promise.all([startSandbox(quiet), startSandbox(quiet)]);
    expect(one.server).not.toBe(other.server);
    const processes = processesOf(one.name);
    await one.stop();
    expect(noneAlive(processes)).toBe(true);
    expect(existsSync(one.directory)).toBe(false);
    expect(await other.cluster().raw("GET", "/version")).toMatchObject({ gitVersion: "v1.35.4" });
    await other.stop();
    await other.stop();
  });

  test.each(["SIGKILL", "SIGINT"] as const)("%s of the test runner leaves nothing", async (signal) => {
    const name = `runner-${signal.toLowerCase()}`;
    const runner = startRunner(name);
    await once(runner.stdout!, "data");
    const processes = processesOf(name);
    expect(processes).toHaveLength(5);
    runner.kill(signal);
    await eventually("all processes to be gone", () => noneAlive(processes));
    expect(existsSync(join(home, name))).toBe(false);
  });

  test("a runner killed in the middle of a start leaves nothing either", async () => {
    const runner = startRunner("early");
    const etcd = await eventually("etcd", () => readState(join(home, "early"))?.components.etcd);
    runner.kill("SIGKILL");
    await eventually("etcd to be gone", () => noneAlive([etcd]));
    await eventually("the folder to be gone", () => (existsSync(join(home, "early")) ? undefined : true));
  });

  test("what a killed supervisor leaves is gone after the next command", async () => {
    await (await startSandbox({ ...quiet, name: "orphan" })).detach();
    const [supervisor, ...components] = processesOf("orphan");
    process.kill(supervisor!.pid, "SIGKILL");
    if (findParentDeathSignal().length > 0) await eventually("the kernel to end the rest", () => noneAlive(components));
    expect(hikube("sandbox", "status", "--json")).toMatchObject({ status: 0, stdout: "[]\n" });
    await eventually("all processes to be gone", () => noneAlive(components));
    expect(existsSync(join(home, "orphan"))).toBe(false);
  });

  test("one outlives the package that started it, and cleans up", async () => {
    const copy = mkdtempSync(join(tmpdir(), "hikube-copy-"));
    for (const part of ["dist", "tools", "package.json"])
      cpSync(join(root, part), join(copy, part), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    const env = { ...process.env, HIKUBE_SANDBOX_HOME: home };
    const built = join(copy, "dist", "src", "cli", "main.js");
    const up = spawnSync(process.execPath, [built, "sandbox", "up", "--name", "outlived"], { env, encoding: "utf8" });
    expect(up.stdout).toContain('sandbox "outlived" runs at');
    rmSync(copy, { recursive: true });
    const processes = processesOf("outlived");
    process.kill(processes[0]!.pid, "SIGTERM");
    await eventually("all processes to be gone", () => noneAlive(processes));
    expect(existsSync(join(home, "outlived"))).toBe(false);
  });

  test("the command line starts, shows, uses and stops one", () => {
    expect(hikube("sandbox", "up", "--name", "cli").stdout).toContain('sandbox "cli" runs at https://127.0.0.1:');
    expect(hikube("sandbox", "up", "--name", "cli")).toMatchObject({ status: 1 });
    expect(JSON.parse(hikube("sandbox", "status", "--json").stdout)).toMatchObject([{ name: "cli", status: "ready" }]);
    expect(hikube("sandbox", "status", "--name", "cli").stdout).toContain("ready");
    expect(hikube("sandbox", "status", "--name", "other", "--json").stdout).toBe("[]\n");
    expect(hikube("sandbox", "env", "--name", "cli").stdout).toContain(`export KUBECONFIG='${home}/cli/kubeconfig'`);
    const exec = (...command: string[]) =>
      hikube("sandbox", "exec", "--name", "cli", "--no-terraform", "--", ...command);
    expect(exec("printenv", "KUBECONFIG", "CHECKPOINT_DISABLE").stdout).toBe(`${home}/cli/kubeconfig\n1\n`);
    expect(exec("sh", "-c", "exit 7")).toMatchObject({ status: 7 });
    expect(exec("no-such-command").stderr).toContain('cannot run "no-such-command"');
    const processes = processesOf("cli");
    expect(hikube("sandbox", "down", "--name", "cli")).toMatchObject({
      status: 0,
      stdout: 'stopped sandbox "cli"\n',
    });
    expect(noneAlive(processes)).toBe(true);
  });

  test("a temporary one lasts as long as the command", () => {
    const { status, stdout } = hikube(
      "sandbox",
      "exec",
      "--temporary",
      "--no-terraform",
      "--",
      "sh",
      "-c",
      'cat "$KUBECONFIG"',
    );
    expect({ status, stdout }).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("https://127.0.0.1:") as unknown,
    });
    expect(readdirSync(home)).toEqual([]);
  });

  test("a taken port is one line, and nothing is left running", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = other.address();
    const port = String(typeof address === "object" ? address!.port : 0);
    const { status, stderr } = hikube("sandbox", "up", "--name", "taken", "--port", port);
    expect(status).toBe(1);
    expect(stderr).toContain(`hikube: port ${port} on 127.0.0.1 is taken by another process;`);
    expect(JSON.parse(hikube("sandbox", "status", "--json").stdout)).toMatchObject([
      { name: "taken", status: "failed" },
    ]);
    other.close();
    expect(hikube("sandbox", "up", "--name", "taken")).toMatchObject({ status: 0 });
    expect(hikube("sandbox", "down", "--name", "taken")).toMatchObject({ status: 0 });
  });

  test("a process that fails is named with its log, and the others end with it", async () => {
    const assets = mkdtempSync(join(home, ".assets-"));
    const binaries = await obtainControlPlane({ progress: silentProgress });
    for (const [name, path] of Object.entries(binaries)) symlinkSync(path, join(assets, name));
    rmSync(join(assets, "kube-apiserver"));
    mkdirSync(assets, { recursive: true });
    writeFileSync(join(assets, "kube-apiserver"), "#!/bin/sh\necho no, thank you >&2\nexit 3\n");
    chmodSync(join(assets, "kube-apiserver"), 0o755);
    const before = process.env.HIKUBE_SANDBOX_ASSETS;
    process.env.HIKUBE_SANDBOX_ASSETS = assets;
    const started = startSandbox({ ...quiet, name: "broken" });
    await expect(started).rejects.toThrow(
      /^kube-apiserver ended \(exit code 3\): no, thank you \(log: \S+kube-apiserver.log\)$/,
    );
    if (before === undefined) delete process.env.HIKUBE_SANDBOX_ASSETS;
    else process.env.HIKUBE_SANDBOX_ASSETS = before;
    const left = readState(join(home, "broken"));
    expect(left).toMatchObject({ status: "failed", components: {} });
    expect(readdirSync(join(home, "broken")).sort()).toEqual(["launch.json", "logs", "sandbox.json"]);
  });
});
