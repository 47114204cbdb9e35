import { printableLine } from "../../model/printable";
import { amountText, counted } from "../text";
import type { Loss } from "./live";
import { isRefused, refusal, unprovedRefusal } from "./protection";
import { unaskedLine, type PlanReport } from "./report";
import { OTHER, type QuotaMove, type TenantSummary } from "./summary";

/** Prints what will be done, tenant by tenant. */
export function formatPlans(reports: readonly PlanReport[]): string {
  const changing = reports.filter(({ hasEffect }) => hasEffect);
  if (changing.length === 0) return "nothing to change";
  return [...changing.map(formatPlan), totals(changing)].join("\n");
}

function formatPlan(report: PlanReport): string {
  const { stack, clusters, tenants, overuses, losses, unasked } = report;
  const width = Math.max(...tenants.map(({ tenant }) => printableLine(tenant).length), 0);
  const lines = [
    `stack ${stack}${clusters.length === 0 ? "" : ` on ${clusters.join(", ")}`}`,
    ...tenants.flatMap((summary) => formatTenant(summary, width)),
    ...unasked.map((each) => `  warning: ${unaskedLine(each)}`),
    ...overuses.map(
      ({ tenant, cluster, key, used, to }) =>
        `  warning: ${tenant}${clusters.length > 1 ? ` on ${cluster}` : ""} uses ${key} ${amountText(key, used)}, more than the new ${amountText(key, to)}: running pods stay, new ones wait until it is less`,
    ),
    ...losses.filter(isLoss).map((loss) => `  warning: ${lossLine(loss, clusters.length > 1)}`),
    ...removalLines(report),
  ];
  return lines.map(printableLine).join("\n");
}

/** How tenants end: what a protected one stops, what goes first, and what is only another address. */
function removalLines({ removals = [], readdressed = [], unproved = [] }: PlanReport): readonly string[] {
  const free = removals.filter((each) => !isRefused(each));
  const moved = new Map(free.flatMap((each) => (each.moved === undefined ? [] : [[each.namespace, each.moved]])));
  const count = (namespace: string) => readdressed.filter((each) => each.namespace === namespace).length;
  return [
    ...removals.filter(isRefused).map((each) => `  error: ${refusal(each)}`),
    ...unproved.map((each) => `  error: ${unprovedRefusal(each)}`),
    ...[...moved].map(
      ([namespace, { from, to }]) =>
        `  warning: ${namespace} is deleted with all that is in it and created again, because its address changed from ${from} to ${to}; ` +
        `\`moved\` blocks for ${counted(count(namespace), "resource")} keep it`,
    ),
    ...free.map(({ namespace, isFirst }) =>
      isFirst
        ? `  first: namespace ${namespace} is deleted with all that is in it, and waited for; the rest follows`
        : `  warning: the isolation of ${namespace} is removed before its pods, because its cluster cannot be asked; run \`hikube suspend ${namespace}\` first`,
    ),
  ];
}

/** What is made anew, or ends with its namespace, is counted; all else is named. */
function formatTenant(summary: TenantSummary, width: number): readonly string[] {
  const { tenant, added, imported, changed, replaced, removed, moved, forgotten, quota } = summary;
  const isOver = removed.includes(`Namespace ${tenant}`);
  return [
    `  ${printableLine(tenant).padEnd(width)}  ${countsOf(summary)}${isOver ? ": the whole tenant" : ""}`,
    ...named("~", changed),
    ...named("-/+", replaced),
    ...named("-", isOver ? [] : removed),
    ...named("+", tenant === OTHER ? [...imported, ...added] : []),
    ...named("=", tenant === OTHER ? [...moved, ...forgotten] : []),
    ...quota.map((move) => `      quota ${move.key} ${moveOf(move)}`),
  ];
}

/** An empty tenant loses nothing. */
function isLoss({ pods, volumes }: Loss): boolean {
  return pods > 0 || volumes.length > 0;
}

function lossLine({ namespace, cluster, volumes, pods }: Loss, isOneOfSeveral: boolean): string {
  const named = volumes.length === 0 ? "no volumes" : `${counted(volumes.length, "volume")}: ${volumes.join(", ")}`;
  const place = isOneOfSeveral ? ` on ${cluster}` : "";
  return `${namespace}${place} is removed with ${counted(pods, "pod")} and ${named}`;
}

function countsOf({ added, changed, removed, replaced, imported, moved, forgotten }: TenantSummary): string {
  const counts = { added, imported, moved, changed, replaced, removed, forgotten };
  const present = Object.entries(counts).filter(([, objects]) => objects.length > 0);
  return present.map(([word, { length }]) => `${length} ${word}`).join(", ");
}

function named(sign: string, objects: readonly string[]): readonly string[] {
  return objects.map((object) => `    ${sign} ${object}`);
}

function moveOf({ key, from = "unbounded", to = "unbounded" }: QuotaMove): string {
  return `${amountText(key, from)} → ${amountText(key, to)}`;
}

function totals(reports: readonly PlanReport[]): string {
  const all = reports.flatMap(({ tenants }) => tenants);
  const sum = (pick: (tenant: TenantSummary) => readonly string[]) =>
    all.reduce((total, tenant) => total + pick(tenant).length, 0);
  const removed = sum((tenant) => tenant.removed) + sum((tenant) => tenant.replaced);
  const added = sum((tenant) => tenant.added) + sum((tenant) => tenant.replaced);
  const parts = [`${added} to add`, `${sum((tenant) => tenant.changed)} to change`, `${removed} to remove`];
  const rest = [
    [sum((tenant) => tenant.imported), "import"],
    [sum((tenant) => tenant.moved), "move"],
    [sum((tenant) => tenant.forgotten), "forget"],
  ] as const;
  return [...parts, ...rest.flatMap(([count, verb]) => (count > 0 ? [`${count} to ${verb}`] : []))].join(", ");
}
