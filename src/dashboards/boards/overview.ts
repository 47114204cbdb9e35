import { FULL, NONE_EXPECTED, query, row, series, stacked, stat, table } from "../build/panels";
import { count, increase, of, orZero, rate, ratio, sum, top } from "../build/promql";
import type { BoardSpec, RowSpec } from "../build/spec";
import { CONTAINER } from "./kubernetes-cluster";
import { ERRORS, LOGS_SCOPE } from "./logs";

const BY = ["tenant"];

export const cpuUsed = sum(BY, rate("container_cpu_usage_seconds_total", CONTAINER));
export const memoryUsed = sum(BY, of("container_memory_working_set_bytes", CONTAINER));
const received = sum(BY, rate("container_network_receive_bytes_total"));
const sent = sum(BY, rate("container_network_transmit_bytes_total"));
const restarts = sum(BY, increase("kube_pod_container_status_restarts_total", "1h"));
const volumesUsed = sum(BY, of("kubelet_volume_stats_used_bytes"));
/** Of a tenant, and not all of a namespace: a rule that adds up by tenant leaves no other label. */
const alerts = 'ALERTS{tenant=~"$tenant",alertstate="firing",alertname!="Watchdog"}';

/** All sub-tenants at once: the first board to look at. */
export function overview(): BoardSpec {
  return {
    group: "overview",
    uid: "hikube-overview",
    title: "Overview of all tenants",
    description: "All tenants at once: who uses what, and where something is wrong. A tenant's name leads to its pods.",
    rows: [now(), tenants(), trends()],
  };
}

function now(): RowSpec {
  return row(
    "Now",
    stat(["Tenants", "Tenants with pods.", "count"], [query("tenants", `count(${count(BY, of("kube_pod_info"))})`)]),
    stat(
      ["Pods running", "Pods in phase Running.", "count"],
      [query("running", sum([], of("kube_pod_status_phase", 'phase="Running"')))],
    ),
    stat(
      ["Pods not well", "Pods that wait, failed, or are in an unknown state.", "count"],
      [query("not well", orZero(sum([], of("kube_pod_status_phase", 'phase=~"Pending|Failed|Unknown"'))))],
      { limits: NONE_EXPECTED },
    ),
    stat(
      ["Alerts firing", "Alerts of all severities, without the dead man's switch.", "count"],
      [query("firing", orZero(`count(${alerts})`))],
      { limits: NONE_EXPECTED },
    ),
    stat(
      ["Targets down", "Pods with metrics that do not answer the collector.", "count"],
      [query("down", orZero(`count(${of("up")} == 0)`))],
      { limits: NONE_EXPECTED },
    ),
    stat(["CPU used", "Cores that all tenants use.", "cores"], [query("used", `sum(${cpuUsed})`)]),
    stat(["Memory used", "Working set of all tenants.", "bytes"], [query("used", `sum(${memoryUsed})`)]),
    stat(
      ["Error lines", "Log lines that speak of an error, in this time.", "count"],
      [query("errors", `${LOGS_SCOPE} ${ERRORS} | stats count() lines`)],
      { from: "logs", limits: [100, 1000] },
    ),
  );
}

function tenants(): RowSpec {
  const requested = (resource: string) => sum(BY, of("kube_pod_container_resource_requests", `resource="${resource}"`));
  return row(
    "Tenants",
    table(
      ["Tenant by tenant", "One line a tenant. The name leads to its pods.", "count"],
      [
        query("Pods", count(BY, of("kube_pod_info"))),
        query("Restarts in 1 h", restarts, { limits: [3, 10] }),
        query("Alerts", count(BY, alerts), { limits: NONE_EXPECTED }),
        query("CPU used", cpuUsed, { unit: "cores" }),
        query("CPU requested", requested("cpu"), { unit: "cores" }),
        query("Memory used", memoryUsed, { unit: "bytes" }),
        query("Memory requested", requested("memory"), { unit: "bytes" }),
        query("Volumes used", volumesUsed, { unit: "bytes" }),
        query("Received", received, { unit: "bytesPerSecond" }),
        query("Sent", sent, { unit: "bytesPerSecond" }),
      ],
    ),
  );
}

function trends(): RowSpec {
  const volumeShare = ratio(volumesUsed, sum(BY, of("kubelet_volume_stats_capacity_bytes")));
  return row(
    "Trends",
    stacked(
      ["CPU by tenant", "Cores that each tenant uses; the twenty largest.", "cores"],
      [query("{{tenant}}", top(cpuUsed))],
    ),
    stacked(
      ["Memory by tenant", "Working set of each tenant; the twenty largest.", "bytes"],
      [query("{{tenant}}", top(memoryUsed))],
    ),
    stacked(
      ["Network by tenant", "Bytes that each tenant's pods receive and send.", "bytesPerSecond"],
      [query("{{tenant}}", top(`${received} + ${sent}`))],
    ),
    series(
      ["Volumes used", "Share of the capacity of each tenant's volumes.", "share"],
      [query("{{tenant}}", top(volumeShare))],
      {
        limits: FULL,
      },
    ),
    series(["Restarts", "Containers started again within an hour.", "count"], [query("{{tenant}}", top(restarts))], {
      limits: [3, 10],
    }),
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
  );
}
