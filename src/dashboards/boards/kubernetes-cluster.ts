import { capacity } from "./kubernetes-capacity";
import { FULL, NONE_EXPECTED, query, row, series, stacked, stat, table } from "../build/panels";
import { count, increase, of, orZero, rate, ratio, sum, top } from "../build/promql";
import type { BoardSpec, RowSpec } from "../build/spec";

/** A container's own figures; without a name they are the pod's, which would count twice. */
export const CONTAINER = 'container!=""';

const cpuUsed = (by: readonly string[]) => sum(by, rate("container_cpu_usage_seconds_total", CONTAINER));
const memoryUsed = (by: readonly string[]) => sum(by, of("container_memory_working_set_bytes", CONTAINER));
const requests = (by: readonly string[], resource: string) =>
  sum(by, of("kube_pod_container_resource_requests", `resource="${resource}"`));
const limitsOf = (by: readonly string[], resource: string) =>
  sum(by, of("kube_pod_container_resource_limits", `resource="${resource}"`));
const phase = (name: string) => orZero(sum([], of("kube_pod_status_phase", `phase="${name}"`)));

/** What all pods of the chosen tenants use, ask for and wait for. */
export function kubernetesCluster(nodes: boolean): BoardSpec {
  return {
    group: "kubernetes",
    uid: "hikube-kubernetes-cluster",
    title: "Kubernetes / Cluster",
    description: "CPU, memory, network, storage and state of all pods of the chosen tenants.",
    rows: [now(), cpuAndMemory(), networkAndStorage(), state(), ...(nodes ? [capacity()] : [])],
  };
}

function now(): RowSpec {
  return row(
    "Now",
    stat(["Pods running", "Pods in phase Running.", "count"], [query("running", phase("Running"))]),
    stat(
      ["Pods pending", "Pods that wait for a node, an image or a volume. A few during a rollout are normal.", "count"],
      [query("pending", phase("Pending"))],
      { limits: NONE_EXPECTED },
    ),
    stat(
      ["Pods failed", "Pods that ended with an error and were not started again.", "count"],
      [query("failed", phase("Failed"))],
      { limits: NONE_EXPECTED },
    ),
    stat(["CPU used", "Cores that containers use now.", "cores"], [query("used", cpuUsed([]))]),
    stat(
      [
        "CPU used of requested",
        "Far below 1: requests can be lowered. Above 1: pods live from what others leave.",
        "share",
      ],
      [query("used", ratio(cpuUsed([]), requests([], "cpu")))],
      { limits: [1, 1.5], max: 2 },
    ),
    stat(
      ["Memory used", "Working set of all containers: what cannot be given back.", "bytes"],
      [query("used", memoryUsed([]))],
    ),
    stat(
      ["Memory used of requested", "Above 1, pods are evicted first where a node runs out of memory.", "share"],
      [query("used", ratio(memoryUsed([]), requests([], "memory")))],
      { limits: [1, 1.5], max: 2 },
    ),
  );
}

function cpuAndMemory(): RowSpec {
  const against = (used: string, resource: string) => [
    query("used", used),
    query("requested", requests([], resource)),
    query("limit", limitsOf([], resource)),
  ];
  return row(
    "CPU and memory",
    stacked(
      ["CPU by tenant", "Cores used by the containers of each tenant.", "cores"],
      [query("{{tenant}}", top(cpuUsed(["tenant"])))],
    ),
    series(
      ["CPU used, requested, limited", "What is used against what is reserved and allowed.", "cores"],
      against(cpuUsed([]), "cpu"),
    ),
    series(
      [
        "CPU throttled",
        "Share of periods in which a container had to wait for its limit. Raise the limit where it stays high.",
        "share",
      ],
      [
        query(
          "{{tenant}}",
          ratio(
            sum(["tenant"], rate("container_cpu_cfs_throttled_periods_total", CONTAINER)),
            sum(["tenant"], rate("container_cpu_cfs_periods_total", CONTAINER)),
          ),
        ),
      ],
      { limits: [0.25, 0.5] },
    ),
    stacked(
      ["Memory by tenant", "Working set of the containers of each tenant.", "bytes"],
      [query("{{tenant}}", top(memoryUsed(["tenant"])))],
    ),
    series(
      ["Memory used, requested, limited", "What is used against what is reserved and allowed.", "bytes"],
      against(memoryUsed([]), "memory"),
    ),
    series(
      [
        "Containers out of memory",
        "Containers that were ended because they passed their limit, within an hour.",
        "count",
      ],
      [query("{{tenant}}", sum(["tenant"], increase("container_oom_events_total", "1h", CONTAINER)))],
      { limits: NONE_EXPECTED },
    ),
  );
}

function networkAndStorage(): RowSpec {
  return row(
    "Network and storage",
    series(
      ["Network received", "Bytes that pods received.", "bytesPerSecond"],
      [query("{{tenant}}", top(sum(["tenant"], rate("container_network_receive_bytes_total"))))],
    ),
    series(
      ["Network sent", "Bytes that pods sent.", "bytesPerSecond"],
      [query("{{tenant}}", top(sum(["tenant"], rate("container_network_transmit_bytes_total"))))],
    ),
    series(
      ["Volumes used", "Share of the capacity of all volumes with a file system.", "share"],
      [
        query(
          "{{tenant}}",
          ratio(
            sum(["tenant"], of("kubelet_volume_stats_used_bytes")),
            sum(["tenant"], of("kubelet_volume_stats_capacity_bytes")),
          ),
        ),
      ],
      { limits: FULL },
    ),
  );
}

function state(): RowSpec {
  return row(
    "State",
    stacked(
      ["Pods by phase", "Pods in each phase of their life.", "count"],
      [query("{{phase}}", sum(["phase"], of("kube_pod_status_phase")))],
    ),
    series(
      ["Restarts", "Containers that were started again within an hour.", "count"],
      [query("{{tenant}}", top(sum(["tenant"], increase("kube_pod_container_status_restarts_total", "1h"))))],
      { limits: [3, 10] },
    ),
    series(
      ["Replicas missing", "Replicas of Deployments that are not available.", "count"],
      [query("{{tenant}}", top(sum(["tenant"], of("kube_deployment_status_replicas_unavailable"))))],
      { limits: NONE_EXPECTED },
    ),
    table(
      ["Tenants", "What each tenant runs. The name leads to its pods.", "count"],
      [
        query("Pods", count(["tenant"], of("kube_pod_info"))),
        query("CPU requested", requests(["tenant"], "cpu"), { unit: "cores" }),
        query("CPU used", cpuUsed(["tenant"]), { unit: "cores" }),
        query("Memory requested", requests(["tenant"], "memory"), { unit: "bytes" }),
        query("Memory used", memoryUsed(["tenant"]), { unit: "bytes" }),
      ],
    ),
  );
}
