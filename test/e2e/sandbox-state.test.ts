import { execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { provideProviders, type ProviderEnvironment } from "../../src/sandbox";
import { stackCopy } from "../../src/sandbox/terraform/stack-copy";
import { terraformBinaries, type TerraformBinary } from "./binaries";
import { backendsAt, setStateTrap, type StateTrap } from "./state-trap";
import { asAnyCluster, describeOnSandbox, eventually } from "./support";

const run = promisify(execFile);

/** Somebody's state, which no byte may change of. */
const PRODUCTION = JSON.stringify({ version: 4, serial: 7, lineage: "production", outputs: {}, resources: [] });

const kindsOfBackend = ["local", "http", "s3", "remote", "cloud", "none"] as const;

describeOnSandbox("the state of a repository, from inside a sandbox", (sandbox) => {
  let trap: StateTrap;
  let providers: ProviderEnvironment;
  let folder: string;

  beforeAll(async () => {
    trap = await setStateTrap();
    folder = mkdtempSync(join(tmpdir(), "hikube-state-"));
    // The CLI configuration of whoever runs the tests must not decide them.
    writeFileSync(join(folder, "empty.tfrc"), "");
    providers = await provideProviders({ source: "offline", environment: sandbox().env });
  });

  afterEach(() => {
    expect(trap.touched()).toBe(0);
  });

  afterAll(async () => {
    await providers.close();
    trap.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** As a jest test of an infra repository does it. */
  const environmentOf = ({ path }: TerraformBinary, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
    ...process.env,
    ...sandbox().env,
    ...providers.env,
    HIKUBE_TERRAFORM: path(),
    ...common(),
    ...more,
  });
  /** As a user works who takes the sandbox for a cluster like any other. */
  const outside = (): NodeJS.ProcessEnv => ({
    ...process.env,
    ...asAnyCluster(sandbox(), folder),
    ...providers.env,
    ...common(),
  });
  const common = () => ({ TF_CLI_CONFIG_FILE: join(folder, "empty.tfrc"), CHECKPOINT_DISABLE: "1" });

  async function ended(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv) {
    try {
      const { stdout, stderr } = await run(program, args, { cwd, env, maxBuffer: 64 << 20 });
      return { code: 0, output: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, output: stdout + stderr };
    }
  }

  /** A folder with a stack whose configuration says that its state is elsewhere. */
  function stackFolder(name: string, terraform: object, more: object = {}): string {
    const path = join(folder, name);
    mkdirSync(path);
    const metadata = { name, namespace: "default" };
    const block = {
      terraform: { ...terraform, required_providers: { kubernetes: { source: "hashicorp/kubernetes" } } },
      resource: { kubernetes_config_map_v1: { x: { metadata, data: { a: "1" } } } },
      output: { name: { value: "${kubernetes_config_map_v1.x.metadata[0].name}" } },
      ...more,
    };
    writeFileSync(join(path, "cdk.tf.json"), JSON.stringify(block));
    return path;
  }

  const configMap = (name: string) =>
    sandbox().cluster().get({ apiVersion: "v1", kind: "ConfigMap", name, namespace: "default" });

  describe.each(terraformBinaries())("under $name", (binary) => {
    const names = ["-input=false", "-no-color"] as const;

    test.each(kindsOfBackend)("is left alone where a stack keeps it by backend %s", async (kind) => {
      const name = `${binary.name}-${kind}`;
      const local = join(folder, `${name}.tfstate`);
      writeFileSync(local, PRODUCTION);
      const stack = stackFolder(name, backendsAt(trap.address, local)[kind]!);
      const before = readdirSync(stack);
      const terraform = (...args: string[]) => ended(binary.name, args, stack, environmentOf(binary));

      expect(await terraform("init", ...names)).toMatchObject({ code: 0 });
      expect(await terraform("apply", "-auto-approve", ...names)).toMatchObject({ code: 0 });
      expect(await configMap(name)).toMatchObject({ data: { a: "1" } });
      expect(await terraform("plan", "-detailed-exitcode", ...names)).toMatchObject({ code: 0 });
      expect(await terraform("output", "-raw", "name")).toEqual({ code: 0, output: name });
      expect(await terraform("destroy", "-auto-approve", ...names)).toMatchObject({ code: 0 });
      expect(await configMap(name)).toBeUndefined();
      expect(readdirSync(stack)).toEqual(before);
      expect(readFileSync(local, "utf8")).toBe(PRODUCTION);
    });

    test("is asked for outside of it, so that the trap is one", async () => {
      const other = await setStateTrap();
      const stack = stackFolder(`${binary.name}-trap`, backendsAt(other.address, "").http!);
      await ended(binary.path(), ["init", ...names], stack, outside());
      await ended(binary.path(), ["plan", ...names], stack, outside());
      expect(other.touched()).toBeGreaterThan(0);
      other.close();
    });

    test("is refused to a terraform that is called past the sandbox's own", async () => {
      const local = join(folder, `${binary.name}-past.tfstate`);
      const stack = stackFolder(`${binary.name}-past`, { backend: { local: { path: local } } });
      for (const args of [["init"], ["plan"], ["apply", "-auto-approve"], ["state", "list"]]) {
        const { code, output } = await ended(binary.path(), args, stack, environmentOf(binary));
        expect(code).not.toBe(0);
        expect(output).toContain("-in-a-sandbox-use-the-terraform-that-is-first-on-its-PATH");
      }
      expect(existsSync(local)).toBe(false);
      expect(readdirSync(stack)).toEqual(["cdk.tf.json"]);
    });

    test("is not reached by flags, variables or a data folder of before", async () => {
      const local = join(folder, `${binary.name}-flags.tfstate`);
      const name = `${binary.name}-flags`;
      const stack = stackFolder(name, { backend: { local: { path: local } } });
      expect(await ended(binary.path(), ["init", ...names], stack, outside())).toMatchObject({ code: 0 });
      writeFileSync(local, PRODUCTION);
      const inside = (args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
        ended(binary.name, args, stack, environmentOf(binary, more));
      for (const args of [["-state", local], [`-state=${local}`], [`--state-out=${local}`], [`-backup=${local}`]])
        expect(await inside(["apply", "-auto-approve", ...args])).toMatchObject({ code: 1 });
      const variable = { TF_CLI_ARGS_apply: `-lock=false "-state=${local}"` };
      expect(await inside(["apply", "-auto-approve"], variable)).toMatchObject({ code: 1 });
      const misled = { TF_DATA_DIR: join(stack, ".terraform"), TF_CLI_ARGS_init: `-backend-config=path=${local}` };
      expect(await inside(["init", ...names], misled)).toMatchObject({ code: 0 });
      expect(await inside(["apply", "-auto-approve", ...names], misled)).toMatchObject({ code: 0 });
      expect(await inside(["destroy", "-auto-approve", ...names], misled)).toMatchObject({ code: 0 });
      expect(readFileSync(local, "utf8")).toBe(PRODUCTION);
    });

    test("is not written by a plan from outside, and a plan from inside is applied", async () => {
      const local = join(folder, `${binary.name}-plans.tfstate`);
      const stack = stackFolder(`${binary.name}-plans`, { backend: { local: { path: local } } });
      await ended(binary.path(), ["init", ...names], stack, outside());
      expect(await ended(binary.path(), ["plan", "-out=plan", ...names], stack, outside())).toMatchObject({ code: 0 });
      const inside = (...args: string[]) => ended(binary.name, args, stack, environmentOf(binary));
      await inside("init", ...names);
      const refused = await inside("apply", ...names, "plan");
      expect(refused).toMatchObject({
        code: 1,
        output: expect.stringContaining("is not a plan of") as unknown,
      });
      expect(await inside("plan", "-out", "plan", ...names)).toMatchObject({ code: 0 });
      expect(await inside("apply", ...names, "plan")).toMatchObject({ code: 0 });
      expect(await inside("destroy", "-auto-approve", ...names)).toMatchObject({ code: 0 });
      expect(existsSync(local)).toBe(false);
    });

    test("is not touched by workspaces and override files", async () => {
      const http = backendsAt(trap.address, "").http!;
      const stack = stackFolder(`${binary.name}-override`, {});
      writeFileSync(join(stack, "z_override.tf.json"), JSON.stringify({ terraform: http }));
      const inside = (...args: string[]) =>
        ended(binary.name, args, stack, environmentOf(binary, { TF_WORKSPACE: "production" }));
      expect(await inside("init", ...names)).toMatchObject({ code: 0 });
      expect(await inside("apply", "-auto-approve", ...names)).toMatchObject({ code: 0 });
      expect(await inside("plan", "-detailed-exitcode", ...names)).toMatchObject({ code: 0 });
      expect(await inside("destroy", "-auto-approve", ...names)).toMatchObject({ code: 0 });
      writeFileSync(join(stack, "é_override.tf.json"), JSON.stringify({ terraform: http }));
      const later = await inside("plan", ...names);
      expect(later).toMatchObject({
        code: 1,
        output: expect.stringContaining("reads after the sandbox's own") as unknown,
      });
    });

    test("is not reached by what looks like a call for help", async () => {
      const stack = stackFolder(`${binary.name}-help`, {});
      writeFileSync(join(stack, "-h"), PRODUCTION);
      const before = readdirSync(stack);
      const inside = (args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
        ended(binary.name, args, stack, environmentOf(binary, more));
      expect(await inside(["init", ...names])).toMatchObject({ code: 0 });
      expect(await inside(["state", "push", "--", "-h"])).toMatchObject({ code: 0 });
      expect(await inside(["state", "pull"])).toMatchObject({
        output: expect.stringContaining("production") as unknown,
      });
      await inside(["workspace", "new", "--", "-h"]);
      await inside(["workspace", "new", "-h"], { TF_CLI_ARGS: "--" });
      await inside([], { TF_CLI_ARGS: "workspace new x" });
      await inside(["-version"], { TF_CLI_ARGS: "workspace new x" });
      expect(readdirSync(stack)).toEqual(before);
      const help = await inside(["plan", "-help"]);
      expect(help).toMatchObject({
        code: 0,
        output: expect.stringMatching(/^\s*Usage: \S+ \[global options\] plan/) as unknown,
      });
    });

    test("outlives a kill of the sandbox's terraform in the sandbox", async () => {
      const slow = { local: { provisioner: { "local-exec": { command: "sleep 2" } } } };
      const stack = stackFolder(
        `${binary.name}-killed`,
        {},
        { resource: { terraform_data: slow }, output: { made: { value: "yes" } } },
      );
      const env = environmentOf(binary);
      expect(await ended(binary.name, ["init", ...names], stack, env)).toMatchObject({ code: 0 });
      const child = spawn(binary.name, ["apply", "-auto-approve", ...names], { cwd: stack, env, stdio: "pipe" });
      let output = "";
      child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
      await eventually("terraform to begin", () => output.includes("Creating..."));
      child.kill("SIGKILL");
      const { stateFile } = stackCopy(sandbox().directory, stack);
      await eventually(
        "terraform to end what it does",
        () => existsSync(stateFile) && readFileSync(stateFile, "utf8").includes('"terraform_data"'),
      );
      await eventually("the state to be free", async () => {
        const { code } = await ended(binary.name, ["plan", "-detailed-exitcode", ...names], stack, env);
        return code === 0 || undefined;
      });
    });
  });
});
