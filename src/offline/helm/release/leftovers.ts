import { DiagnosticError, type Diagnostics } from "../../../plugin";
import { markedRelease, runInCluster, type Caller, type HelmClient } from "../client";
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

/** @throws DiagnosticError while another process runs Helm on the same release */
export async function refuseWhileRunning({ client, ref }: Beginning): Promise<boolean> {
  const trace = await client.marks.trace(markedRelease(client, ref));
  if (trace !== "running") return trace === "lost";
  throw new DiagnosticError(
    `Another process is working on the release "${ref.name}" in the namespace "${ref.namespace}"`,
    "Another apply has called Helm for it, and waits for the end. Wait for it, too, then run apply again.",
  );
}

/**
 * Whether the release is the work of an apply that was killed before the state knew of it: it is finished or failed, and is
 * upgraded in place of an install.
 *
 * @throws DiagnosticError while another process runs Helm on the same release
 */
export async function isOfLostApply(beginning: Beginning): Promise<boolean> {
  const { client, ref, chart, diagnostics } = beginning;
  if (!(await refuseWhileRunning(beginning))) return false;
  const found = await newestRecord(client, ref);
  if (found?.chart.name !== chart || !["deployed", "failed"].includes(found.status)) return false;
  diagnostics.warning(
    `The release "${ref.name}" is of an apply that was cut off`,
    `It is ${found.status} in the namespace "${ref.namespace}", and the state did not know of it. It is upgraded.`,
  );
  return true;
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
  const result = await runInCluster(client, { args, ref, folder }, caller);
  if (!result.ok)
    throw helmFailure(`Helm ${what} the release "${ref.name}" in the namespace "${ref.namespace}"`, result);
}

function inProgress({ name, namespace, status, revision, chart }: ReleaseRecord): DiagnosticError {
  return new DiagnosticError(
    `The release "${name}" in the namespace "${namespace}" is not finished`,
    `Revision ${String(revision)} of the chart ${chart.name} is ${status}: somebody else works on it, or was cut off. Wait for it, or remove it by \`helm uninstall ${name} --namespace ${namespace}\`.`,
  );
}
