import type { JsonRecord } from "../../json";
import { PINNED_CHARTS, type PinnedChart } from "../../tenant/spec/monitoring-schema";
import type { HelmRelease } from "../release";
import type { CollectionSpec } from "./collection-spec";
import { COLLECTION_NAMESPACE } from "./names";
import { KUBE_STATE_METRICS, NODE_EXPORTER } from "./platform-jobs";

/** kube-state-metrics and node-exporter. */
export function collectionReleases(spec: CollectionSpec): readonly HelmRelease[] {
  return [
    release(KUBE_STATE_METRICS.name, kubeStateMetrics(), spec),
    release(NODE_EXPORTER.name, nodeExporter(), spec),
  ];
}

function release(chart: PinnedChart, values: JsonRecord, { sources = {} }: CollectionSpec): HelmRelease {
  const pinned = PINNED_CHARTS[chart];
  const { charts: repository = pinned.repository, imageRegistry, versions = {} } = sources;
  const global = imageRegistry === undefined ? {} : { global: { imageRegistry } };
  return {
    ...{ name: chart, namespace: COLLECTION_NAMESPACE, chart, repository },
    version: versions[chart] ?? pinned.version,
    values: { ...values, ...global },
  };
}

/** No Secret, no ConfigMap and no label or annotation of a tenant's object becomes a series. */
const COLLECTORS = [
  ...["cronjobs", "daemonsets", "deployments", "endpointslices", "horizontalpodautoscalers", "ingresses", "jobs"],
  ...["limitranges", "namespaces", "networkpolicies", "nodes", "persistentvolumeclaims", "persistentvolumes"],
  ...["poddisruptionbudgets", "pods", "replicasets", "resourcequotas", "services", "statefulsets", "storageclasses"],
];

function kubeStateMetrics(): JsonRecord {
  return {
    fullnameOverride: KUBE_STATE_METRICS.name,
    collectors: COLLECTORS,
    prometheusScrape: false,
    selfMonitor: { enabled: false },
    service: { port: KUBE_STATE_METRICS.port },
    containerSecurityContext: {
      ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
      capabilities: { drop: ["ALL"] },
    },
    securityContext: {
      ...{ enabled: true, runAsNonRoot: true, runAsUser: 65534, runAsGroup: 65534, fsGroup: 65534 },
      seccompProfile: { type: "RuntimeDefault" },
    },
    resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
  };
}

/** On the node's network: network policies do not reach it, so that the nodes' firewall has to keep its port. */
function nodeExporter(): JsonRecord {
  return {
    fullnameOverride: NODE_EXPORTER.name,
    service: { enabled: false, port: NODE_EXPORTER.port, listenOnAllInterfaces: false },
    serviceAccount: { automountServiceAccountToken: false },
    resources: { requests: { cpu: "10m", memory: "24Mi" }, limits: { memory: "64Mi" } },
  };
}
