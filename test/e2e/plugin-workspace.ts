import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { arch, platform, tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { reattachVariable, serveInProcess, type Served } from "../../src/plugin";
import { bundleExecutable } from "../plugin/executable";
import { toyProvider } from "../plugin/toy-provider";

export const TOY_ADDRESS = "example.test/hikube/toy";

/** How Terraform gets at the provider: as a program from a mirror, or as a server that runs already. */
export type Serving = "executable" | "reattach";

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

interface StateInstance {
  readonly status?: string;
  schema_version: number;
  attributes: Record<string, unknown>;
}

/** The part of a state file that the tests look at. */
export interface StateFile {
  readonly serial: number;
  readonly resources: readonly { readonly type: string; readonly name: string; readonly instances: StateInstance[] }[];
}

/** A folder with a configuration, the toy provider, and one of terraform and tofu. */
export class Workspace {
  private constructor(
    readonly folder: string,
    readonly binary: string,
    private readonly served: Served | undefined,
  ) {}

  static async open(binary: string, serving: Serving): Promise<Workspace> {
    const folder = await mkdtemp(join(tmpdir(), "toy-workspace-"));
    const served = serving === "reattach" ? await serveInProcess(toyProvider, { address: TOY_ADDRESS }) : undefined;
    const workspace = new Workspace(folder, binary, served);
    if (served === undefined) await installToy(join(folder, "mirror"));
    const mirror = JSON.stringify(join(folder, "mirror"));
    await writeFile(join(folder, "cli.tfrc"), `provider_installation {\n  filesystem_mirror { path = ${mirror} }\n}\n`);
    return workspace;
  }

  get store(): string {
    return join(this.folder, "store");
  }

  /** Writes the configuration: what every test needs, and before it what this one is about. */
  async write(configuration: string): Promise<void> {
    const directory = JSON.stringify(this.store);
    await writeFile(join(this.folder, "main.tf"), configuration);
    await writeFile(
      join(this.folder, "toy.tf"),
      `terraform {
         required_providers {
           toy = { source = "${TOY_ADDRESS}" }
         }
       }
       provider "toy" { directory = ${directory} }
       provider "toy" {
         alias     = "other"
         directory = ${directory}
         prefix    = "other-"
       }`,
    );
  }

  /** Runs a command; a failure is an answer, not an error. */
  async run(...args: readonly string[]): Promise<Ended> {
    const child = this.start(...args);
    const parts: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => parts.push(part));
    const [code] = (await once(child, "close")) as [number | null];
    return { code, output: Buffer.concat(parts).toString() };
  }

  /** Starts a command in a process group of its own, as a shell does. */
  start(...args: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
    const reattach = this.served === undefined ? {} : reattachVariable([this.served.reattach]);
    const env = {
      PATH: process.env.PATH,
      HOME: this.folder,
      CHECKPOINT_DISABLE: "1",
      ...passedOn(),
      TF_CLI_CONFIG_FILE: join(this.folder, "cli.tfrc"),
      TF_IN_AUTOMATION: "1",
      TOY_PATIENCE_MS: "1000",
      ...reattach,
    };
    return spawn(this.binary, args, { cwd: this.folder, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  }

  /** Runs a command that must succeed, and returns what it printed. */
  async succeed(...args: readonly string[]): Promise<string> {
    const { code, output } = await this.run(...args);
    if (code !== 0) throw new Error(`${args.join(" ")} ended with ${String(code)}:\n${output}`);
    return output;
  }

  init(): Promise<string> {
    return this.succeed("init", "-no-color");
  }

  apply(): Promise<Ended> {
    return this.run("apply", "-auto-approve", "-no-color");
  }

  /** 0: nothing to do, 1: failed, 2: changes. */
  plan(...args: readonly string[]): Promise<Ended> {
    return this.run("plan", "-detailed-exitcode", "-no-color", ...args);
  }

  async state(): Promise<StateFile> {
    return JSON.parse(await readFile(join(this.folder, "terraform.tfstate"), "utf8")) as StateFile;
  }

  async writeState(state: StateFile): Promise<void> {
    await writeFile(join(this.folder, "terraform.tfstate"), JSON.stringify(state));
  }

  /** The stored instance of a resource. */
  async instance(type: string, name: string): Promise<StateInstance> {
    const { resources } = await this.state();
    const found = resources.find((resource) => resource.type === type && resource.name === name)?.instances[0];
    if (found === undefined) throw new Error(`${type}.${name} is not in the state`);
    return found;
  }

  async close(): Promise<void> {
    await this.served?.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** What a test sets for Terraform in the environment of its own process. */
function passedOn(): NodeJS.ProcessEnv {
  const names = ["TF_DISABLE_PLUGIN_TLS", "TF_LOG", "TF_LOG_PATH"].filter((name) => process.env[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

let bundle: Promise<string> | undefined;

/** Lays the toy out as Terraform's filesystem mirror wants it; bundled once for all tests of a file. */
async function installToy(mirror: string): Promise<void> {
  const architecture = { x64: "amd64", arm64: "arm64" }[arch()] ?? arch();
  const folder = join(mirror, TOY_ADDRESS, "1.0.0", `${platform()}_${architecture}`);
  bundle ??= mkdtemp(join(tmpdir(), "toy-bundle-")).then((target) =>
    bundleExecutable(join(__dirname, "..", "plugin", "toy-main.ts"), target, "terraform-provider-toy_v1.0.0"),
  );
  await mkdir(folder, { recursive: true });
  await cp(join(await bundle, ".."), folder, { recursive: true });
}

/** Removes what `installToy` built. */
export async function removeBundle(): Promise<void> {
  if (bundle !== undefined) await rm(join(await bundle, ".."), { recursive: true, force: true });
  bundle = undefined;
}
