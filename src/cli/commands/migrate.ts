import { existsSync, rmSync, writeFileSync } from "node:fs";
import { basename, relative } from "node:path";
import { printableLine } from "../../model/printable";
import { streamProgress } from "../../support/progress";
import type { StackFolder, Terraform } from "../../terraform/terraform";
import { defineCommand, EXIT, UsageError, type Io } from "../command";
import { isEmpty, migrateStack } from "../migrate/migrate-stack";
import type { MigrationResult } from "../migrate/migration";
import { nextCommands } from "../migrate/next-commands";
import { assertWritableFile } from "../output-path";
import { withPlanFolder } from "../plan/plan-file";
import { laidFile, MIGRATION, migrationFile, migrationText, removeMigration } from "../project/migration-file";
import { withoutKeys } from "../project/provider-ref";
import { PROJECT_ARGUMENT, PROJECT_OPTIONS, terraformHere, withProject, type ProjectOptions } from "../project/project";
import { counted } from "../text";

interface Options extends ProjectOptions {
  readonly hcl?: boolean;
}

/** What was worked out for a stack, and the file that says it. */
interface Migrated extends MigrationResult {
  readonly stack: string;
  readonly file: string;
}

interface MigratedHcl {
  readonly migrated: readonly Migrated[];
  /** What read the folder, and applies it. */
  readonly tool?: Terraform["flavour"];
}

export const migrate = defineCommand<Options>({
  path: ["migrate"],
  summary: "bring tenants from one engine to the other, nothing destroyed",
  description:
    "After the code says hikube_tenant where it said kubernetes_namespace_v1 and the rest (or the reverse), this writes down what becomes of the " +
    "resources in the state: the namespace moves, all others leave the state, and their objects stay. Nothing is applied, and no cluster is asked. " +
    "Review the file and commit it; `hikube plan` and `hikube apply` take it from there, with --hcl terraform itself. Whatever else would be destroyed is named, and nothing is written.",
  examples: ["hikube migrate", "hikube migrate tenants.yaml --json", "hikube migrate --hcl"],
  exits: { [EXIT.findings]: "something would be destroyed: nothing was written" },
  argument: PROJECT_ARGUMENT,
  options: [
    ...PROJECT_OPTIONS,
    {
      flags: "--hcl",
      description: "the folder that this is run in holds HCL, and no app: its file is read by terraform there",
    },
  ],
  async run({ hcl = false, ...options }, io, [file]) {
    const { migrated, tool } = hcl
      ? await migrateHcl(file, options, io)
      : { migrated: await migrateStacks(file, options, io) };
    const isRefused = migrated.some(({ faults }) => faults.length > 0);
    const stacks = migrated.map(({ file: path, ...result }) =>
      isRefused || isEmpty(result) ? result : { ...result, file: path },
    );
    const text = textOf(migrated, isRefused, nextCommands({ tool, file }));
    return { text, json: { stacks }, exitCode: isRefused ? EXIT.findings : EXIT.done };
  },
});

/** @returns with a file for each stack that has something to migrate, unless one of them is refused */
function migrateStacks(file: string | undefined, options: ProjectOptions, io: Io): Promise<readonly Migrated[]> {
  return withProject(file, options, io, async ({ stacks, terraform }) => {
    for (const { name } of stacks) assertWritableFile("the migration", migrationFile(name), MIGRATION);
    const migrated: Migrated[] = [];
    for (const stack of stacks) {
      const found = await migrateOne(terraform, stack, io);
      removeMigration(stack);
      migrated.push({ stack: stack.name, file: migrationFile(stack.name), ...found });
    }
    if (migrated.some(({ faults }) => faults.length > 0)) return migrated;
    for (const each of migrated) if (!isEmpty(each)) writeFileSync(each.file, migrationText(each));
    return migrated;
  });
}

/** The folder is the configuration, so that what is laid there stays. */
async function migrateHcl(file: string | undefined, options: ProjectOptions, io: Io): Promise<MigratedHcl> {
  if (file !== undefined) throw new UsageError(`--hcl reads the folder that it is run in; leave out ${file}`);
  const directory = process.cwd();
  const laid = laidFile(directory);
  assertWritableFile("the migration", laid, MIGRATION);
  const terraform = await terraformHere(options, io);
  const stack = { name: basename(directory), directory };
  const found = await migrateOne(terraform, stack, io);
  if (found.faults.length > 0) rmSync(laid, { force: true });
  return { migrated: [{ stack: stack.name, file: laid, ...found }], tool: terraform.flavour };
}

async function migrateOne(terraform: Terraform, stack: StackFolder, io: Io): Promise<MigrationResult> {
  const step = streamProgress(io.stderr).step(`reading ${stack.name}`);
  try {
    const place = { stack, laid: laidFile(stack.directory) };
    const found = await withPlanFolder((folder) => migrateStack(terraform, { ...place, folder }));
    step.done();
    return found;
  } catch (error) {
    step.done("failed");
    throw error;
  }
}

function textOf(migrated: readonly Migrated[], isRefused: boolean, commands: string): string {
  const lines = migrated.flatMap((each) => linesOf(each, isRefused));
  if (isRefused) return [...lines, "nothing was written"].map(printableLine).join("\n");
  if (migrated.every(isEmpty)) return [...lines, "nothing to migrate"].map(printableLine).join("\n");
  const next = `review and commit it, then ${commands}; remove it when every environment has it`;
  return [...lines, next].map(printableLine).join("\n");
}

function linesOf({ stack, file, moved, forgotten, imported, faults }: Migrated, isRefused: boolean): readonly string[] {
  if (isRefused) {
    return faults.flatMap(({ address, code, message, hint }) => [
      `stack ${stack}: ${address}: ${message} [${code}]`,
      `  hint: ${hint}`,
    ]);
  }
  if (moved.length + forgotten.length + imported.length === 0) {
    const old = relative(process.cwd(), file);
    return existsSync(file) ? [`stack ${stack}: its state needs nothing of ${old} any more`] : [];
  }
  // Some move only to leave the state.
  const kept = moved.filter(({ to }) => !forgotten.includes(withoutKeys(to)));
  return [
    `stack ${stack}: ${relative(process.cwd(), file)}`,
    ...kept.map(({ from, to }) => `  ${from} becomes ${to}`),
    ...(forgotten.length === 0
      ? []
      : [`  ${counted(forgotten.length, "resource")} leave the state, their objects stay`]),
    ...(imported.length === 0 ? [] : [`  ${counted(imported.length, "object")} come into the state`]),
  ];
}
