import { statSync } from "node:fs";
import { join, relative } from "node:path";
import { CONNECTION_OPTIONS, assertChoiceIsSeen } from "../cluster/connection";
import { obtainTerraform } from "../../toolchain/terraform";
import { streamProgress } from "../../support/progress";
import { assertOwnCluster } from "../../sandbox/terraform/credentials";
import { sandboxOf, terraformInside } from "../../sandbox/terraform/inside";
import { stackCopy } from "../../sandbox/terraform/stack-copy";
import { ProjectError, UsageError, type ArgumentSpec, type Io, type OptionSpec, commaList } from "../command";
import { assertWritableFolder } from "../output-path";
import { note } from "../printer";
import { layMigration, removeMigration } from "./migration-file";
import { removeImports } from "./import-file";
import { removeOverrides } from "./override-file";
import { CLUSTER_OPTION, loadTenants, type ClusterOption } from "../tenants-source";
import { outputFolder, readApp, readBackend, synthesizeApp, synthesizeFile } from "./app";
import { assertChoiceHolds, assertKubeconfig, choiceOf, clusterEnvironment } from "../cluster/chosen-cluster";
import type { Choice } from "../cluster/cluster-block";
import { withHikube } from "./with-hikube";
import { inFreshFolder } from "./file-stack";
import { noteSynthWarnings } from "./synth-warnings";
import { DEFAULT_PARALLELISM } from "./run-stacks";
import { assertNoLinks, assertOwnFolders } from "./stack-folder";
import { MANIFEST, readStacks, type Stack } from "./stacks";
import type { Terraform } from "../../terraform/terraform";

/** What the commands that work on stacks have in common. */
export interface ProjectOptions extends ClusterOption {
  readonly stack?: readonly string[];
  readonly synth: boolean;
  readonly platform: boolean;
  readonly backend?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly parallelism?: number;
}

export const PROJECT_ARGUMENT: ArgumentSpec = {
  notation: "[file]",
  description: "tenants of a YAML or JSON file (default: the cdktf app of this folder)",
};

export const SYNTH_OPTIONS: readonly OptionSpec[] = [
  CLUSTER_OPTION,
  { flags: "--no-platform", description: "tenants file only: without what the cluster needs once" },
  { flags: "--backend <file>", description: "tenants file only: JSON of Terraform's backend block for the state" },
];

export const PROJECT_OPTIONS: readonly OptionSpec[] = [
  { flags: "--stack <name>", description: "only this stack; may be repeated", parse: commaList },
  { flags: "--no-synth", description: "use the output of the previous synth" },
  ...SYNTH_OPTIONS,
  ...CONNECTION_OPTIONS,
];

/** Stacks and the terraform that they are handled with. */
export interface Project {
  readonly stacks: readonly Stack[];
  /** Stacks of the same code that nothing is done with: others than those that `--stack` names. @default - none */
  readonly unplanned?: readonly Stack[];
  /** The folder that synth wrote. */
  readonly output: string;
  readonly terraform: Terraform;
  /** How many stacks are worked on side by side. */
  readonly parallelism: number;
}

/**
 * Synthesizes, unless told not to, finds a terraform, and does something with both. Tenants of a file are synthesized to
 * a new folder, which is gone afterwards.
 *
 * @throws UsageError where terraform would run what synth did not write
 */
export async function withProject<T>(
  file: string | undefined,
  options: ProjectOptions,
  io: Io,
  use: (project: Project) => Promise<T>,
): Promise<T> {
  if (!options.synth) assertNothingToSynthesize(file, options);
  assertKubeconfig(options);
  const usual = outputFolder(process.cwd());
  if (file === undefined) {
    const output = options.synth ? await synthesize(file, options, io) : usual;
    return inProject(await openProject(output, options, io), io, use);
  }
  const tenants = loadTenants(file, options);
  const sandbox = sandboxOf(terraformEnvironment([], choiceOf(options), io));
  const backend = options.backend === undefined ? undefined : readBackend(options.backend);
  return inFreshFolder({ usual, sandbox, io, ...(backend === undefined ? {} : { backend }) }, async (output) => {
    await synthesizeFile(tenants, { ...options, output, usual }, io);
    return inProject(await openProject(output, options, io), io, use);
  });
}

/** While something is done with a project, the provider `hikube` is served to those of its stacks that need it. */
function inProject<T>(project: Project, io: Io, use: (project: Project) => Promise<T>): Promise<T> {
  return withHikube(project, io, (stacks) => use({ ...project, stacks }));
}

async function openProject(output: string, options: ProjectOptions, io: Io): Promise<Project> {
  const stacks = readStacks(output, options.stack);
  const unplanned =
    options.stack === undefined ? [] : readStacks(output).filter(({ name }) => !options.stack?.includes(name));
  const choice = choiceOf(options);
  assertChoiceHolds(stacks, choice);
  const env = terraformEnvironment(stacks, choice, io);
  const sandbox = sandboxOf(env);
  if (sandbox === undefined) await assertChoiceIsSeen(choice, io.env);
  else assertOwnCluster(sandbox, env);
  stacks.forEach(removeImports);
  stacks.forEach(removeOverrides);
  stacks.forEach(removeMigration);
  noteSynthWarnings(output, io);
  assertOwnFolders(output, stacks);
  stacks.forEach(layMigration);
  const terraform = await terraformIn(env, io);
  const parallelism = options.parallelism ?? DEFAULT_PARALLELISM;
  const project = { unplanned, output, terraform, parallelism };
  return { ...project, stacks: sandbox === undefined ? stacks : stacks.map((stack) => inSandbox(stack, sandbox)) };
}

/** The terraform of an environment, in a sandbox that one's own. */
async function terraformIn(env: Terraform["env"], io: Io): Promise<Terraform> {
  const sandbox = sandboxOf(env);
  const found = await obtainTerraform({ progress: streamProgress(io.stderr), env: { ...io.env } });
  return sandbox === undefined ? { ...found, env } : terraformInside(sandbox, found, env);
}

/** The terraform for a folder that no synth wrote. */
export function terraformHere(options: ProjectOptions, io: Io): Promise<Terraform> {
  assertKubeconfig(options);
  return terraformIn(terraformEnvironment([], choiceOf(options), io), io);
}

/** The state of a stack in a sandbox, whatever the stack says. */
function inSandbox(stack: Stack, sandbox: string): Stack {
  return { ...stack, config: { ...stack.config, stateFile: stackCopy(sandbox, stack.directory).stateFile } };
}

type SynthOptions = Pick<ProjectOptions, "cluster" | "platform" | "backend">;

/** Synthesizes the app of this folder, or the tenants of a file. @returns the folder that was written */
export async function synthesize(file: string | undefined, options: SynthOptions, io: Io): Promise<string> {
  const folder = process.cwd();
  if (file !== undefined) {
    const output = outputFolder(folder);
    assertNoLinks(output);
    assertWritableFolder("output", output);
    await synthesizeFile(loadTenants(file, options), { ...options, output }, io);
    return output;
  }
  assertNoFileOptions(options);
  const app = readApp(folder);
  assertNoLinks(app.output);
  assertWritableFolder("output", app.output);
  const before = writtenAt(app.output);
  await synthesizeApp(app, folder, io);
  assertWritten(app.output, before, io);
  return app.output;
}

/** When the output was written last; nothing where there is none. */
function writtenAt(output: string): bigint | undefined {
  return statSync(join(output, MANIFEST), { bigint: true, throwIfNoEntry: false })?.mtimeNs;
}

/** An app may end well without a synth; one that builds only what has changed is right, so old output is only named. */
function assertWritten(output: string, before: bigint | undefined, io: Io): void {
  const after = writtenAt(output);
  const place = relative(process.cwd(), output);
  if (after === undefined) {
    throw new ProjectError(
      [
        `the app ended well, and wrote no stacks to ${place}`,
        "  hint: it must call app.synth(); `new App()` writes to that folder by itself",
      ],
      "synth-failed",
    );
  }
  if (after === before)
    note(io, "app-wrote-nothing", `the app wrote nothing to ${place}; what an earlier synth wrote is used`);
}

/** @throws UsageError for options that say how tenants of a file are synthesized, without a file */
function assertNoFileOptions(options: SynthOptions): void {
  const misplaced = fileOptions(options);
  if (misplaced.length > 0) throw new UsageError(`${misplaced.join(", ")}: for a tenants file only, and none is named`);
}

/** @throws UsageError for a file, or options about it, that would not be looked at */
function assertNothingToSynthesize(file: string | undefined, options: SynthOptions): void {
  const unread = [...(file === undefined ? [] : [file]), ...fileOptions(options)];
  if (unread.length === 0) return;
  throw new UsageError(
    `--no-synth uses the output of the previous synth as it is; leave it out, or leave out ${unread.join(", ")}`,
  );
}

function fileOptions({ cluster, backend, platform }: SynthOptions): readonly string[] {
  const given = { "--cluster": cluster !== undefined, "--backend": backend !== undefined, "--no-platform": !platform };
  return Object.entries(given).flatMap(([flag, isGiven]) => (isGiven ? [flag] : []));
}

function terraformEnvironment(stacks: readonly Stack[], choice: Choice, { env }: Io): Terraform["env"] {
  return { ...clusterEnvironment(stacks, choice, env), CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
}
