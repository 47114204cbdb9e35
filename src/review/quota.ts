import type { KubeObject } from "../model/kubernetes/kube-object";
import { parseQuantity, compareQuantities } from "../model/kubernetes/quantity";
import { listIn, objectIn, textMapIn } from "../model/json";
import { TENANT_QUOTA } from "../model/tenant/objects/base-isolation";
import { changeOf, type Change, type Severity } from "./change";
import { leafMoves } from "./leaves";
import type { ObjectPair, TenantPair } from "./state";

/** How the bounds of a tenant's own namespace move, and what its containers get. */
export function quotaChanges(pair: TenantPair): readonly Change[] {
  return pair.objects.flatMap((objects): readonly Change[] => {
    const object = objects.after ?? objects.before;
    // What comes or goes as a whole is told as an object.
    if (objects.before === undefined || objects.after === undefined) return [];
    if (object?.kind === "ResourceQuota") return hardChanges(pair, objects);
    return object?.kind === "LimitRange" ? limitChanges(pair, objects) : [];
  });
}

function hardChanges({ tenant }: TenantPair, { before, after }: ObjectPair): readonly Change[] {
  const [former, next] = [hardOf(before), hardOf(after)];
  const name = (after ?? before)?.metadata.name ?? "";
  const isCapacity = name === TENANT_QUOTA;
  const keys = [...new Set([...Object.keys(former), ...Object.keys(next)])].sort();
  return keys.flatMap((key) => {
    const [from = "unbounded", to = "unbounded"] = [former[key], next[key]];
    if (from === to) return [];
    const what = isCapacity ? key : `${key} of ${name}`;
    const move = { what, before: from, after: to, ...(tenant === undefined ? {} : { tenant }) };
    return [changeOf("quota", severityOf(isCapacity, former[key], next[key]), move)];
  });
}

/** A bound that ends, or one of what harms other tenants that grows, asks for a look. */
function severityOf(isCapacity: boolean, before: string | undefined, after: string | undefined): Severity {
  if (after === undefined) return "danger";
  const [from, to] = [parseQuantity(before), parseQuantity(after)];
  const isMore = from !== undefined && to !== undefined && compareQuantities(to, from) > 0;
  return isMore && !isCapacity ? "danger" : "notice";
}

function hardOf(quota: KubeObject | undefined): Readonly<Record<string, string>> {
  return textMapIn(objectIn(quota?.spec).hard);
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
