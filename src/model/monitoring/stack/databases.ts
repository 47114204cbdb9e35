import type { JsonRecord } from "../../json";
import { STACK_PORTS } from "../../tenant/objects/stack-policies";
import { AMOUNTS, CLUSTER_REPLICAS, LOGS_STORAGE, METRICS_STORAGE } from "../../tenant/resolve/stack-amounts";
import type { StorageSpec } from "../../tenant/spec/monitoring-spec";
import type { StorageUrls } from "../gateway/gateway-spec";
import type { HelmRelease } from "../release";
import { ACCOUNT, POD, resources, SWITCHED_CONTAINER, volume } from "./hardening";
import type { MonitoringStack } from "./monitoring-stack";
import { releaseOf } from "./release-of";

/** The databases of metrics and of logs. */
export function databaseReleases(stack: MonitoringStack): readonly HelmRelease[] {
  const [metrics, logs] = [metricsStorage(stack), logsStorage(stack)];
  const { storageClass, scale = "single" } = stack.spec;
  if (scale === "single") {
    return [
      releaseOf(stack, "metrics", "victoria-metrics-single", metricsSingle(metrics, storageClass)),
      releaseOf(stack, "logs", "victoria-logs-single", logsSingle(logs, storageClass)),
    ];
  }
  return [
    releaseOf(stack, "metrics", "victoria-metrics-cluster", metricsCluster(metrics, storageClass)),
    releaseOf(stack, "logs", "victoria-logs-cluster", logsCluster(logs, storageClass)),
  ];
}

/** Where the gateway finds the databases. */
export function storageUrls({ spec }: MonitoringStack): StorageUrls {
  const at = (service: string, port: number, path = "") => `http://${service}:${port}${path}`;
  const P = STACK_PORTS;
  if (spec.scale !== "cluster") {
    const [metrics, logs] = [at("metrics", P.metrics), at("logs", P.logs)];
    return { metricsWrite: metrics, metricsRead: metrics, logsWrite: logs, logsRead: logs };
  }
  return {
    // The account stands in the path: without it, a header of the client would choose it.
    metricsWrite: at("metrics-insert", P.metricsInsert, "/insert/0/prometheus"),
    metricsRead: at("metrics-select", P.metricsSelect, "/select/0/prometheus"),
    logsWrite: at("logs-insert", P.logsInsert),
    logsRead: at("logs-select", P.logsSelect),
  };
}

function metricsStorage({ spec }: MonitoringStack): Required<StorageSpec> {
  return { ...METRICS_STORAGE, ...spec.metrics };
}

function logsStorage({ spec }: MonitoringStack): Required<StorageSpec> {
  return { ...LOGS_STORAGE, ...spec.logs };
}

/** Bounds of one query and one series: a query of one person does not end the process of all. */
const METRICS_FLAGS = {
  "dedup.minScrapeInterval": "30s",
  maxLabelsPerTimeseries: "60",
  "memory.allowedPercent": "60",
  "search.maxUniqueTimeseries": "300000",
};

const RESTRICTED = { podSecurityContext: POD, securityContext: SWITCHED_CONTAINER };

function metricsSingle({ retention, size }: Required<StorageSpec>, storageClass: string | undefined): JsonRecord {
  return {
    rbac: { create: false },
    serviceAccount: ACCOUNT,
    server: {
      ...RESTRICTED,
      fullnameOverride: "metrics",
      retentionPeriod: retention,
      extraArgs: METRICS_FLAGS,
      persistentVolume: volume(size, storageClass),
      resources: resources(AMOUNTS.metrics),
      scrape: { enabled: false },
    },
  };
}

function logsSingle({ retention, size }: Required<StorageSpec>, storageClass: string | undefined): JsonRecord {
  return {
    serviceAccount: ACCOUNT,
    server: {
      ...RESTRICTED,
      fullnameOverride: "logs",
      retentionPeriod: retention,
      // Older days go before the volume is full.
      retentionMaxDiskUsagePercent: "85",
      persistentVolume: volume(size, storageClass),
      resources: resources(AMOUNTS.logs),
    },
  };
}

const REPLICATED = { ...RESTRICTED, replicaCount: CLUSTER_REPLICAS, resources: resources(AMOUNTS.replica) };

function metricsCluster({ retention, size }: Required<StorageSpec>, storageClass: string | undefined): JsonRecord {
  const { maxLabelsPerTimeseries, ...query } = METRICS_FLAGS;
  const { "dedup.minScrapeInterval": interval } = METRICS_FLAGS;
  return {
    serviceAccount: ACCOUNT,
    vminsert: {
      ...REPLICATED,
      fullnameOverride: "metrics-insert",
      extraArgs: { maxLabelsPerTimeseries, replicationFactor: String(CLUSTER_REPLICAS) },
    },
    vmselect: { ...REPLICATED, fullnameOverride: "metrics-select", extraArgs: query },
    vmstorage: {
      ...REPLICATED,
      fullnameOverride: "metrics-storage",
      retentionPeriod: retention,
      extraArgs: { "dedup.minScrapeInterval": interval },
      persistentVolume: volume(size, storageClass),
    },
  };
}

function logsCluster({ retention, size }: Required<StorageSpec>, storageClass: string | undefined): JsonRecord {
  return {
    serviceAccount: ACCOUNT,
    vlinsert: { ...REPLICATED, fullnameOverride: "logs-insert" },
    vlselect: { ...REPLICATED, fullnameOverride: "logs-select" },
    vlstorage: {
      ...REPLICATED,
      fullnameOverride: "logs-storage",
      retentionPeriod: retention,
      persistentVolume: volume(size, storageClass),
    },
  };
}
