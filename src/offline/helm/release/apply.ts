import type { CreateRequest, GivenOf, UpdateRequest } from "../../../plugin";
import type { LocalChart } from "../charts/store";
import { runInCluster, type HelmClient } from "../client";
import { helmFailure } from "../failure";
import type { HelmResult } from "../run";
import type { Setting } from "../values/merged";
import { installArguments, upgradeArguments, type Planned } from "./arguments";
import { chartRequest } from "./chart-request";
import { clearBeforeInstall, clearBeforeUpgrade, isOfLostApply, refuseWhileRunning } from "./leftovers";
import { privateOf } from "./private";
import { newestRecord, type ReleaseRecord, type ReleaseRef } from "./record";
import type { ReleaseSchema } from "./schema";
import { stateOf, type ReleaseState } from "./state";
import { present, valueFiles } from "./values";

type Create = CreateRequest<ReleaseSchema, HelmClient>;
type Update = UpdateRequest<ReleaseSchema, HelmClient>;

/** What was stored of a release, for the state. */
export function storedOf(record: ReleaseRecord, plan: Planned | ReleaseState) {
  const { description, version } = plan;
  const kept = { ...plan, version: typeof version === "string" ? version : null };
  const state = { ...plan, description: typeof description === "string" ? description : null, set_wo: null };
  return { state: { ...state, ...stateOf(record, kept) }, private: privateOf(record) };
}

/**
 * Installs a release, or upgrades one that is there if `upgrade_install` says so. One that failed, but is in the cluster, is
 * stored: Terraform takes it for tainted, and replaces it.
 */
export async function createRelease(request: Create) {
  const { plan, client, diagnostics } = request;
  const ref = refOf(plan);
  return client.home.within("install", async (folder) => {
    const chart = await chartOf(request);
    const beginning = { client, ref, chart: chart.name, folder, caller: request, diagnostics };
    const isLost = await isOfLostApply(beginning);
    const isThere = (plan.upgrade_install || isLost) && (await newestRecord(client, ref)) !== undefined;
    await (isThere ? clearBeforeUpgrade(beginning) : clearBeforeInstall(beginning));
    const before = await newestRecord(client, ref);
    const result = await applied(request, { folder, chart, isUpgrade: isThere });
    const record = await newestRecord(client, ref);
    if (result.ok && record !== undefined) return storedOf(record, plan);
    const failure = failureOf(ref, isThere ? "upgrade" : "install", result, record);
    // A release of somebody else's is not ours to be stored.
    const isOurs = record !== undefined && record.revision !== before?.revision;
    if (!isOurs) throw failure;
    diagnostics.error(failure.summary, failure.detail);
    return storedOf(record, plan);
  });
}

/** Upgrades a release in place. Where that fails the state stays, and the next plan shows what is left to do. */
export async function updateRelease(request: Update) {
  const { plan, client, diagnostics } = request;
  const ref = refOf(plan);
  return client.home.within("upgrade", async (folder) => {
    const chart = await chartOf(request);
    const beginning = { client, ref, chart: chart.name, folder, caller: request, diagnostics };
    await refuseWhileRunning(beginning);
    await clearBeforeUpgrade(beginning);
    const result = await applied(request, { folder, chart, isUpgrade: true });
    const record = await newestRecord(client, ref);
    if (result.ok && record !== undefined) return storedOf(record, plan);
    throw failureOf(ref, "upgrade", result, record);
  });
}

export function refOf({ name, namespace }: ReleaseRef): ReleaseRef {
  return { name, namespace };
}

function chartOf(request: Create): Promise<LocalChart> {
  const wanted = chartRequest(request.plan);
  if (wanted === undefined) throw new Error("the chart is not known while the release is applied");
  return request.client.charts.get(wanted, request);
}

interface Means {
  readonly folder: string;
  readonly chart: LocalChart;
  readonly isUpgrade: boolean;
}

function applied(request: Create, { folder, chart, isUpgrade }: Means): Promise<HelmResult> {
  const { plan, config, client } = request;
  const values = valueFiles(config, writeOnlyOf(config), folder);
  const build = isUpgrade ? upgradeArguments : installArguments;
  const args = build(plan, { chart: chart.path, values });
  return runInCluster(client, { args, ref: refOf(plan), folder }, request);
}

/** They stand in every configuration, and a release without them would lose them. */
function writeOnlyOf({ set_wo: list }: GivenOf<ReleaseSchema>): readonly Setting[] {
  return present(list);
}

function failureOf(
  { name, namespace }: ReleaseRef,
  what: "install" | "upgrade",
  result: HelmResult,
  record: ReleaseRecord | undefined,
) {
  const place = `the release "${name}" in the namespace "${namespace}"`;
  const left =
    record === undefined
      ? "Nothing of it is left in the cluster."
      : `The release is ${record.status} now, at revision ${String(record.revision)}.`;
  return helmFailure(`Helm could not ${what} ${place}`, result, left);
}
