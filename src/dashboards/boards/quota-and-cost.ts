import type { PricesSpec } from "../../model/tenant/spec/monitoring-spec";
import { FULL, query, row, series, stacked, stat, table } from "../build/panels";
import { count, of, ratio, sum } from "../build/promql";
import type { BoardSpec, RowSpec, Unit } from "../build/spec";
import { cpuUsed, memoryUsed } from "./overview";

const BY = ["tenant"];
const GIB = 1024 ** 3;

interface Amount {
  readonly name: string;
  readonly unit: Unit;
  /** Key of a ResourceQuota. */
  readonly key: string;
  readonly requested: string;
  /** @default - it is used as it is requested */
  readonly used?: string;
  /** What one price buys. */
  readonly each: number;
}

const requests = (resource: string) => sum(BY, of("kube_pod_container_resource_requests", `resource="${resource}"`));

const AMOUNTS: Readonly<Record<"cpu" | "memory" | "storage" | "loadBalancer", Amount>> = {
  cpu: { name: "CPU", unit: "cores", key: "requests.cpu", requested: requests("cpu"), used: cpuUsed, each: 1 },
  memory: {
    name: "Memory",
    unit: "bytes",
    key: "requests.memory",
    requested: requests("memory"),
    used: memoryUsed,
    each: GIB,
  },
  storage: {
    name: "Storage",
    unit: "bytes",
    key: "requests.storage",
    requested: sum(BY, of("kube_persistentvolumeclaim_resource_requests_storage_bytes")),
    used: sum(BY, of("kubelet_volume_stats_used_bytes")),
    each: GIB,
  },
  loadBalancer: {
    name: "Load balancers",
    unit: "count",
    key: "services.loadbalancers",
    requested: count(BY, of("kube_service_spec_type", 'type="LoadBalancer"')),
    each: 1,
  },
};

/** What each tenant may request, requests and uses; and, by prices, what that costs a month. */
export function quotaAndCost(prices: PricesSpec | undefined): BoardSpec {
  return {
    group: "overview",
    uid: "hikube-quota-and-cost",
    title: "Quota and cost",
    description: "What each tenant may request, what it requests and what it uses; with prices also what that costs.",
    rows: [shares(), amounts(), ...costs(prices)],
  };
}

function quota(type: "hard" | "used", key: string): string {
  return sum(BY, of("kube_resourcequota", `type="${type}",resource="${key}"`));
}

function shares(): RowSpec {
  const all = [...Object.values(AMOUNTS), { name: "Pods", key: "pods" }];
  return row(
    "Quota",
    ...all.map(({ name, key }) =>
      series(
        [`${name}: quota used`, "Share of the quota that is requested. At 1 nothing more is admitted.", "share"],
        [query("{{tenant}}", ratio(quota("used", key), quota("hard", key)))],
        { limits: FULL },
      ),
    ),
  );
}

function amounts(): RowSpec {
  const columns = Object.values(AMOUNTS).flatMap(({ name, unit, key, requested, used }) => [
    query(`${name} quota`, quota("hard", key), { unit }),
    query(`${name} requested`, requested, { unit }),
    ...(used === undefined ? [] : [query(`${name} used`, used, { unit })]),
  ]);
  return row("Amounts", table(["Tenants", "Quota, requests and use of each tenant.", "count"], columns));
}

/** Nothing without prices: an invented amount would be believed. */
function costs(prices: PricesSpec | undefined): readonly RowSpec[] {
  const priced = Object.entries(AMOUNTS).flatMap(([key, amount]) => {
    const price = prices?.[key as keyof typeof AMOUNTS];
    return price === undefined ? [] : [{ ...amount, price: price / amount.each }];
  });
  if (prices === undefined || priced.length === 0) return [];
  const customUnit = `prefix:${prices.currency} `;
  const total = total_(priced.map(({ name, requested, price }) => part(name, requested, price)));
  const idle = total_(
    priced.flatMap(({ name, requested, used, price }) =>
      used === undefined ? [] : [part(name, `clamp_min(${requested} - ${used}, 0)`, price)],
    ),
  );
  return [costRow(customUnit, total, idle)];
}

function costRow(customUnit: string, total: string, idle: string): RowSpec {
  return row(
    "Cost a month",
    stat(
      ["Cost of all tenants", "What is requested now, at the prices of this stack, for a month.", "count"],
      [query("cost", `sum(${total})`)],
      {
        customUnit,
      },
    ),
    stat(
      ["Requested and not used", "What lower requests would save in a month.", "count"],
      [query("idle", `sum(${idle})`)],
      { customUnit },
    ),
    stacked(
      ["Cost by tenant", "What each tenant requests, at the prices of this stack, for a month.", "count"],
      [query("{{tenant}}", total)],
      { customUnit },
    ),
    stacked(
      ["Requested and not used, by tenant", "What lower requests would save in a month.", "count"],
      [query("{{tenant}}", idle)],
      { customUnit },
    ),
  );
}

/** A tenant without volumes has no series of them: parts get a name each, so that `or` keeps what there is. */
function part(name: string, amount: string, price: number): string {
  return `label_replace((${amount}) * ${price}, "part", "${name}", "", "")`;
}

function total_(parts: readonly string[]): string {
  return sum(BY, parts.join(" or "));
}
