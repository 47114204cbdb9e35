import type { ApplicationSource } from "../../model/tenant/spec/monitoring-spec";
import { either, max, of, quantile, rate, sum } from "../build/promql";

/** How one source names what it measures of requests. */
export interface RequestMetrics {
  /** Label of the application: a proxy, a service, a route. */
  readonly label: string;
  /** Requests a second. */
  readonly requests: (by: readonly string[]) => string;
  /** Those that were answered by a status of this class. */
  readonly answered: (by: readonly string[], statusClass: "4" | "5") => string;
  /** Seconds that an answer took; the mean where a source has no histogram. */
  readonly latency: (by: readonly string[]) => readonly { readonly name: string; readonly expr: string }[];
  /** Where the names come from. */
  readonly reference: string;
}

const QUANTILES = [0.5, 0.95, 0.99];

const byHistogram =
  (bucket: string, divisor = 1) =>
  (by: readonly string[]) =>
    QUANTILES.map((q) => ({
      name: `p${q * 100}`,
      expr: divisor === 1 ? quantile(q, by, bucket) : `(${quantile(q, by, bucket)}) / ${divisor}`,
    }));

/** A counter whose label holds the whole status. */
const byStatus = (counter: string, ...labels: readonly string[]) => ({
  requests: (by: readonly string[]) => sum(by, rate(counter)),
  answered: (by: readonly string[], statusClass: string) =>
    sum(by, either(...labels.map((label) => rate(counter, `${label}=~"${statusClass}.."`)))),
});

export const REQUEST_METRICS: Readonly<Record<ApplicationSource, RequestMetrics>> = {
  haproxy: {
    label: "proxy",
    requests: (by) => sum(by, rate("haproxy_frontend_http_requests_total")),
    answered: (by, statusClass) => sum(by, rate("haproxy_frontend_http_responses_total", `code="${statusClass}xx"`)),
    latency: (by) => [
      { name: "mean", expr: max(by, of("haproxy_backend_total_time_average_seconds")) },
      { name: "mean of the server", expr: max(by, of("haproxy_backend_response_time_average_seconds")) },
    ],
    reference: "https://github.com/haproxy/haproxy/blob/master/addons/promex/README",
  },
  "ingress-nginx": {
    label: "ingress",
    ...byStatus("nginx_ingress_controller_requests", "status"),
    latency: byHistogram("nginx_ingress_controller_request_duration_seconds_bucket"),
    reference: "https://kubernetes.github.io/ingress-nginx/user-guide/monitoring/",
  },
  envoy: {
    label: "envoy_cluster_name",
    requests: (by) => sum(by, rate("envoy_cluster_upstream_rq_total")),
    answered: (by, statusClass) =>
      sum(by, rate("envoy_cluster_upstream_rq_xx", `envoy_response_code_class="${statusClass}"`)),
    // Envoy counts milliseconds.
    latency: byHistogram("envoy_cluster_upstream_rq_time_bucket", 1000),
    reference: "https://www.envoyproxy.io/docs/envoy/latest/configuration/upstream/cluster_manager/cluster_stats",
  },
  traefik: {
    label: "service",
    ...byStatus("traefik_service_requests_total", "code"),
    latency: byHistogram("traefik_service_request_duration_seconds_bucket"),
    reference: "https://doc.traefik.io/traefik/observability/metrics/overview/",
  },
  opentelemetry: {
    label: "http_route",
    ...byStatus("http_server_request_duration_seconds_count", "http_response_status_code"),
    latency: byHistogram("http_server_request_duration_seconds_bucket"),
    reference: "https://opentelemetry.io/docs/specs/semconv/http/http-metrics/",
  },
  "client-libraries": {
    // The collection names the job of all pods alike.
    label: "pod",
    // Libraries disagree about the name of the label.
    ...byStatus("http_requests_total", "code", "status"),
    latency: byHistogram("http_request_duration_seconds_bucket"),
    reference: "https://prometheus.io/docs/practices/naming/",
  },
};
