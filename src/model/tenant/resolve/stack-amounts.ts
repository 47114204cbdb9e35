import { addQuantities, formatQuantity, parseQuantity } from "../../kubernetes/quantity";
import type { StringMap } from "../../kubernetes/kube-object";
import type { MonitoringSpec } from "../spec/monitoring-spec";

/** Defaults of what is stored. */
export const METRICS_STORAGE = { retention: "30d", size: "20Gi" };
export const LOGS_STORAGE = { retention: "14d", size: "20Gi" };
/** Volumes of Grafana and of Alertmanager. */
export const GRAFANA_VOLUME = "5Gi";
export const ALERTMANAGER_VOLUME = "1Gi";

/** Replicas of each database where the stack is a cluster. */
export const CLUSTER_REPLICAS = 2;

/** Amounts of a container: what is requested for it, and what it may take. */
export interface Amounts {
  readonly cpu: readonly [request: string, limit: string];
  readonly memory: readonly [request: string, limit: string];
}

/** Requests and limits of every container of a stack. `docs/monitoring.md` shows their sum. */
export const AMOUNTS = {
  metrics: { cpu: ["100m", "1"], memory: ["512Mi", "1Gi"] },
  logs: { cpu: ["100m", "1"], memory: ["256Mi", "512Mi"] },
  gateway: { cpu: ["20m", "200m"], memory: ["32Mi", "128Mi"] },
  alerts: { cpu: ["20m", "200m"], memory: ["64Mi", "128Mi"] },
  alertmanager: { cpu: ["20m", "100m"], memory: ["32Mi", "64Mi"] },
  grafana: { cpu: ["100m", "500m"], memory: ["256Mi", "512Mi"] },
  /** Each process of a cluster of databases. */
  replica: { cpu: ["100m", "1"], memory: ["256Mi", "1Gi"] },
} as const satisfies Readonly<Record<string, Amounts>>;

/** Kinds of processes that a cluster of metrics, and one of logs, consist of. */
const CLUSTER_PARTS = 6;

/** The least share, by its keys in a quota, with which all containers and volumes of a stack are there. */
export function stackNeeds({ scale = "single", metrics, logs, grafanas = [] }: MonitoringSpec): StringMap {
  const isCluster = scale === "cluster";
  const times = isCluster ? CLUSTER_REPLICAS : 1;
  const databases = isCluster ? repeated(AMOUNTS.replica, CLUSTER_PARTS * times) : [AMOUNTS.metrics, AMOUNTS.logs];
  const shown = repeated(AMOUNTS.grafana, 1 + grafanas.length);
  const gateways = repeated(AMOUNTS.gateway, times);
  const all: readonly Amounts[] = [...databases, ...gateways, AMOUNTS.alerts, AMOUNTS.alertmanager, ...shown];
  const sizes = [metrics?.size ?? METRICS_STORAGE.size, logs?.size ?? LOGS_STORAGE.size];
  const volumes = [...repeated(sizes, times).flat(), ALERTMANAGER_VOLUME, ...shown.map(() => GRAFANA_VOLUME)];
  return {
    "requests.cpu": sumOf(all.map(({ cpu }) => cpu[0])),
    "limits.cpu": sumOf(all.map(({ cpu }) => cpu[1])),
    "requests.memory": sumOf(all.map(({ memory }) => memory[0])),
    "limits.memory": sumOf(all.map(({ memory }) => memory[1])),
    "requests.storage": sumOf(volumes),
  };
}

function repeated<T>(one: T, times: number): readonly T[] {
  return Array.from({ length: times }, () => one);
}

/** The sum of quantities. What cannot be read is a fault of its own field. */
export function sumOf(texts: readonly string[]): string {
  const amounts = texts.map(parseQuantity).filter((amount) => amount !== undefined);
  return formatQuantity(amounts.reduce(addQuantities, { nano: 0n, form: "binary" }));
}
