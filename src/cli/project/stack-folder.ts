import { lstatSync, readdirSync, type Stats } from "node:fs";
import { basename, join, relative } from "node:path";
import { UsageError } from "../command";
import type { Stack } from "./stacks";

/*
 * Terraform runs what stands in the folder that it is started in: any file of configuration there may name a command.
 * Such a folder is generated, so a review of the code does not see it.
 */

/**
 * What terraform or tofu reads by itself beside a stack's configuration, and a provider's binaries with it. Values that
 * are handed over by name (`-var-file`, `TF_VAR_…`) are not among it, nor is what it ignores (`.x.tf`, `x.tf~`).
 *
 * @see https://developer.hashicorp.com/terraform/language/files
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 */
const READ_BY_ITSELF = [
  /^[^.].*\.(tf|tofu)(\.json)?$/,
  /^[^.].*\.(tf|tofu)[a-z]*\.hcl$/,
  /\.auto\.tfvars(\.json)?$/,
  /^terraform\.tfvars(\.json)?$/,
  /^\.?(terraformrc|terraform\.rc|tofurc|tofu\.rc)$/,
  /^terraform\.d$/,
];

/**
 * @param output - folder that synth wrote to
 * @param generated - names of further files in stack folders that are ours
 * @throws UsageError where a stack's folder holds what synth did not write, or a link stands for it or a part of it
 */
export function assertOwnFolders(output: string, stacks: readonly Stack[], generated: readonly string[] = []): void {
  assertNoLinks(output);
  for (const { name, directory, file } of stacks) {
    const own = [basename(file), ...generated];
    const foreign = entriesOf(directory).filter(
      (entry) => !own.includes(entry) && READ_BY_ITSELF.some((pattern) => pattern.test(entry)),
    );
    if (foreign.length === 0) continue;
    throw new UsageError(
      `the folder of stack "${name}" contains files that synth did not write, and terraform would run them: ` +
        `${foreign.map((entry) => shown(join(directory, entry))).join(", ")}; expected: ${basename(file)} and what ` +
        "terraform keeps there; hint: remove them, or move them into the code. Pass values by TF_VAR_… or, in " +
        "TF_CLI_ARGS_plan, by -var-file=…",
    );
  }
}

/**
 * What synth writes, and terraform after it, must not land elsewhere, nor come from there. Links inside of what
 * terraform keeps for itself (`.terraform`) are its own.
 *
 * @throws UsageError where the output, a folder of a stack, or a file in it is a link
 */
export function assertNoLinks(output: string): void {
  const links = linksIn(output);
  if (links.length === 0) return;
  throw new UsageError(
    `${links.map(shown).join(", ")}: a symbolic link where synth and terraform write; expected: files and folders; hint: ` +
      "remove it, or set `output` in cdktf.json to the folder that it leads to",
  );
}

/** Links among the output, the folders of its stacks, and what lies in them. */
export function linksIn(output: string): readonly string[] {
  const stacks = join(output, "stacks");
  const folders = entriesOf(stacks).map((name) => join(stacks, name));
  const places = [
    output,
    ...[output, stacks, ...folders].flatMap((folder) => entriesOf(folder).map((name) => join(folder, name))),
  ];
  return places.filter(isLink);
}

/** Empty where there is no such folder; no link is followed. */
function entriesOf(folder: string): readonly string[] {
  return statusOf(folder)?.isDirectory() === true ? readdirSync(folder).sort() : [];
}

function isLink(path: string): boolean {
  return statusOf(path)?.isSymbolicLink() === true;
}

/** Nothing where nothing is, or a file stands in the way to it. */
function statusOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function shown(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith("..") ? path : fromHere;
}
