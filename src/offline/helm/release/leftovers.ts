import { DiagnosticError, type Diagnostics } from "../../../plugin";
import { runInCluster, type Caller, type HelmClient } from "../client";
import { helmFailure } from "../failure";
import { newestRecord, records, type ReleaseRecord, type ReleaseRef } from "./record";

/** What a cut-off call of Helm leaves, and what Helm itself refuses to go on from. */
const PENDING_INSTALL = "pending-install";
const PENDING = ["pending-upgrade", "pending-rollback"];
const HALF_REMOVED = "uninstalling";

interface Beginning {
  readonly client: HelmClient;
  readonly ref: ReleaseRef;
  /** Name of the chart that is to be installed. */
  readonly chart: string;
  readonly folder: string;
  readonly caller: Caller;
  readonly diagnostics: Diagnostics;
}

/**
 * Clears what a killed install or uninstall of the same chart left, so that a release can be installed. Whatever runs is
 * no leftover: it stays, and Helm refuses the install.
 */
export async function clearBeforeInstall(beginning: Beginning): Promise<void> {
  const { client, ref, chart } = beginning;
  const found = await newestRecord(client, ref);
  if (found === undefined || ![PENDING_INSTALL, HALF_REMOVED].includes(found.status)) return;
  if (found.chart.name !== chart) throw inProgress(found);
  beginning.diagnostics.warning(
    `The release "${ref.name}" was left half ${found.status === HALF_REMOVED ? "removed" : "installed"}`,
    `Its status in the namespace "${ref.namespace}" was ${found.status}: an earlier apply was cut off. What was left of it was removed, and it is installed anew.`,
  );
  const args = [
    "uninstall",
    `--namespace=${ref.namespace}`,
    "--no-hooks",
    "--ignore-not-found",
    "--wait",
    "--",
    ref.name,
  ];
  await mended(beginning, args, "could not remove what is left of");
}

/** Goes back to the last revision that was deployed, where a killed upgrade left a newer one half done. */
export async function clearBeforeUpgrade(beginning: Beginning): Promise<void> {
  const { client, ref } = beginning;
  const [newest, ...older] = await records(client, ref);
  if (newest === undefined || !PENDING.includes(newest.status)) return;
  const good = older.find(({ status }) => ["deployed", "superseded"].includes(status));
  if (good === undefined) throw inProgress(newest);
  beginning.diagnostics.warning(
    `The release "${ref.name}" was left in the middle of an upgrade`,
    `Its status in the namespace "${ref.namespace}" was ${newest.status}: an earlier apply was cut off. It was brought back to revision ${String(good.revision)}, and is upgraded from there.`,
  );
  const args = ["rollback", `--namespace=${ref.namespace}`, "--no-hooks", "--", ref.name, String(good.revision)];
  await mended(beginning, args, "could not bring back");
}

async function mended(
  { client, ref, folder, caller }: Beginning,
  args: readonly string[],
  what: string,
): Promise<void> {
  const result = await runInCluster(client, { args, namespace: ref.namespace, folder }, caller);
  if (!result.ok)
    throw helmFailure(`Helm ${what} the release "${ref.name}" in the namespace "${ref.namespace}"`, result);
}

function inProgress({ name, namespace, status, revision, chart }: ReleaseRecord): DiagnosticError {
  return new DiagnosticError(
    `The release "${name}" in the namespace "${namespace}" is not finished`,
    `Revision ${String(revision)} of the chart ${chart.name} is ${status}: somebody else works on it, or was cut off. Wait for it, or remove it by \`helm uninstall ${name} --namespace ${namespace}\`.`,
  );
}
