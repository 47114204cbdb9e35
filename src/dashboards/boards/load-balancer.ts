import { FULL, NONE_EXPECTED, query, row, series, stat, table } from "../build/panels";
import { increase, max, of, orZero, quantile, rate, ratio, sum, top } from "../build/promql";
import type { BoardSpec, RowSpec } from "../build/spec";

/** Load balancers: addresses, connections, traffic and latency of what stands behind them. */
export function loadBalancer(): BoardSpec {
  return {
    group: "network",
    uid: "hikube-network-load-balancer",
    title: "Network / LoadBalancer",
    description:
      "Load balancers: addresses, connections, traffic and latency, by MetalLB, HAProxy, Envoy or ingress-nginx.",
    rows: [addresses(), traffic(), latency()],
  };
}

function addresses(): RowSpec {
  return row(
    "Addresses",
    stat(
      ["Load balancers", "Services of type LoadBalancer.", "count"],
      [query("services", orZero(`count(${of("kube_service_spec_type", 'type="LoadBalancer"')})`))],
    ),
    stat(
      ["Without an address", "Load balancers that wait for an address. Look at the pools and the quota.", "count"],
      [
        query(
          "without",
          `count(${of("kube_service_spec_type", 'type="LoadBalancer"')} unless on (tenant, service) ${of("kube_service_status_load_balancer_ingress")}) or vector(0)`,
        ),
      ],
      { limits: NONE_EXPECTED },
    ),
    stat(
      [
        "Pool used",
        "Share of MetalLB's addresses that are in use; only where the platform's metrics come here.",
        "share",
      ],
      [
        query(
          "used",
          "max(sum by (pool) (metallb_allocator_addresses_in_use_total) / (sum by (pool) (metallb_allocator_addresses_total) > 0))",
        ),
      ],
      { limits: FULL },
    ),
    stat(
      [
        "BGP sessions down",
        "Sessions of MetalLB's speakers with routers; only where the platform's metrics come here.",
        "count",
      ],
      [query("down", "sum(1 - metallb_bgp_session_up)")],
      { limits: NONE_EXPECTED },
    ),
    table(
      ["Addresses", "The address of each load balancer.", "count"],
      [query("Addresses", sum(["tenant", "service", "ip"], of("kube_service_status_load_balancer_ingress")))],
    ),
  );
}

const FRONT = ["tenant", "proxy"];
const LISTENER = ["tenant", "pod"];

function traffic(): RowSpec {
  const servers = sum(["tenant", "proxy"], of("haproxy_server_status", 'state="UP"'));
  const all = sum(["tenant", "proxy"], of("haproxy_server_status"));
  return row(
    "Connections and traffic",
    series(
      ["Connections (HAProxy)", "Sessions that are open, by frontend.", "count"],
      [query("{{tenant}} {{proxy}}", top(sum(FRONT, of("haproxy_frontend_current_sessions"))))],
    ),
    series(
      ["Sessions used (HAProxy)", "Share of the sessions that a frontend may have. At 1 clients wait.", "share"],
      [
        query(
          "{{tenant}} {{proxy}}",
          top(
            ratio(
              sum(FRONT, of("haproxy_frontend_current_sessions")),
              sum(FRONT, of("haproxy_frontend_limit_sessions")),
            ),
          ),
        ),
      ],
      { limits: FULL },
    ),
    series(
      ["Traffic (HAProxy)", "Bytes from and to clients.", "bytesPerSecond"],
      [
        query("{{tenant}} {{proxy}} received", top(sum(FRONT, rate("haproxy_frontend_bytes_in_total")))),
        query("{{tenant}} {{proxy}} sent", top(sum(FRONT, rate("haproxy_frontend_bytes_out_total")))),
      ],
    ),
    series(
      ["Servers up (HAProxy)", "Share of the servers of a backend that pass their checks.", "share"],
      [query("{{tenant}} {{proxy}}", top(ratio(servers, all)))],
      { limits: [1, 0.5] },
    ),
    series(
      ["Connections (Envoy, ingress-nginx)", "Connections of clients that are open.", "count"],
      [
        query("{{tenant}} {{pod}} Envoy", top(sum(LISTENER, of("envoy_http_downstream_cx_active")))),
        query(
          "{{tenant}} {{pod}} ingress-nginx",
          top(sum(LISTENER, of("nginx_ingress_controller_nginx_process_connections", 'state="active"'))),
        ),
      ],
    ),
    series(
      ["Traffic (Envoy)", "Bytes from and to clients.", "bytesPerSecond"],
      [
        query("{{tenant}} {{pod}} received", top(sum(LISTENER, rate("envoy_http_downstream_cx_rx_bytes_total")))),
        query("{{tenant}} {{pod}} sent", top(sum(LISTENER, rate("envoy_http_downstream_cx_tx_bytes_total")))),
      ],
    ),
  );
}

function latency(): RowSpec {
  return row(
    "Latency and failures",
    series(
      [
        "Latency (HAProxy)",
        "Mean time of the last 1024 answers: in the queue, of the connection, of the server.",
        "seconds",
      ],
      ["queue", "connect", "response"].map((part) =>
        query(`{{tenant}} {{proxy}} ${part}`, top(max(FRONT, of(`haproxy_backend_${part}_time_average_seconds`)))),
      ),
      { limits: [0.5, 2] },
    ),
    series(
      ["Latency (Envoy)", "95 of 100 answers are faster.", "seconds"],
      [
        query(
          "{{tenant}} {{envoy_cluster_name}}",
          `(${quantile(0.95, ["tenant", "envoy_cluster_name"], "envoy_cluster_upstream_rq_time_bucket")}) / 1000`,
        ),
      ],
      { limits: [0.5, 2] },
    ),
    series(
      ["Connections that failed", "Connections to servers that could not be made, within five minutes.", "count"],
      [
        query(
          "{{tenant}} {{proxy}} HAProxy",
          top(sum(FRONT, increase("haproxy_backend_connection_errors_total", "5m"))),
        ),
        query(
          "{{tenant}} {{envoy_cluster_name}} Envoy",
          top(sum(["tenant", "envoy_cluster_name"], increase("envoy_cluster_upstream_cx_connect_fail_total", "5m"))),
        ),
      ],
      { limits: NONE_EXPECTED },
    ),
  );
}
