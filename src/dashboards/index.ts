import type { ApplicationSource, DashboardGroup, PricesSpec } from "../model/tenant/spec/monitoring-spec";
import { applicationsErrors, applicationsPerformance } from "./boards/applications";
import { kubernetesCluster } from "./boards/kubernetes-cluster";
import { kubernetesNodes } from "./boards/kubernetes-nodes";
import { kubernetesPods } from "./boards/kubernetes-pods";
import { kubernetesServices } from "./boards/kubernetes-services";
import { logs } from "./boards/logs";
import { mysql } from "./boards/mysql";
import { loadBalancer } from "./boards/load-balancer";
import { vpn } from "./boards/vpn";
import { overview } from "./boards/overview";
import { postgresql } from "./boards/postgresql";
import { quotaAndCost } from "./boards/quota-and-cost";
import { redis } from "./boards/redis";
import { buckets } from "./boards/buckets";
import { volumes } from "./boards/volumes";
import { vmHost } from "./boards/vm-host";
import { vmMachines } from "./boards/vm-machines";
import { vmPerformance } from "./boards/vm-performance";
import type * as drawing from "./build/board";
import type { BoardSpec, BoardUid } from "./build/spec";
import { APPLICATION_SOURCES, DASHBOARD_GROUPS } from "../model/tenant/spec/monitoring-schema";
import { FOLDERS } from "./groups";

export { APPLICATION_SOURCES, DASHBOARD_GROUPS as GROUPS } from "../model/tenant/spec/monitoring-schema";
export { FOLDERS } from "./groups";

/** A board of Grafana. */
export interface Dashboard {
  readonly group: DashboardGroup;
  /** Folder in Grafana, one for each group. */
  readonly folder: string;
  /** Stable name in addresses, at most 40 characters. */
  readonly uid: string;
  readonly title: string;
  /** Grafana's classic JSON, without line breaks. */
  readonly json: string;
}

/** Which boards are wanted, and what they are told of the stack. */
export interface DashboardOptions {
  /** @default - all */
  readonly groups?: readonly DashboardGroup[];
  /** What measures requests. @default - all */
  readonly applications?: readonly ApplicationSource[];
  /** @default - none: amounts are shown without cost */
  readonly prices?: PricesSpec;
  /** Whether the stack gets the metrics of nodes. @default false */
  readonly nodes?: boolean;
}

/** Boards of the groups, in a fixed order. The same options give the same JSON. */
export function dashboards(options: DashboardOptions = {}): readonly Dashboard[] {
  const specs = boardsOf(options);
  const there = new Set(specs.map(({ uid }) => uid));
  return specs.map((spec) => {
    const { group, uid, title } = spec;
    return { group, folder: FOLDERS[group], uid, title, json: draw(spec, there) };
  });
}

/**
 * Grafana's SDK is loaded with the first board: its 240 modules take a tenth of a second and 16 MB, which every app with
 * tenants would pay, whether it has a monitoring stack or not.
 */
function draw(spec: BoardSpec, there: ReadonlySet<BoardUid>): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import() would make all callers wait
  const { boardJson } = require("./build/board") as typeof drawing;
  return boardJson(spec, there);
}

function boardsOf(options: DashboardOptions): readonly BoardSpec[] {
  const { groups = DASHBOARD_GROUPS, applications = APPLICATION_SOURCES, prices, nodes = false } = options;
  const all: readonly BoardSpec[] = [
    overview(),
    quotaAndCost(prices),
    kubernetesCluster(nodes),
    kubernetesNodes(nodes),
    kubernetesPods(),
    kubernetesServices(),
    vmHost(nodes),
    vmMachines(),
    vmPerformance(),
    mysql(),
    postgresql(),
    redis(),
    applicationsPerformance(applications),
    applicationsErrors(applications),
    loadBalancer(),
    vpn(),
    buckets(),
    volumes(),
    logs(),
  ];
  return all.filter(({ group }) => groups.includes(group));
}
