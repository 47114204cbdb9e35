import type { KubeObject } from "../model/kubernetes/kube-object";
import { parseQuantity, compareQuantities } from "../model/kubernetes/quantity";
import { listIn, objectIn } from "../model/json";
import { TENANT_QUOTA } from "../model/tenant/objects/base-isolation";
import { LABELS } from "../model/tenant/spec/labels";
import { changeOf, type Change, type Severity } from "./change";
import { hardOf, isCount } from "./counts";
import { leafMoves } from "./leaves";
import { usualCounts } from "./reference";
import { COMMON, isScarce } from "./scarce";
import type { ObjectPair, TenantPair } from "./state";

/** What a tenant that comes may take: one line, and a danger for each bound that it lacks, or that others may feel. */
export function newQuota(
  { tenant, namespace, objects }: TenantPair,
  reference: KubeObject,
  grown: ReadonlySet<string>,
): readonly Change[] {
  const quota = objects.find(({ after }) => after?.kind === "ResourceQuota" && after.metadata.name === TENANT_QUOTA);
  if (quota?.after === undefined || tenant === undefined) return [];
  const [held, hard] = [hardOf(reference), hardOf(quota.after)];
  const keys = [...new Set([...Object.keys(held), ...Object.keys(hard)])].sort();
  const isTop = namespace.after?.metadata.labels?.[LABELS.parent] === undefined;
  const dangers = keys.flatMap((key) => {
    const [usual, own] = [held[key], hard[key]];
    const isScarcer = isScarce(key) && (isTop || grown.has(key)) && isMore(usual ?? "0", own);
    const isTaken = isScarcer || (isCount(key) && isMore(usual, own));
    if (own !== undefined && !isTaken) return [];
    const note = own === undefined ? "its profile bounds it" : `its profile gives ${usual ?? "none"}`;
    return [changeOf("quota", "danger", { tenant, what: key, after: own ?? "unbounded" }, note)];
  });
  const all = Object.entries(hard).map(([key, amount]) => `${key} ${amount}`);
  const main = all.filter((text) => COMMON.test(text.split(" ")[0] ?? ""));
  const rest = all.filter((text) => !main.includes(text));
  return [
    ...dangers,
    changeOf("quota", "notice", { tenant, what: "of the new tenant", after: main.join(", ") || "none" }),
    changeOf("quota", "info", { tenant, what: "counts of the new tenant", after: rest.join(", ") || "none" }),
  ];
}

function isMore(before: string | undefined, after: string | undefined): boolean {
  const [from, to] = [parseQuantity(before), parseQuantity(after)];
  return from !== undefined && to !== undefined && compareQuantities(to, from) > 0;
}

/** How the bounds of a tenant's own namespace move, and what its containers get. */
export function quotaChanges(pair: TenantPair, grown: ReadonlySet<string>): readonly Change[] {
  return pair.objects.flatMap((objects): readonly Change[] => {
    const object = objects.after ?? objects.before;
    // What comes or goes as a whole is told as an object.
    if (objects.before === undefined || objects.after === undefined) return [];
    if (object?.kind === "ResourceQuota") return hardChanges(pair, objects, grown);
    return object?.kind === "LimitRange" ? limitChanges(pair, objects) : [];
  });
}

function hardChanges(pair: TenantPair, { before, after }: ObjectPair, grown: ReadonlySet<string>): readonly Change[] {
  const { tenant } = pair;
  const [former, next] = [hardOf(before), hardOf(after)];
  const name = (after ?? before)?.metadata.name ?? "";
  const isCapacity = name === TENANT_QUOTA;
  const keys = [...new Set([...Object.keys(former), ...Object.keys(next)])].sort();
  const chosen = isCapacity ? chosenCounts(pair, former, next) : new Map<string, string | undefined>();
  return keys.flatMap((key) => {
    const [from = "unbounded", to = "unbounded"] = [former[key], next[key]];
    if (from === to) return [];
    const what = isCapacity ? key : `${key} of ${name}`;
    const move = { what, before: from, after: to, ...(tenant === undefined ? {} : { tenant }) };
    if (chosen.has(key) && next[key] !== undefined) {
      const usual = chosen.get(key);
      const isBeyond = isMore(former[key], to) && (usual === undefined || isMore(usual, to));
      return [changeOf("quota", isBeyond ? "danger" : "notice", move, `its profile gives ${usual ?? "no such bound"}`)];
    }
    const isHarmless = isCapacity && !grown.has(key);
    return [changeOf("quota", severityOf(isHarmless, former[key], next[key]), move)];
  });
}

/** Counts that move and that somebody chose, with what the profile gives to as many pods: the others follow from those. */
function chosenCounts(pair: TenantPair, former: Bounds, next: Bounds): ReadonlyMap<string, string | undefined> {
  const keys = Object.keys(next).filter((key) => isCount(key) && former[key] !== next[key]);
  if (keys.length === 0) return new Map();
  const [before, after] = [usualCounts(pair, "before"), usualCounts(pair, "after")];
  const isChosen = (key: string): boolean =>
    after[key] === undefined ? former.pods === next.pods : next[key] !== after[key] || former[key] !== before[key];
  return new Map(keys.filter(isChosen).map((key) => [key, after[key]]));
}

type Bounds = Readonly<Record<string, string>>;

/** A bound that ends, or one of what harms other tenants that grows, asks for a look. */
function severityOf(isHarmless: boolean, before: string | undefined, after: string | undefined): Severity {
  if (after === undefined) return "danger";
  return isMore(before, after) && !isHarmless ? "danger" : "notice";
}

/** A bound by its place: `max.cpu`, or `Pod max.cpu` for those of other types than containers. */
function limitChanges({ tenant }: TenantPair, { before, after }: ObjectPair): readonly Change[] {
  return leafMoves(limitsOf(before), limitsOf(after)).map(({ path, ...values }) => {
    const what = path.replace(/^Container\./, "");
    const isFreed = values.after === undefined && what.startsWith("max.");
    return changeOf("container", isFreed ? "danger" : "notice", {
      what,
      ...values,
      ...(tenant === undefined ? {} : { tenant }),
    });
  });
}

function limitsOf(range: KubeObject | undefined): Readonly<Record<string, unknown>> {
  const limits = listIn(objectIn(range?.spec).limits).map(objectIn);
  return Object.fromEntries(limits.map(({ type, ...bounds }) => [String(type), bounds]));
}
