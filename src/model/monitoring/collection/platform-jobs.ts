import type { JsonRecord } from "../../json";
import { COLLECTION_NAMESPACE } from "./names";
import { stackRules } from "./platform-routing";
import { keep, replace, type RelabelRule } from "./relabel";
import type { StackRoute } from "./stack-route";

/** What the platform's vmagent reads, beside kube-state-metrics, the kubelets, cAdvisor and node-exporter. */
export interface PlatformSources {
  /** Namespace of KubeVirt. @default - virtual machines are not measured */
  readonly kubevirt?: string;
  /** Exporters of the platform whose series name the namespace that they are of. @default - none */
  readonly exporters?: readonly ExporterSpec[];
  /**
   * Whether the certificates of kubelets are checked against the cluster's authority. Most clusters let kubelets sign
   * their own, which fails that check. @default false
   */
  readonly verifyKubelets?: boolean;
  /** Time between two scrapes. @default "30s" */
  readonly interval?: string;
}

/** One exporter, asked under one address. */
export interface ExporterSpec {
  /** Lower-case letters, digits and dashes; the label `job` of its series. */
  readonly name: string;
  /** Namespace and labels of its pods, for the way there. */
  readonly namespace: string;
  /** Labels that the pods of the exporter have. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Host of its Service: `metallb-metrics.metallb-system.svc`. */
  readonly host: string;
  /** Of the pods and of the Service alike. */
  readonly port: number;
  /** @default "/metrics" */
  readonly path?: string;
}

export const NODE_EXPORTER = { name: "prometheus-node-exporter", port: 9100 } as const;
export const KUBE_STATE_METRICS = { name: "kube-state-metrics", port: 8080 } as const;
export const KUBELET_PORT = 10250;
export const KUBEVIRT_PORT = 8443;

const ACCOUNT_FILES = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * Configuration of the vmagent that reads the platform's own sources. They are trusted to name the right namespace; the
 * stack follows from its name.
 * @param stacks in the order of their remote writes
 */
export function platformScrapeConfig(stacks: readonly StackRoute[], sources: PlatformSources = {}): JsonRecord {
  const jobs = [
    kubeStateMetrics(),
    kubelet("kubelet", "/metrics", sources, []),
    kubelet("cadvisor", "/metrics/cadvisor", sources, CGROUPS),
    nodeExporter(),
    ...(sources.kubevirt === undefined ? [] : [kubevirt(sources.kubevirt)]),
    ...(sources.exporters ?? []).map(exporter),
  ];
  return { scrape_configs: jobs.map((job) => trusted(job, stacks, sources.interval ?? "30s")) };
}

interface Job extends JsonRecord {
  readonly job_name: string;
  /** Rules for the series of this source, before those that find the stack. */
  readonly own?: readonly RelabelRule[];
}

function trusted({ own = [], ...job }: Job, stacks: readonly StackRoute[], interval: string): JsonRecord {
  return {
    ...{ scrape_interval: interval, scrape_timeout: "10s" },
    // `namespace`, `pod` and `node` are those of what is measured, not of the exporter.
    honor_labels: true,
    honor_timestamps: false,
    follow_redirects: false,
    max_scrape_size: "64MB",
    ...job,
    // Identifiers of one life of a pod: each would be a new series, and no dashboard asks for them.
    metric_relabel_configs: [
      { action: "labeldrop", regex: "uid|image_id|container_id" },
      ...own,
      ...stackRules(stacks),
    ],
  };
}

function kubeStateMetrics(): Job {
  const { name, port } = KUBE_STATE_METRICS;
  return { job_name: name, static_configs: [{ targets: [`${name}.${COLLECTION_NAMESPACE}.svc:${port}`] }] };
}

/** Control groups of the node's own services are left out; `/` is the node as a whole. */
const CGROUPS: readonly RelabelRule[] = [
  { action: "drop", source_labels: ["namespace", "id"], separator: ";", regex: ";/.+" },
];

function kubelet(job_name: string, path: string, { verifyKubelets = false }: PlatformSources, own: Job["own"]): Job {
  const tls = verifyKubelets ? { ca_file: `${ACCOUNT_FILES}/ca.crt` } : { insecure_skip_verify: true };
  return {
    job_name,
    ...{ scheme: "https", metrics_path: path, tls_config: tls, bearer_token_file: `${ACCOUNT_FILES}/token` },
    kubernetes_sd_configs: [{ role: "node" }],
    relabel_configs: [
      replace(["__meta_kubernetes_node_name"], "node"),
      replace(["__meta_kubernetes_node_name"], "instance"),
    ],
    own,
  };
}

function nodeExporter(): Job {
  return {
    job_name: "node-exporter",
    kubernetes_sd_configs: [{ role: "pod", namespaces: { names: [COLLECTION_NAMESPACE] } }],
    relabel_configs: [
      keep("__meta_kubernetes_pod_label_app_kubernetes_io_name", NODE_EXPORTER.name),
      keep("__meta_kubernetes_pod_phase", "Running"),
      // One target a pod, however many ports it names.
      replace(["__meta_kubernetes_pod_host_ip"], "__address__", {
        regex: "([0-9.]+)",
        replacement: `$1:${NODE_EXPORTER.port}`,
      }),
      replace(["__meta_kubernetes_pod_host_ip"], "__address__", {
        regex: "(.*:.*)",
        replacement: `[$1]:${NODE_EXPORTER.port}`,
      }),
      replace(["__meta_kubernetes_pod_node_name"], "node"),
      replace(["__meta_kubernetes_pod_node_name"], "instance"),
    ],
  };
}

/** The handlers on the nodes measure the machines, the controller counts them. */
function kubevirt(namespace: string): Job {
  return {
    job_name: "kubevirt",
    ...{ scheme: "https", tls_config: { insecure_skip_verify: true } },
    kubernetes_sd_configs: [{ role: "pod", namespaces: { names: [namespace] } }],
    relabel_configs: [
      keep("__meta_kubernetes_pod_label_kubevirt_io", "virt-handler|virt-controller"),
      keep("__meta_kubernetes_pod_phase", "Running"),
      keep("__meta_kubernetes_pod_container_port_number", String(KUBEVIRT_PORT)),
      replace(["__meta_kubernetes_pod_node_name"], "instance"),
    ],
  };
}

function exporter({ name, host, port, path = "/metrics" }: ExporterSpec): Job {
  return { job_name: name, metrics_path: path, static_configs: [{ targets: [`${host}:${port}`] }] };
}
