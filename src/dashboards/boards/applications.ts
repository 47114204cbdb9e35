import type { ApplicationSource } from "../../model/tenant/spec/monitoring-spec";
import { ALL_UP, query, row, series, stacked, stat } from "../build/panels";
import { max, min, of, orZero, rareRatio, sum, top } from "../build/promql";
import type { BoardSpec, PanelSpec, RowSpec } from "../build/spec";
import { SOURCES } from "../groups";
import { REQUEST_METRICS } from "./application-sources";
import { ERRORS, LOGS_SCOPE } from "./logs";

/** Throughput and latency, source by source. */
export function applicationsPerformance(sources: readonly ApplicationSource[]): BoardSpec {
  return {
    group: "applications",
    uid: "hikube-applications-performance",
    title: "Applications / Performance",
    description: "Requests and how long they take, by what measures them: proxies, controllers or the applications.",
    rows: [...sources.map(performanceOf), probes()],
  };
}

function performanceOf(source: ApplicationSource): RowSpec {
  const { label, requests, latency } = REQUEST_METRICS[source];
  const name = `{{tenant}} {{${label}}}`;
  const by = ["tenant", label];
  return row(
    SOURCES[source],
    series(
      [`Requests (${SOURCES[source]})`, "Requests a second, by application.", "requestsPerSecond"],
      [query(name, top(requests(by)))],
    ),
    series(
      [`Latency (${SOURCES[source]})`, `How long answers take: ${wordsOf(source)}.`, "seconds"],
      latency(by).map((each) => query(`${name} ${each.name}`, top(each.expr))),
      { limits: [0.5, 2] },
    ),
  );
}

function wordsOf(source: ApplicationSource): string {
  return source === "haproxy" ? "the mean of the last 1024 requests" : "half, 95 and 99 of 100 are faster";
}

function probes(): RowSpec {
  const by = ["tenant", "instance"];
  return row(
    "Probes from outside (blackbox_exporter)",
    series(
      ["Probes that succeed", "1: the address answers as it should.", "share"],
      [query("{{tenant}} {{instance}}", min(by, of("probe_success")))],
      { limits: ALL_UP },
    ),
    series(
      ["Duration of probes", "Name, connection, TLS and answer together.", "seconds"],
      [query("{{tenant}} {{instance}}", top(max(by, of("probe_duration_seconds"))))],
      { limits: [1, 5] },
    ),
    stacked(
      ["Duration of probes by phase", "Where the time goes: resolve, connect, tls, processing, transfer.", "seconds"],
      [query("{{phase}}", `avg by (phase) (${of("probe_http_duration_seconds")})`)],
    ),
  );
}

/** Failures, source by source, and the error lines beside them. */
export function applicationsErrors(sources: readonly ApplicationSource[]): BoardSpec {
  return {
    group: "applications",
    uid: "hikube-applications-errors",
    title: "Applications / Errors",
    description: "Answers with status 4xx and 5xx, by what measures them, and the error lines of the logs.",
    rows: [...sources.map(errorsOf), errorLines()],
  };
}

function errorsOf(source: ApplicationSource): RowSpec {
  const { label, requests, answered } = REQUEST_METRICS[source];
  const by = ["tenant", label];
  const name = `{{tenant}} {{${label}}}`;
  const share = (statusClass: "4" | "5") => rareRatio(answered(by, statusClass), requests(by));
  const panels: readonly PanelSpec[] = [
    stat(
      [`Answered by 5xx (${SOURCES[source]})`, "Share of all requests that the applications failed.", "share"],
      [query("5xx", rareRatio(answered([], "5"), requests([])))],
      { limits: [0.01, 0.05] },
    ),
    stat(
      [`Failures a second (${SOURCES[source]})`, "Requests answered by status 5xx.", "requestsPerSecond"],
      [query("5xx", orZero(answered([], "5")))],
      { limits: [0.1, 1] },
    ),
    series(
      [
        `5xx by application (${SOURCES[source]})`,
        "Share of requests that each application failed. Look at its logs.",
        "share",
      ],
      [query(name, top(share("5")))],
      { limits: [0.01, 0.05] },
    ),
    series(
      [`4xx by application (${SOURCES[source]})`, "Share of requests that were wrong or not allowed.", "share"],
      [query(name, top(share("4")))],
      { limits: [0.1, 0.5] },
    ),
  ];
  return row(SOURCES[source], ...panels);
}

function errorLines(): RowSpec {
  return row(
    "Logs",
    stacked(
      ["Error lines by tenant", "Log lines that speak of an error.", "count"],
      [
        query(
          "{{kubernetes.pod_namespace}}",
          `${LOGS_SCOPE} ${ERRORS} | stats by (kubernetes.pod_namespace) count() lines`,
        ),
      ],
      { from: "logs", limits: [100, 1000] },
    ),
    series(
      ["Restarts", "Containers that were started again within an hour.", "count"],
      [query("{{tenant}}", top(sum(["tenant"], `increase(${of("kube_pod_container_status_restarts_total")}[1h])`)))],
      { limits: [3, 10] },
    ),
  );
}
