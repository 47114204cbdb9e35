import { printableLine } from "../../model/printable";
import { formatWarning } from "../../model/warning";
import { counted } from "../text";
import { defineCommand, ifStopped, UsageError } from "../command";
import { withPlanFolder } from "../plan/plan-file";
import { PROJECT_ARGUMENT, PROJECT_OPTIONS, withProject, type Project, type ProjectOptions } from "../project/project";
import { PLATFORM } from "../plan/summary";
import { keyOf } from "../recover/live-objects";
import { recoverStack, type RecoverOptions, type Recovered } from "../recover/recover-stack";

interface Options extends ProjectOptions {
  readonly dryRun?: boolean;
  readonly unlock?: string;
}

export const recover = defineCommand<Options>({
  path: ["recover"],
  summary: "import what a killed apply left out of the state",
  description:
    "After an apply that was killed, objects exist that are not in the state, and the next apply fails because they " +
    "already exist. This finds the objects that a stack declares, the cluster has and the state lacks, and " +
    "imports them; it keeps what terraform would create again (tainted), and repairs a local state that is half written. It " +
    "destroys nothing and may be run any number of times; `hikube apply` does the rest.",
  examples: ["hikube recover", "hikube recover tenants.yaml", "hikube recover --stack company --unlock 1f2e3d4c"],
  argument: PROJECT_ARGUMENT,
  options: [
    ...PROJECT_OPTIONS,
    { flags: "--dry-run", description: "only report what is missing" },
    { flags: "--unlock <id>", description: "first release the lock that the killed run left on the state" },
  ],
  async run({ dryRun = false, unlock, ...options }, io, [file]) {
    const { recovered, unclaimed } = await withProject(file, options, io, async (project) => {
      if (unlock !== undefined && project.stacks.length !== 1)
        throw new UsageError("--unlock is for one stack; add --stack");
      if (!dryRun)
        ifStopped(io, "what was imported is in the state, and nothing was removed; run the command again to go on");
      const found = await withPlanFolder((folder) => recoverAll(project, { folder, dryRun, unlock, io }));
      return { recovered: found, unclaimed: options.stack === undefined ? unclaimedBy(project, found) : [] };
    });
    const stacks = recovered.map(({ stack, imported, untainted, strangers, state }) => ({
      ...{ stack, imported, untainted, state },
      neverHeld: strangers,
    }));
    const strangers = recovered.flatMap((each) => each.strangers);
    const text = [
      ...recovered.flatMap((each) => formatRecovered(each, dryRun)),
      ...formatStrangers(strangers),
      ...formatUnclaimed(unclaimed),
    ].join("\n");
    return { text, json: { stacks, unclaimed } };
  },
});

async function recoverAll({ stacks, terraform }: Project, options: RecoverOptions): Promise<readonly Recovered[]> {
  const recovered: Recovered[] = [];
  for (const stack of stacks) recovered.push(await recoverStack(terraform, stack, options));
  return recovered;
}

function formatRecovered({ stack, imported, untainted, state }: Recovered, dryRun: boolean): readonly string[] {
  const [importing, keeping] = dryRun ? ["to import", "to keep"] : ["imported", "kept"];
  return [
    ...(state === undefined
      ? []
      : [
          `stack ${stack}: the state was half written; it is now in ${state.brokenFile}, ` +
            (state.fromBackup ? "and was restored from the backup before that run" : "and a new one was started"),
        ]),
    imported.length + untainted.length === 0
      ? `stack ${stack}: nothing is missing in the state`
      : `stack ${stack}: ${counted(imported.length, "object")} ${importing}, ${untainted.length} ${keeping}`,
    ...imported.map((object) => `  ${importing}: ${object}`),
    ...untainted.map((object) => `  ${keeping} instead of being created again: ${object}`),
  ].map(printableLine);
}

/** Two states with the same objects would undo each other's changes, and either may destroy them. */
function formatStrangers(strangers: readonly string[]): readonly string[] {
  if (strangers.length === 0) return [];
  const tenants = strangers.filter((each) => each !== PLATFORM);
  const cures = [
    ...(tenants.length === 0 ? [] : ["release tenants there by `hikube release`"]),
    ...(tenants.length === strangers.length ? [] : ["leave the platform to it (`--no-platform`, or code without it)"]),
  ];
  const message =
    `the state had nothing of ${strangers.join(", ")}, and nobody released it; after a killed apply that is so, but if ` +
    `another repository applies it, two states have it: ${cures.join(", and ")}`;
  return [`note: ${formatWarning({ code: "maybe-held-elsewhere", message })}`];
}

/** Objects of ours that no stack here declares: another repository's, or left over from what was deleted from the code. */
function unclaimedBy({ stacks }: Project, recovered: readonly Recovered[]): readonly string[] {
  const declared = new Set(stacks.flatMap(({ config }) => config.objects.map(keyOf)));
  const keys = recovered.flatMap(({ live }) => live.map(keyOf));
  return [...new Set(keys)].filter((key) => !declared.has(key)).sort();
}

function formatUnclaimed(unclaimed: readonly string[]): readonly string[] {
  if (unclaimed.length === 0) return [];
  const message =
    `${counted(unclaimed.length, "object")} of ours in the cluster belong to no stack here: another repository's, or ` +
    "left over (--json names them)";
  return [`note: ${formatWarning({ code: "unclaimed-objects", message })}`];
}
