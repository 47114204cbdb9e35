import { printableLine } from "../../model/printable";
import { formatWarning } from "../../model/warning";
import type { Review } from "../../review/change";
import { renderReviewText } from "../../review/render-text";
import { amountText } from "../text";
import type { PastEnd } from "./past-end";
import { isRefused, refusalsOf } from "./protection";
import type { PlanReport } from "./report";
import { OTHER, type QuotaMove, type TenantSummary } from "./summary";
import { warningsOfUnchanged, warningsOf } from "./warnings";

/** Prints what plans mean, and what will be done, tenant by tenant. */
export function formatReviewed(reports: readonly PlanReport[], review: Review): string {
  const plans = formatPlans(reports);
  const isTold = review.changes.length > 0 || reports.some(({ hasEffect }) => hasEffect);
  return isTold ? `${renderReviewText(review)}\n\n${plans}` : plans;
}

/** Prints what will be done, tenant by tenant. */
export function formatPlans(reports: readonly PlanReport[]): string {
  const changing = reports.filter(({ hasEffect }) => hasEffect);
  const kept = [
    ...reports.flatMap(({ suspended = [] }) => suspended.map(keptLine)),
    ...warningsOfUnchanged(reports).map((warning) => printableLine(`warning: ${formatWarning(warning)}`)),
  ];
  if (changing.length === 0) return ["nothing to change", ...kept].join("\n");
  return [...changing.map(formatPlan), ...kept, totals(changing)].join("\n");
}

/** Not a change, and not what the quota in the code says either. */
export function keptLine({ namespace, expiresAt }: PastEnd): string {
  return printableLine(`${namespace} stays suspended: it expired at ${expiresAt}`);
}

function formatPlan(report: PlanReport): string {
  const { stack, clusters, tenants } = report;
  const width = Math.max(...tenants.map(({ tenant }) => printableLine(tenant).length), 0);
  const lines = [
    `stack ${stack}${clusters.length === 0 ? "" : ` on ${clusters.join(", ")}`}`,
    ...tenants.flatMap((summary) => formatTenant(summary, width)),
    ...warningsOf(report).map((warning) => `  warning: ${formatWarning(warning)}`),
    ...removalLines(report),
  ];
  return lines.map(printableLine).join("\n");
}

/** How tenants end: what a protected one stops, and what goes first. */
function removalLines(report: PlanReport): readonly string[] {
  const { removals = [] } = report;
  const first = removals.filter((each) => each.isFirst && !isRefused(each));
  return [
    ...refusalsOf([report]).map((each) => `  error: ${each}`),
    ...first.map(
      ({ namespace }) =>
        `  first: namespace ${namespace} is deleted with all that is in it, and waited for; the rest follows`,
    ),
  ];
}

/** What is made anew, or ends with its namespace, is counted; all else is named. */
function formatTenant(summary: TenantSummary, width: number): readonly string[] {
  const { tenant, added, imported, changed, replaced, removed, moved, takenOver, forgotten, quota } = summary;
  const isOver = removed.includes(`Namespace ${tenant}`);
  return [
    `  ${printableLine(tenant).padEnd(width)}  ${countsOf(summary)}${isOver ? ": the whole tenant" : ""}`,
    ...named("~", changed),
    ...named("-/+", replaced),
    ...named("-", isOver ? [] : removed),
    ...named("+", tenant === OTHER ? [...imported, ...added] : []),
    ...named("=", tenant === OTHER ? [...moved, ...takenOver, ...forgotten] : []),
    ...quota.map((move) => `      quota ${move.key} ${moveOf(move)}`),
  ];
}

function countsOf({ takenOver, ...summary }: TenantSummary): string {
  const { added, changed, removed, replaced, imported, moved, forgotten } = summary;
  const counts = { added, imported, moved, "taken over": takenOver, changed, replaced, removed, forgotten };
  const present = Object.entries(counts).filter(([, objects]) => objects.length > 0);
  return present.map(([word, { length }]) => `${length} ${word}`).join(", ");
}

function named(sign: string, objects: readonly string[]): readonly string[] {
  return objects.map((object) => `    ${sign} ${object}`);
}

function moveOf({ key, from = "unbounded", to = "unbounded" }: QuotaMove): string {
  return `${amountText(key, from)} → ${amountText(key, to)}`;
}

/** How much will be done. */
export function totals(reports: readonly PlanReport[]): string {
  const all = reports.flatMap(({ tenants }) => tenants);
  const sum = (pick: (tenant: TenantSummary) => readonly string[]) =>
    all.reduce((total, tenant) => total + pick(tenant).length, 0);
  const removed = sum((tenant) => tenant.removed) + sum((tenant) => tenant.replaced);
  const added = sum((tenant) => tenant.added) + sum((tenant) => tenant.replaced);
  const parts = [`${added} to add`, `${sum((tenant) => tenant.changed)} to change`, `${removed} to remove`];
  const rest = [
    [sum((tenant) => tenant.imported), "import"],
    [sum((tenant) => tenant.moved), "move"],
    [sum((tenant) => tenant.takenOver), "take over"],
    [sum((tenant) => tenant.forgotten), "forget"],
  ] as const;
  return [...parts, ...rest.flatMap(([count, verb]) => (count > 0 ? [`${count} to ${verb}`] : []))].join(", ");
}
