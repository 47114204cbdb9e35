import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { captureJson, capture, initStack, type StackFolder, type Terraform } from "../../terraform/terraform";
import { withReattached } from "../../terraform/reattach";
import { migrationText, type Migration } from "../project/migration-file";
import { migrationOf, type MigrationFault, type MigrationResult } from "./migration";
import { migrationPlan, type MigrationPlan } from "./planned";

/** A folder whose migration is worked out. */
export interface MigrationPlace {
  readonly stack: StackFolder;
  /** Folder for the plan files, of this user alone. */
  readonly folder: string;
  /** Where the blocks are laid, so that terraform reads them. */
  readonly laid: string;
}

/**
 * What a stack's resources become. Nothing is asked of a cluster and nothing is applied: two plans are made from code and state,
 * one without the blocks, and one with them, which must destroy nothing.
 */
export async function migrateStack(terraform: Terraform, place: MigrationPlace): Promise<MigrationResult> {
  const { serveHikube } = await import("../serving/serve-hikube.js");
  const served = serveHikube(terraform.env, { withoutCluster: true });
  try {
    const added = await served.reattach(place.stack.directory);
    const before = { ...terraform.env, ...place.stack.env };
    const stack = { ...place.stack, env: { ...place.stack.env, ...withReattached(before, added) } };
    // As the code is without the blocks of an earlier run.
    rmSync(place.laid, { force: true });
    await initStack(terraform, stack);
    const found = migrationOf(await blindPlan(terraform, stack, place.folder));
    if (found.faults.length > 0 || isEmpty(found)) return found;
    writeFileSync(place.laid, migrationText(found));
    const rest = await blindPlan(terraform, stack, place.folder);
    return { ...found, faults: rest.resources.flatMap(unexpected) };
  } finally {
    await served.close();
  }
}

export function isEmpty({ moved, forgotten, imported }: Migration): boolean {
  return moved.length + forgotten.length + imported.length === 0;
}

async function blindPlan(terraform: Terraform, stack: StackFolder, folder: string): Promise<MigrationPlan> {
  const file = join(folder, `${stack.name}.plan`);
  await capture(terraform, stack, [
    "plan",
    "-input=false",
    "-no-color",
    "-refresh=false",
    "-lock=false",
    `-out=${file}`,
  ]);
  return migrationPlan(await captureJson(terraform, stack, ["show", "-json", file]));
}

function unexpected({ address, actions }: MigrationPlan["resources"][number]): readonly MigrationFault[] {
  if (!actions.includes("delete")) return [];
  const message = "terraform would destroy it in spite of the blocks";
  return [{ address, code: "migration-destroys", message, hint: "`terraform plan` with the blocks says why" }];
}
