import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Io } from "../command";
import type { Project } from "../project/project";
import { initStack } from "../../terraform/terraform";
import type { Stack } from "../project/stacks";
import { configurationHash, lostVolumes, stateHash } from "./keep-plan";
import type { Planned } from "./plan-all";
import { readPlannedStack } from "./plan-file";
import { withoutEnding } from "./protection";
import { reportPlan } from "./report";
import { resumedIn } from "./resumed";
import type { SavedPlan, SavedStack } from "./saved-plan";
import { withStackMoves } from "./stack-moves";
import { withStaleFacts } from "./stale-facts";
import { refuseStale } from "./stale-plan";
import { suspensionMoves } from "./suspension-moves";

/**
 * The plans that were kept, as they were made. What they remove is asked of the cluster anew.
 * @param place - the folder for what terraform reads, and the command that makes the plan anew
 * @throws ProjectError if anything that they were made for has changed: before anything is done
 */
export async function openPlans(
  saved: SavedPlan,
  project: Project,
  place: { readonly folder: string; readonly io: Io; readonly again?: string },
): Promise<readonly Planned[]> {
  const refuse = (reasons: readonly string[]) => {
    refuseStale(reasons, place.again);
  };
  const { terraform, stacks, unplanned } = project;
  const pairs = saved.stacks.map((kept) => ({ kept, stack: stacks.find(({ name }) => name === kept.name) }));
  const known = pairs.flatMap(({ kept, stack }) => (stack === undefined ? [] : [{ kept, stack }]));
  refuse([
    ...pairs.flatMap(({ kept, stack }) => (stack === undefined ? [`stack ${kept.name}: the code has it no more`] : [])),
    ...stacks
      .filter(({ name }) => !saved.stacks.some((kept) => kept.name === name))
      .map(({ name }) => `stack ${name}: the plan does not have it`),
    ...known
      .filter(({ kept, stack }) => configurationHash(stack) !== kept.configuration)
      .map(({ stack }) => `stack ${stack.name}: the code was changed`),
    ...known.filter(({ kept, stack }) => kept.served !== stack.served).map(otherProvider),
  ]);
  const moved: string[] = [];
  for (const { kept, stack } of known) {
    await initStack(terraform, stack);
    if ((await stateHash(stack, terraform)) !== kept.state) moved.push(`stack ${stack.name}: its state was changed`);
  }
  refuse(moved);
  const planned: Planned[] = [];
  for (const each of known) planned.push(await openPlan(each, project, place));
  refuse(
    known.flatMap(({ kept }, index) => [elsewhere, grown, suspended].flatMap((since) => since(kept, planned[index]))),
  );
  refuse(await suspensionMoves(planned, terraform, place.io));
  const compared = await withStaleFacts(planned, project.output, terraform);
  const reports = withoutEnding(await withStackMoves(planned, compared, { terraform, unplanned }));
  return planned.map((plan, index) => ({ ...plan, report: reports[index] ?? plan.report }));
}

interface Pair {
  readonly kept: SavedStack;
  readonly stack: Stack;
}

function otherProvider({ kept, stack }: Pair): string {
  const named = (served?: string) => (served === undefined ? "one that terraform finds" : `that of hikube ${served}`);
  return `stack ${stack.name}: it was planned by another provider hikube (${named(kept.served)}; now ${named(stack.served)})`;
}

async function openPlan(
  { kept, stack }: Pair,
  { terraform }: Project,
  { folder, io }: { readonly folder: string; readonly io: Io },
): Promise<Planned> {
  const file = join(folder, `${stack.name}.plan`);
  writeFileSync(file, Buffer.from(kept.plan, "base64"), { mode: 0o600 });
  const { warnings } = kept;
  const read = await readPlannedStack(terraform, stack, { file, ...(warnings === undefined ? {} : { warnings }) });
  const plan = { ...read, ...(warnings === undefined ? {} : { warnings }) };
  return { ...plan, report: await reportPlan(plan, terraform, io) };
}

/** Another cluster answers at the place of the one that the plan was made for. */
function elsewhere({ name, clusters }: SavedStack, planned: Planned | undefined): readonly string[] {
  const now = planned?.report.clusters ?? [];
  const others = now.filter((cluster) => clusters.length > 0 && !clusters.includes(cluster));
  return others.map(
    (cluster) => `stack ${name}: it was planned for ${clusters.join(", ")}, and would be applied to ${cluster}`,
  );
}

/** Volumes of removed tenants that nobody saw who reviewed the plan. */
function grown({ name, losses }: SavedStack, planned: Planned | undefined): readonly string[] {
  const now = planned === undefined ? [] : lostVolumes(planned.report);
  const fresh = now.filter((volume) => !losses.includes(volume));
  return fresh.map((volume) => `stack ${name}: a volume came since, and would be deleted: ${volume}`);
}

/** Tenants that it would resume, which nobody saw who reviewed the plan. */
export function suspended(
  { name, resumed = [] }: Pick<SavedStack, "name" | "resumed">,
  planned?: Pick<Planned, "plan">,
): readonly string[] {
  const now = planned === undefined ? [] : resumedIn(planned.plan);
  const fresh = now.filter((namespace) => !resumed.includes(namespace));
  return fresh.map((namespace) => `stack ${name}: ${namespace} was suspended since the plan was made`);
}
