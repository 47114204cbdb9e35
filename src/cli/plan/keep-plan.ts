import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { laidMigration } from "../project/migration-file";
import type { Project } from "../project/project";
import type { Stack } from "../project/stacks";
import { captureJson, type Terraform } from "../../terraform/terraform";
import type { Planned } from "./plan-all";
import type { PlanReport } from "./report";
import { resumedIn } from "./resumed";
import { hashOf, savedOptions, type SavedOptions, type SavedPlan, type SavedStack } from "./saved-plan";

/** What is kept of plans, with what they were made for. */
export async function keptPlan(
  planned: readonly Planned[],
  { terraform }: Pick<Project, "terraform">,
  { file, options }: { readonly file: string | undefined; readonly options: SavedOptions },
): Promise<SavedPlan> {
  const stacks = await Promise.all(planned.map((each) => keptStack(each, terraform)));
  return { ...(file === undefined ? {} : { file }), options: savedOptions(options), stacks };
}

async function keptStack({ stack, file, report, plan, warnings }: Planned, terraform: Terraform): Promise<SavedStack> {
  const resumed = resumedIn(plan);
  return {
    name: stack.name,
    configuration: configurationHash(stack),
    state: await stateHash(stack, terraform),
    clusters: report.clusters,
    losses: lostVolumes(report),
    plan: readFileSync(file).toString("base64"),
    ...(resumed.length === 0 ? {} : { resumed }),
    ...(stack.served === undefined ? {} : { served: stack.served }),
    // Terraform tells them when it plans, and not of a plan that it reads.
    ...(warnings === undefined ? {} : { warnings }),
  };
}

/** Pods come and go by themselves; what is in a volume was put there. */
export function lostVolumes({ losses }: PlanReport): readonly string[] {
  return losses.flatMap(({ namespace, volumes }) => volumes.map((volume) => `${namespace}: ${volume}`)).sort();
}

/** Of all that synth wrote for a stack: its configuration, and files that this one names. */
export function configurationHash({ file, directory }: Stack): string {
  const assets = join(directory, "assets");
  const files = [...(existsSync(assets) ? filesBelow(assets) : []), ...laidMigration({ directory })];
  const all = [file, ...files].map((path) => [path.slice(directory.length), hashOf(readFileSync(path))]);
  return hashOf(JSON.stringify(all));
}

function filesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Terraform changes the serial of a state with every change. */
export async function stateHash(stack: Stack, terraform: Terraform): Promise<string> {
  return hashOf(await captureJson(terraform, stack, ["state", "pull"]));
}
