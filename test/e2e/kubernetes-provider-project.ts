import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What a command said, and how it ended. */
export interface Ended {
  readonly code: number;
  /** Standard output, then standard error. */
  readonly output: string;
  readonly stdout: string;
}

/** What `terraform show -json` prints of one resource. */
export interface ShownResource {
  readonly address: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A folder with a configuration, and the real terraform or tofu in it. */
export class Project {
  readonly directory = mkdtempSync(join(tmpdir(), "provider-project-"));

  private readonly cliConfig = join(this.directory, "empty.tfrc");

  constructor(
    private readonly program: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    writeFileSync(this.cliConfig, "");
  }

  /** Writes the only configuration file, as JSON. */
  write(configuration: Readonly<Record<string, unknown>>): void {
    const required = { kubernetes: { source: "hashicorp/kubernetes", version: "2.38.0" } };
    const whole = { terraform: { required_providers: required }, provider: { kubernetes: {} }, ...configuration };
    writeFileSync(join(this.directory, "main.tf.json"), JSON.stringify(whole, null, 2));
  }

  /** A failure is an answer, not an error. */
  async command(...args: readonly string[]): Promise<Ended> {
    // The CLI configuration of whoever runs the tests must not decide them.
    const own = { TF_CLI_CONFIG_FILE: this.cliConfig, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
    const env = { ...process.env, ...own, ...this.env };
    try {
      const { stdout, stderr } = await run(this.program, [...args], { cwd: this.directory, env, maxBuffer: 1 << 26 });
      return { code: 0, stdout, output: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, stdout, output: stdout + stderr };
    }
  }

  /** @throws Error with what was printed, where the command fails */
  async succeed(...args: readonly string[]): Promise<string> {
    const { code, stdout, output } = await this.command(...args);
    if (code !== 0) throw new Error(`${args.join(" ")} ended with ${String(code)}:\n${output}`);
    return stdout;
  }

  async apply(configuration: Readonly<Record<string, unknown>>): Promise<string> {
    this.write(configuration);
    return this.succeed("apply", "-auto-approve", "-no-color");
  }

  /** 0: no change; 2: changes. */
  async planCode(...options: readonly string[]): Promise<Ended> {
    return this.command("plan", "-detailed-exitcode", "-no-color", ...options);
  }

  async shown(): Promise<Readonly<Record<string, Readonly<Record<string, unknown>>>>> {
    const printed = JSON.parse(await this.succeed("show", "-json")) as {
      values?: { root_module?: { resources?: readonly ShownResource[] } };
    };
    const resources = printed.values?.root_module?.resources ?? [];
    return Object.fromEntries(resources.map(({ address, values }) => [address, values]));
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
