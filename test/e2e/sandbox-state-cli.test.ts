import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startSandbox, type DetachableSandbox } from "../../src/sandbox";
import { backendsAt, setStateTrap, type StateTrap } from "./state-trap";
import { describeWithBinaries } from "./support";

const ROOT = join(__dirname, "..", "..");
const HIKUBE = join(ROOT, "dist", "src", "cli", "main.js");
const run = promisify(execFile);

/** Somebody's state, which no byte may change of. */
const PRODUCTION = JSON.stringify({ version: 4, serial: 7, lineage: "production", outputs: {}, resources: [] });

/** All that people start with `hikube sandbox exec`, on an app of two stacks of which one reads the other's output. */
describeWithBinaries("a repository that is worked on in a sandbox", () => {
  let sandbox: DetachableSandbox;
  let home: string;
  let folder: string;
  let trap: StateTrap;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "hikube-home-"));
    sandbox = await startSandbox({ home, name: "state" });
    trap = await setStateTrap();
  }, 900_000);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hikube-repository-"));
    const words = [process.execPath, join(ROOT, "node_modules", "tsx", "dist", "cli.mjs")];
    const main = ["--tsconfig", join(ROOT, "tsconfig.json"), join(ROOT, "test", "e2e", "two-stacks.ts")];
    const app = [...words, ...main].map((word) => JSON.stringify(word)).join(" ");
    writeFileSync(
      join(folder, "cdktf.json"),
      JSON.stringify({ language: "typescript", app, sendCrashReports: "false" }),
    );
    writeFileSync(join(folder, "empty.tfrc"), "");
    writeFileSync(join(folder, "terraform.one.tfstate"), PRODUCTION);
  });

  afterEach(() => {
    expect(trap.touched()).toBe(0);
    expect(readFileSync(join(folder, "terraform.one.tfstate"), "utf8")).toBe(PRODUCTION);
    expect(existsSync(join(folder, "terraform.two.tfstate"))).toBe(false);
    for (const stack of ["one", "two"]) {
      const path = join(folder, "cdktf.out", "stacks", stack);
      const left = existsSync(path) ? readdirSync(path).filter((name) => !["cdk.tf.json", "plan"].includes(name)) : [];
      expect(left).toEqual([]);
    }
    rmSync(folder, { recursive: true, force: true });
  });

  afterAll(async () => {
    trap.close();
    const { directory } = sandbox;
    await sandbox.stop();
    expect(existsSync(directory)).toBe(false);
    rmSync(home, { recursive: true, force: true });
  });

  /** `hikube sandbox exec -- …`; the exit code is an answer. */
  async function inSandbox(command: readonly string[], more: NodeJS.ProcessEnv = {}) {
    const args = [HIKUBE, "sandbox", "exec", "--name", "state", "--providers", "offline", "--", ...command];
    const own = { HIKUBE_SANDBOX_HOME: home, CDKTF_HOME: folder, TF_CLI_CONFIG_FILE: join(folder, "empty.tfrc") };
    const env = { ...process.env, CI: "1", CHECKPOINT_DISABLE: "1", ...own, ...more };
    try {
      const { stdout, stderr } = await run(process.execPath, args, { cwd: folder, env, maxBuffer: 64 << 20 });
      return { code: 0, output: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, output: stdout + stderr };
    }
  }

  async function succeed(command: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<string> {
    const { code, output } = await inSandbox(command, more);
    if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}:\n${output}`);
    return output;
  }

  const cdktf = (...args: string[]) => [join(ROOT, "node_modules", ".bin", "cdktf"), ...args];
  const hikube = (...args: string[]) => [process.execPath, HIKUBE, ...args];
  const mapsOf = async (prefix: string) => {
    const maps = await sandbox.cluster().list({ apiVersion: "v1", kind: "ConfigMap" }, { namespace: "default" });
    return maps.map(({ metadata }) => metadata.name).filter((name) => name.startsWith(prefix));
  };

  /** cdktf's default, and what would be everybody's. */
  const backends = ["default", "s3"] as const;
  const environmentOf = (backend: (typeof backends)[number], prefix: string): NodeJS.ProcessEnv => ({
    OBJECTS: prefix,
    // The name of each stack is part of the place, as it is for everybody.
    ...(backend === "default"
      ? {}
      : { S3: JSON.stringify((backendsAt(trap.address, "").s3 as { backend: { s3: object } }).backend.s3) }),
  });

  test.each(backends)(
    "cdktf and hikube keep the state of two stacks in the sandbox (backend: %s)",
    async (backend) => {
      const prefix = `both-${backend}`;
      const env = environmentOf(backend, prefix);
      await succeed(cdktf("deploy", "--auto-approve", "--parallelism", "2", "one", "two"), env);
      expect(await mapsOf(prefix)).toEqual([`${prefix}-one`, `${prefix}-two`]);
      expect(await succeed(cdktf("output", "one"), env)).toContain(`${prefix}-one`);
      expect(await succeed(cdktf("diff", "two"), env)).toContain("No changes");
      expect(await succeed(hikube("plan", "--parallelism", "2"), env)).toContain("nothing to change");
      expect(await succeed(hikube("recover"), env)).toContain("stack one: nothing is missing in the state");
      await succeed(hikube("destroy", "--stack", "two", "--auto-approve"), env);
      expect(await mapsOf(prefix)).toEqual([`${prefix}-one`]);
      await succeed(cdktf("destroy", "--auto-approve", "--ignore-missing-stack-dependencies", "one"), env);
      expect(await mapsOf(prefix)).toEqual([]);
    },
    600_000,
  );

  test("hikube keeps to it outside of `exec` too, by the sandbox's kubeconfig", async () => {
    const env = environmentOf("s3", "kubeconfig");
    await succeed(hikube("apply", "--stack", "one", "--auto-approve"), env);
    // Without the environment of `exec` but for the providers, which are but served from there.
    const stripped = ["env", "-u", "HIKUBE_SANDBOX_DIRECTORY", "-u", "TF_CLI_ARGS"];
    const plan = await succeed(
      [...stripped, ...hikube("plan", "--stack", "one", "--kubeconfig", sandbox.kubeconfig)],
      env,
    );
    expect(plan).toContain("nothing to change");
    await succeed([...stripped, ...hikube("destroy", "--stack", "one", "--auto-approve")], env);
    expect(await mapsOf("kubeconfig")).toEqual([]);
  }, 300_000);

  test("a jest run that synthesizes and starts terraform leaves the repository alone", async () => {
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "jest.config.json"), JSON.stringify({ testMatch: ["**/*.spec.js"] }));
    writeFileSync(join(folder, "stacks.spec.js"), JEST_TEST);
    const jest = join(ROOT, "node_modules", "jest", "bin", "jest.js");
    const env = { ...environmentOf("default", "jest"), APP: readApp(folder) };
    expect(await succeed([process.execPath, jest, "--rootDir", folder], env)).toContain("1 passed");
    expect(await mapsOf("jest")).toEqual(["jest-one"]);
    await succeed(hikube("destroy", "--stack", "one", "--auto-approve", "--no-synth"), env);
    rmSync(join(folder, "node_modules"));
  }, 300_000);
});

function readApp(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, "cdktf.json"), "utf8")) as { app: string }).app;
}

/** As somebody writes it who knows nothing of sandboxes. */
const JEST_TEST = `
const { execSync } = require("node:child_process");
test("the first stack can be applied", () => {
  execSync(process.env.APP, { cwd: __dirname });
  const terraform = (args) => execSync("terraform " + args, { cwd: __dirname + "/cdktf.out/stacks/one" });
  terraform("init -input=false");
  terraform("apply -input=false -auto-approve");
});
`;
