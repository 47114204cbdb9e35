import type { DashboardGroup } from "../../model/tenant/spec/monitoring-spec";

/** Units as Grafana names them, of all that boards show. */
export const UNITS = {
  count: "short",
  cores: "suffix: cores",
  bytes: "bytes",
  bytesPerSecond: "binBps",
  bitsPerSecond: "bps",
  packetsPerSecond: "pps",
  perSecond: "cps",
  requestsPerSecond: "reqps",
  operationsPerSecond: "iops",
  seconds: "s",
  share: "percentunit",
  sinceThen: "dateTimeFromNow",
  upDown: "bool_on_off",
  text: "string",
} as const;

export type Unit = keyof typeof UNITS;

/** Warning and critical, in the panel's unit: rising `[0.8, 0.95]`, or falling `[1, 0.5]`. */
export type Limits = readonly [warning: number, critical: number];

export interface QuerySpec {
  /** PromQL, or LogsQL in a panel of logs. */
  readonly expr: string;
  /** Name of a series, with labels as `{{tenant}}`; of a column in a table. */
  readonly legend: string;
  /** Of this column of a table. @default - the panel's */
  readonly unit?: Unit;
  readonly limits?: Limits;
}

/** What a panel looks like: lines over time, bars over time, one number, bars side by side, rows, log lines. */
export type PanelKind = "series" | "stacked" | "stat" | "bars" | "table" | "lines";

export interface PanelSpec {
  readonly kind: PanelKind;
  readonly title: string;
  /** What is seen, and what to do where it is bad; a sentence or two. */
  readonly description: string;
  readonly unit: Unit;
  /** @default - every value is fine */
  readonly limits?: Limits;
  /** Highest value of the axis. @default 1 for shares, else what the data needs */
  readonly max?: number;
  /** Where the queries go. @default "metrics" */
  readonly from?: "metrics" | "logs";
  /** A unit that is no name of `UNITS`, such as a currency. @default - that of `unit` */
  readonly customUnit?: string;
  readonly queries: readonly QuerySpec[];
}

/** Panels below a heading. */
export interface RowSpec {
  readonly title: string;
  readonly panels: readonly PanelSpec[];
}

/** A variable beside the tenant and the namespace: the values of a label. */
export interface VariableSpec {
  readonly name: string;
  readonly label: string;
  /** Metric whose label it is, or those of several sources. */
  readonly metric: string | readonly string[];
  /** @default - the name */
  readonly of?: string;
  /** Whether the metric belongs to no namespace. @default false */
  readonly unscoped?: boolean;
}

export interface BoardSpec {
  readonly group: DashboardGroup;
  /** Stable: links and bookmarks name it. */
  readonly uid: BoardUid;
  readonly title: string;
  readonly description: string;
  /** @default - none beside tenant and namespace */
  readonly variables?: readonly VariableSpec[];
  readonly rows: readonly RowSpec[];
}

/** All boards: what links may lead to. At most 40 characters each, as Grafana asks. */
export type BoardUid =
  | "hikube-overview"
  | "hikube-quota-and-cost"
  | "hikube-kubernetes-cluster"
  | "hikube-kubernetes-nodes"
  | "hikube-kubernetes-pods"
  | "hikube-kubernetes-services"
  | "hikube-vm-host"
  | "hikube-vm-machines"
  | "hikube-vm-performance"
  | "hikube-mysql"
  | "hikube-postgresql"
  | "hikube-redis"
  | "hikube-applications-performance"
  | "hikube-applications-errors"
  | "hikube-network-load-balancer"
  | "hikube-network-vpn"
  | "hikube-storage-buckets"
  | "hikube-storage-volumes"
  | "hikube-logs";
