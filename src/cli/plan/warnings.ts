import type { Warning } from "../../model/warning";
import { PLATFORM_NAMESPACE } from "../../model/tenant/spec/tenant-names";
import { amountText, counted } from "../text";
import { driftWarning } from "./drift";
import type { Loss, Overuse } from "./live";
import type { OpenEnd } from "./past-end";
import { isRefused } from "./protection";
import type { StaleClusterFact } from "./stale-facts";
import { maybeInStackWarnings } from "./stack-move-words";
import { unaskedLine, type PlanReport } from "./report";
import type { Taken } from "./taken";
import { toolWarning } from "./tool-warnings";

/** What of a plan somebody should know before it is applied. */
export function warningsOf(report: PlanReport): readonly Warning[] {
  const {
    clusters,
    overuses,
    losses,
    unasked,
    staleFacts = [],
    openEnds = [],
    taken = [],
    drift = [],
    toolWarnings = [],
  } = report;
  const isOneOfSeveral = clusters.length > 1;
  return [
    ...unasked.map((each): Warning => ({ code: "cluster-not-asked", message: unaskedLine(each) })),
    ...staleFacts.map((each): Warning => staleWarning(each, isOneOfSeveral)),
    ...openEnds.map(openWarning),
    ...taken.filter(({ isHeld }) => isHeld !== true).map((each) => takenWarning(each, isOneOfSeveral)),
    ...overuses.map((each) => overuseWarning(each, isOneOfSeveral)),
    ...losses.filter(isLoss).map((loss) => lossWarning(loss, isOneOfSeveral)),
    ...removalWarnings(report),
    ...drift.map(driftWarning),
    ...toolWarnings.map(toolWarning),
  ];
}

function staleWarning({ cluster, fact }: StaleClusterFact, isOneOfSeveral: boolean): Warning {
  return { code: "stale-cluster-facts", message: `${isOneOfSeveral ? `${cluster}: ` : ""}${fact}` };
}

function openWarning({ namespace, expiresAt, pods = "any number of" }: OpenEnd): Warning {
  const message = `${namespace} is past its end (${expiresAt}) and marked as suspended, but its quota takes ${pods} pods: run \`hikube suspend ${namespace}\``;
  return { code: "suspended-but-open", message };
}

/** What is to be said of stacks that change nothing: facts that are no longer true, suspensions that are none, and what terraform warns of. */
export function warningsOfUnchanged(reports: readonly PlanReport[]): readonly Warning[] {
  return reports
    .filter(({ hasEffect }) => !hasEffect)
    .flatMap(({ clusters, staleFacts = [], openEnds = [], toolWarnings = [] }) => [
      ...staleFacts.map((each) => staleWarning(each, clusters.length > 1)),
      ...openEnds.map(openWarning),
      ...toolWarnings.map(toolWarning),
    ]);
}

/** A report as programs get it. */
export function planJson(report: PlanReport): object {
  return { ...report, warnings: warningsOf(report) };
}

function overuseWarning({ tenant, cluster, key, used, to }: Overuse, isOneOfSeveral: boolean): Warning {
  const place = isOneOfSeveral ? ` on ${cluster}` : "";
  const amounts = `uses ${key} ${amountText(key, used)}, more than the new ${amountText(key, to)}`;
  const message = `${tenant}${place} ${amounts}: running pods stay, new ones wait until it is less`;
  return { code: "quota-below-use", message };
}

/** What was released with its walls says so; without them nothing tells it from any other namespace. */
function takenWarning(taken: Taken, isOneOfSeveral: boolean): Warning {
  const { namespace, cluster, releasedAt, isLeft } = taken;
  const place = `${namespace}${isOneOfSeveral ? ` on ${cluster}` : ""}`;
  if (namespace === PLATFORM_NAMESPACE) return platformWarning(taken, place);
  if (isLeft === true) {
    const what = `${place} is there already, just as it would be made, and taken for what an apply left that was cut short`;
    return { code: "maybe-held-elsewhere", message: `${what}; if another configuration holds it, do not apply this` };
  }
  if (releasedAt !== undefined) {
    const cure = "take it out of the code, or take it back by `hikube recover`";
    return { code: "tenant-released", message: `${place} was released at ${releasedAt}, and apply will fail; ${cure}` };
  }
  const cure = "after a killed apply run `hikube recover`; else say `adopt: true`, or take it out of the code";
  return { code: "namespace-exists", message: `the namespace ${place} is there already, and apply will fail; ${cure}` };
}

/** A cluster has one platform. */
function platformWarning({ isLeft }: Taken, place: string): Warning {
  const what = `the platform is there already (${place}), and this state has nothing of it`;
  const then =
    isLeft === true
      ? "it is taken over as it is declared here"
      : "apply will fail; after a killed apply run `hikube recover`";
  const cure =
    "if another configuration holds it, do not apply this: leave the platform to that one (`--no-platform`, or code without it)";
  return { code: "maybe-held-elsewhere", message: `${what}: ${then}; ${cure}` };
}

/** An empty tenant loses nothing. */
function isLoss({ pods, volumes }: Loss): boolean {
  return pods > 0 || volumes.length > 0;
}

function lossWarning({ namespace, cluster, volumes, pods }: Loss, isOneOfSeveral: boolean): Warning {
  const named = volumes.length === 0 ? "no volumes" : `${counted(volumes.length, "volume")}: ${volumes.join(", ")}`;
  const place = isOneOfSeveral ? ` on ${cluster}` : "";
  const message = `${namespace}${place} is removed with ${counted(pods, "pod")} and ${named}`;
  return { code: "tenant-removed-with-content", message };
}

/** Of tenants that may end: what is only another address, and what loses its isolation before its pods. */
function removalWarnings({ removals = [], readdressed = [] }: PlanReport): readonly Warning[] {
  const free = removals.filter((each) => !isRefused(each));
  const moved = new Map(free.flatMap((each) => (each.moved === undefined ? [] : [[each.namespace, each.moved]])));
  const count = (namespace: string) => readdressed.filter((each) => each.namespace === namespace).length;
  return [
    ...maybeInStackWarnings(free),
    ...[...moved].map(([namespace, { from, to }]): Warning => {
      const what = `${namespace} is deleted with all that is in it and created again`;
      const cure = `\`moved\` blocks for ${counted(count(namespace), "resource")} keep it`;
      return {
        code: "tenant-recreated",
        message: `${what}, because its address changed from ${from} to ${to}; ${cure}`,
      };
    }),
    ...free
      .filter(({ isFirst }) => !isFirst)
      .map(({ namespace }): Warning => {
        const what = `the isolation of ${namespace} is removed before its pods, because its cluster cannot be asked`;
        return { code: "isolation-goes-first", message: `${what}; run \`hikube suspend ${namespace}\` first` };
      }),
  ];
}
