import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reattachVariable, serveInProcess, type Served } from "../serve-in-process";
import type { AnyProvider } from "../provider";
import { diagnosticsOf, type CliDiagnostic } from "./cli-json";
import { Echo, ECHO_ADDRESS } from "./echo";

/** Of `terraform_data`. */
const BUILT_IN = "terraform.io/builtin/terraform";

/** How a command ended. */
export interface CommandResult {
  /** `null` where a signal ended it. */
  readonly code: number | null;
  /** What it printed to stdout. */
  readonly output: string;
  /** What it printed to stderr. */
  readonly errors: string;
  /** Those of a command with `-json`. */
  readonly diagnostics: readonly CliDiagnostic[];
}

/** Which command runs, and what it is given in each step. */
export interface WorkspaceOptions {
  /** Path or name of `terraform` or `tofu`. */
  readonly terraform: string;
  /** Address of the provider. @default `testing.invalid/provider/NAME` */
  readonly address?: string;
  /** What stands in the configuration of every step, such as the `provider` block. @default - nothing */
  readonly common?: string;
  /** Providers that are served beside it, by their addresses. @default - none */
  readonly others?: Readonly<Record<string, AnyProvider>>;
  /**
   * Environment variables of the commands, beside those of this process whose names do not begin with `TF_`.
   * @default - none
   */
  readonly env?: Readonly<Record<string, string>>;
}

/** A folder with a configuration, and one of terraform and tofu that is attached to providers in this process. */
export class Workspace {
  readonly echo = new Echo();
  /** The last configuration that was about to be applied, so one that can be destroyed with. */
  applied = "";
  #served: readonly Served[] = [];
  /** Every provider by its address. */
  #providers: Readonly<Record<string, AnyProvider>> = {};

  private constructor(
    readonly folder: string,
    private readonly options: WorkspaceOptions,
  ) {}

  static async open(provider: AnyProvider, options: WorkspaceOptions): Promise<Workspace> {
    const workspace = new Workspace(await mkdtemp(join(tmpdir(), "provider-scenario-")), options);
    const { address = `testing.invalid/provider/${provider.name}`, others = {}, common = "" } = options;
    const all = { [address]: provider, [ECHO_ADDRESS]: workspace.echo.provider(), ...others };
    try {
      await workspace.#serve(all);
      await workspace.write("cli.tfrc", "disable_checkpoint = true\n");
      await workspace.write("providers.tf", requirements(all));
      await workspace.write("common.tf", common);
      await workspace.write("main.tf", "");
      return workspace;
    } catch (error) {
      await workspace.close();
      throw error;
    }
  }

  async #serve(providers: Readonly<Record<string, AnyProvider>>): Promise<void> {
    this.#providers = providers;
    for (const [address, provider] of Object.entries(providers)) {
      this.#served = [...this.#served, await serveInProcess(provider, { address })];
    }
  }

  /** Address of the provider that a resource type belongs to, by the first word of its name. */
  providerOf(type: string): string {
    const [word] = type.split("_");
    const [address] = Object.entries(this.#providers).find(([, { name }]) => name === word) ?? [BUILT_IN];
    return address;
  }

  async write(file: string, text: string): Promise<void> {
    await writeFile(join(this.folder, file), text);
  }

  /** Goes back to what was applied last, from a configuration that was only planned or refused. */
  async restore(): Promise<void> {
    await this.write("main.tf", this.applied);
    await this.write("echo.tf", "");
  }

  async remove(file: string): Promise<void> {
    await rm(join(this.folder, file), { force: true });
  }

  /** Runs a command of terraform or tofu in the folder; a failure is an answer, not an error. */
  async run(...args: readonly string[]): Promise<CommandResult> {
    const child = spawn(this.options.terraform, args, {
      cwd: this.folder,
      env: this.#environment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [output, errors]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (part: Buffer) => output.push(part));
    child.stderr.on("data", (part: Buffer) => errors.push(part));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", (cause) => {
        reject(new Error(`cannot run ${JSON.stringify(this.options.terraform)}: ${cause.message}`, { cause }));
      });
      child.once("close", resolve);
    });
    const text = Buffer.concat(output).toString();
    return { code, output: text, errors: Buffer.concat(errors).toString(), diagnostics: diagnosticsOf(text) };
  }

  #environment(): NodeJS.ProcessEnv {
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith("TF_"));
    return {
      ...Object.fromEntries(own),
      CHECKPOINT_DISABLE: "1",
      TF_CLI_CONFIG_FILE: join(this.folder, "cli.tfrc"),
      TF_IN_AUTOMATION: "1",
      TF_INPUT: "0",
      ...reattachVariable(this.#served.map(({ reattach }) => reattach)),
      ...this.options.env,
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.#served.map((served) => served.close()));
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Every provider by its local name, which is that of its resource types. */
function requirements(providers: Readonly<Record<string, AnyProvider>>): string {
  const entries = Object.entries(providers).map(
    ([address, { name }]) => `    ${name} = { source = ${JSON.stringify(address)} }\n`,
  );
  return `terraform {\n  required_providers {\n${entries.join("")}  }\n}\n`;
}
