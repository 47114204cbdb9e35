import {
  DiagnosticError,
  isUnknown,
  UNKNOWN,
  type ConfigOf,
  type ModifiedPlan,
  type ModifyPlanRequest,
  type PlanOf,
} from "../../../plugin";
import type { HelmClient } from "../client";
import { placeOf } from "../charts/reference";
import type { LocalChart } from "../charts/store";
import { chartRequest } from "./chart-request";
import { lint } from "./lint";
import { revisionIn } from "./private";
import type { ReleaseSchema } from "./schema";
import { sameVersion, type ReleaseState } from "./state";

type Plan = PlanOf<ReleaseSchema>;
type Config = ConfigOf<ReleaseSchema>;

/** Attributes of which a change alone makes no new revision of the release in the real provider's plans. */
const ABOUT_THE_CHART = ["chart", "repository", "version", "values", "set", "set_sensitive", "set_list"] as const;

/**
 * Plans a release: its status is to be `deployed`, its version that of the chart, which is fetched for it. A release
 * that somebody else changed since the last apply is brought back.
 */
export async function planRelease(
  request: ModifyPlanRequest<ReleaseSchema, HelmClient>,
): Promise<ModifiedPlan<ReleaseSchema>> {
  const { action, client } = request;
  if (action === "delete") return {};
  const { config, state } = request;
  const plan = settled(request.plan, config, state);
  const chart = client === undefined ? undefined : await chartOf({ ...request, plan, client });
  const version = chart === undefined ? plan.version : plannedVersion(config, chart);
  const next = { ...plan, version };
  const isForeign = state !== null && isChangedByOthers(request.private, state);
  return { plan: isForeign || isNew(next, state) ? { ...next, metadata: UNKNOWN } : next };
}

/** What is decided without the chart. */
function settled(plan: Plan, config: Config, state: ReleaseState | null): Plan {
  // Where none is configured Helm writes its own, which is not shown.
  const isGiven = config.description !== null && config.description !== "";
  const description = isGiven ? plan.description : (state?.description ?? null);
  return { ...plan, status: "deployed", manifest: null, resources: null, description };
}

type Planning = Exclude<ModifyPlanRequest<ReleaseSchema, HelmClient>, { readonly action: "delete" }> & {
  readonly client: HelmClient;
};

/** The chart, where it is needed: where nothing changes, only one on this machine may have become another. */
async function chartOf(request: Planning): Promise<LocalChart | undefined> {
  const { plan, state, client } = request;
  const wanted = chartRequest(plan);
  if (wanted === undefined) return undefined;
  const isUnchanged = state !== null && !ABOUT_THE_CHART.some((name) => isChanged(plan[name], state[name]));
  if (isUnchanged && placeOf(wanted).kind !== "local") return undefined;
  const chart = await client.charts.get(wanted, request);
  if (plan.lint === true) await lint(chart, plan, client, request);
  return chart;
}

/**
 * The version that the chart has; what is configured may be written with another `v`.
 *
 * @throws DiagnosticError for a range of versions: the state would never hold what is configured
 */
function plannedVersion({ version }: Config, chart: LocalChart): Plan["version"] {
  if (isUnknown(version)) return version;
  const found = chart.version === "" ? null : chart.version;
  if (version === null || found === version) return found;
  if (sameVersion(chart.version, version)) return version;
  throw new DiagnosticError(
    "Planned version is different from configured version",
    `The version in the configuration is "${version}", and that of the chart is "${chart.version}". Write "${chart.version}", or leave version out.`,
    ["version"],
  );
}

function isNew(plan: Plan, state: ReleaseState | null): boolean {
  if (plan.status !== state?.status) return true;
  return ABOUT_THE_CHART.some((name) => isChanged(plan[name], state[name]));
}

/** Whether the newest revision is another one than that of our last write. */
function isChangedByOthers(stored: Readonly<Record<string, unknown>>, state: ReleaseState): boolean {
  const ours = revisionIn(stored);
  return ours !== undefined && state.metadata?.revision !== ours;
}

function isChanged(plan: unknown, state: unknown): boolean {
  return isUnknown(plan) || JSON.stringify(plan) !== JSON.stringify(state);
}
