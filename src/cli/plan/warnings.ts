import type { Warning } from "../../model/warning";
import { amountText, counted } from "../text";
import type { Loss, Overuse } from "./live";
import type { OpenEnd } from "./past-end";
import { isRefused } from "./protection";
import type { StaleClusterFact } from "./stale-facts";
import { unaskedLine, type PlanReport } from "./report";
import type { Taken } from "./taken";

/** What of a plan somebody should know before it is applied. */
export function warningsOf(report: PlanReport): readonly Warning[] {
  const { clusters, overuses, losses, unasked, staleFacts = [], openEnds = [], taken = [] } = report;
  const isOneOfSeveral = clusters.length > 1;
  return [
    ...unasked.map((each): Warning => ({ code: "cluster-not-asked", message: unaskedLine(each) })),
    ...staleFacts.map((each): Warning => staleWarning(each, isOneOfSeveral)),
    ...openEnds.map(openWarning),
    ...taken.filter(({ isHeld }) => isHeld !== true).map((each) => takenWarning(each, isOneOfSeveral)),
    ...overuses.map((each) => overuseWarning(each, isOneOfSeveral)),
    ...losses.filter(isLoss).map((loss) => lossWarning(loss, isOneOfSeveral)),
    ...removalWarnings(report),
  ];
}

function staleWarning({ cluster, fact }: StaleClusterFact, isOneOfSeveral: boolean): Warning {
  return { code: "stale-cluster-facts", message: `${isOneOfSeveral ? `${cluster}: ` : ""}${fact}` };
}

function openWarning({ namespace, expiresAt, pods = "any number of" }: OpenEnd): Warning {
  const message = `${namespace} is past its end (${expiresAt}) and marked as suspended, but its quota takes ${pods} pods: run \`hikube suspend ${namespace}\``;
  return { code: "suspended-but-open", message };
}

/** What is to be said of stacks that change nothing: facts that are no longer true, and suspensions that are none. */
export function warningsOfUnchanged(reports: readonly PlanReport[]): readonly Warning[] {
  return reports
    .filter(({ hasEffect }) => !hasEffect)
    .flatMap(({ clusters, staleFacts = [], openEnds = [] }) => [
      ...staleFacts.map((each) => staleWarning(each, clusters.length > 1)),
      ...openEnds.map(openWarning),
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
function takenWarning({ namespace, cluster, releasedAt, isLeft }: Taken, isOneOfSeveral: boolean): Warning {
  const place = `${namespace}${isOneOfSeveral ? ` on ${cluster}` : ""}`;
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
