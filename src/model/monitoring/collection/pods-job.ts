import type { JsonRecord } from "../../json";
import { STACK_LABEL, discovered } from "./names";
import { keep, NOT_OF_PODS, OWN_LABELS, replace, type RelabelRule } from "./relabel";
import { SCRAPE_LIMITS, type ScrapeLimits } from "./scrape-limits";
import type { StackRoute } from "./stack-route";

const STACK = `__meta_kubernetes_namespace_label_${discovered(STACK_LABEL)}`;
const NAMESPACE = "__meta_kubernetes_namespace";
const POD = "__meta_kubernetes_pod_name";
const POD_IP = "__meta_kubernetes_pod_ip";
const annotation = (name: string) => `__meta_kubernetes_pod_annotation_prometheus_io_${name}`;
const PORT = annotation("port");

/**
 * Configuration of the vmagent that collects the pods of one stack's tenants: those with the annotations
 * `prometheus.io/scrape: "true"` and `prometheus.io/port`, and where they have them `/path` and `/scheme`.
 *
 * Services are no source: whoever may write an endpoint of one writes addresses there, and would be told what answers.
 */
export function podsScrapeConfig(stack: StackRoute, limits: ScrapeLimits = SCRAPE_LIMITS): JsonRecord {
  return { scrape_configs: [podsJob(stack, limits)] };
}

function podsJob(stack: StackRoute, limits: ScrapeLimits): JsonRecord {
  return {
    job_name: "pods",
    ...{ scrape_interval: limits.interval, scrape_timeout: limits.timeout },
    honor_labels: false,
    // A pod's own timestamps would put samples into the past and the future.
    honor_timestamps: false,
    // A redirect leads to any address that this pod reaches: another tenant's pod, the storage, a cloud's metadata.
    follow_redirects: false,
    ...{ max_scrape_size: limits.maxSize, sample_limit: limits.samples },
    ...{ series_limit: limits.seriesADay, label_limit: limits.labels },
    kubernetes_sd_configs: [{ role: "pod", attach_metadata: { namespace: true } }],
    relabel_configs: [...scrapedPods(stack), ...address(), ...identity()],
    metric_relabel_configs: [...OWN_LABELS, NOT_OF_PODS],
  };
}

function scrapedPods(stack: StackRoute): readonly RelabelRule[] {
  return [
    keep(STACK, stack.namespace),
    keep(annotation("scrape"), "true"),
    keep("__meta_kubernetes_pod_phase", "Running"),
    { action: "drop", source_labels: ["__meta_kubernetes_pod_container_init"], regex: "true" },
    // On the node's own network the address is the node's, and the port may be anybody's.
    { action: "drop_if_equal", source_labels: [POD_IP, "__meta_kubernetes_pod_host_ip"] },
    keep(PORT, "[1-9][0-9]{0,4}"),
  ];
}

/**
 * Of what a pod says of itself, only what has the form of a port, a path and a scheme. vmagent takes its settings from
 * labels such as `__param_…`, so no rule makes a label's name out of an annotation's.
 */
function address(): readonly RelabelRule[] {
  const socket = { separator: ";" };
  return [
    replace([POD_IP, PORT], "__address__", { ...socket, regex: "([0-9.]+);([0-9]+)", replacement: "$1:$2" }),
    replace([POD_IP, PORT], "__address__", {
      ...socket,
      regex: "([0-9a-fA-F]*:[0-9a-fA-F:.]*);([0-9]+)",
      replacement: "[$1]:$2",
    }),
    replace([annotation("path")], "__metrics_path__", { regex: "(/[-A-Za-z0-9._~/]{0,200})" }),
    replace([annotation("scheme")], "__scheme__", { regex: "(https?)" }),
  ];
}

/** No port, container or node among them: a pod with three hundred ports is one target so, and three hundred else. */
function identity(): readonly RelabelRule[] {
  return [
    replace([NAMESPACE], "tenant"),
    replace([NAMESPACE], "namespace"),
    replace([STACK], "stack"),
    replace([POD], "pod"),
    replace([POD, PORT], "instance", { separator: ":" }),
  ];
}
