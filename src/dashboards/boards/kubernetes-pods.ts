import { ALL_UP, FULL, NONE_EXPECTED, query, row, series, stat, table } from "../build/panels";
import { increase, max, of, orZero, rate, ratio, sum, top } from "../build/promql";
import type { BoardSpec, RowSpec } from "../build/spec";

const BY = ["tenant", "pod"];
const CHOSEN = 'pod=~"$pod"';
const CONTAINERS = `${CHOSEN},container!=""`;
const NAME = "{{tenant}} {{pod}}";

const cpuUsed = sum(BY, rate("container_cpu_usage_seconds_total", CONTAINERS));
const memoryUsed = sum(BY, of("container_memory_working_set_bytes", CONTAINERS));
const restarts = sum(BY, increase("kube_pod_container_status_restarts_total", "1h", CHOSEN));
const amount = (kind: "requests" | "limits", resource: string) =>
  sum(BY, of(`kube_pod_container_resource_${kind}`, `${CHOSEN},resource="${resource}"`));

/** Pod by pod: what it uses, whether it is well, and its logs one click away. */
export function kubernetesPods(): BoardSpec {
  return {
    group: "kubernetes",
    uid: "hikube-kubernetes-pods",
    title: "Kubernetes / Pods",
    description: "CPU, memory, network, storage and state of single pods. A pod's name leads to its logs.",
    variables: [{ name: "pod", label: "Pod", metric: "kube_pod_info" }],
    rows: [state(), cpuAndMemory(), networkAndStorage()],
  };
}

function state(): RowSpec {
  const waiting = of("kube_pod_container_status_waiting_reason", CHOSEN);
  return row(
    "State",
    stat(
      [
        "Containers waiting",
        "Containers that cannot start: an image that is not found, a crash loop, a missing Secret.",
        "count",
      ],
      [query("waiting", orZero(sum([], waiting)))],
      { limits: NONE_EXPECTED },
    ),
    stat(
      ["Pods ready", "Share of pods that are ready to serve.", "share"],
      [
        query(
          "ready",
          ratio(
            sum([], of("kube_pod_status_ready", `${CHOSEN},condition="true"`)),
            `count(${of("kube_pod_info", CHOSEN)})`,
          ),
        ),
      ],
      { limits: [1, 0.8] },
    ),
    stat(
      ["Restarts within an hour", "Containers that were started again. The last reason stands below.", "count"],
      [query("restarts", orZero(sum([], increase("kube_pod_container_status_restarts_total", "1h", CHOSEN))))],
      { limits: [3, 10] },
    ),
    table(
      ["Pods", "Each pod with what it uses. The name leads to its logs.", "count"],
      [
        query("Ready", max(BY, of("kube_pod_status_ready", `${CHOSEN},condition="true"`)), { limits: ALL_UP }),
        query("Restarts", restarts, { limits: [3, 10] }),
        query("CPU used", cpuUsed, { unit: "cores" }),
        query("CPU requested", amount("requests", "cpu"), { unit: "cores" }),
        query("Memory used", memoryUsed, { unit: "bytes" }),
        query("Memory limit", amount("limits", "memory"), { unit: "bytes" }),
      ],
    ),
    series(
      ["Containers waiting, by reason", "Why containers do not run.", "count"],
      [query("{{tenant}} {{pod}} {{reason}}", sum([...BY, "reason"], waiting))],
      { limits: NONE_EXPECTED },
    ),
    series(
      ["Last end of containers", "Why containers ended last; OOMKilled: the memory limit was passed.", "count"],
      [
        query(
          "{{tenant}} {{pod}} {{reason}}",
          sum([...BY, "reason"], of("kube_pod_container_status_last_terminated_reason", CHOSEN)),
        ),
      ],
      { limits: NONE_EXPECTED },
    ),
  );
}

function cpuAndMemory(): RowSpec {
  const throttled = ratio(
    sum(BY, rate("container_cpu_cfs_throttled_periods_total", CONTAINERS)),
    sum(BY, rate("container_cpu_cfs_periods_total", CONTAINERS)),
  );
  return row(
    "CPU and memory",
    series(["CPU used", "Cores that the pod's containers use.", "cores"], [query(NAME, top(cpuUsed))]),
    series(
      ["CPU used of limit", "Near 1, the pod is slowed down.", "share"],
      [query(NAME, top(ratio(cpuUsed, amount("limits", "cpu"))))],
      { limits: FULL },
    ),
    series(
      ["CPU throttled", "Share of periods in which a container waited for its limit.", "share"],
      [query(NAME, top(throttled))],
      {
        limits: [0.25, 0.5],
      },
    ),
    series(["Memory used", "Working set of the pod's containers.", "bytes"], [query(NAME, top(memoryUsed))]),
    series(
      ["Memory used of limit", "At 1, a container is ended.", "share"],
      [query(NAME, top(ratio(memoryUsed, amount("limits", "memory"))))],
      { limits: FULL },
    ),
    series(["Restarts", "Containers started again within an hour.", "count"], [query(NAME, top(restarts))], {
      limits: [3, 10],
    }),
  );
}

function networkAndStorage(): RowSpec {
  const flow = (metric: string) => top(sum(BY, rate(metric, CHOSEN)));
  return row(
    "Network and storage",
    series(
      ["Network received", "Bytes that the pod received.", "bytesPerSecond"],
      [query(NAME, flow("container_network_receive_bytes_total"))],
    ),
    series(
      ["Network sent", "Bytes that the pod sent.", "bytesPerSecond"],
      [query(NAME, flow("container_network_transmit_bytes_total"))],
    ),
    series(
      ["Packets dropped", "Packets that did not arrive, in either direction.", "packetsPerSecond"],
      [
        query(`${NAME} received`, flow("container_network_receive_packets_dropped_total")),
        query(`${NAME} sent`, flow("container_network_transmit_packets_dropped_total")),
      ],
      { limits: [1, 100] },
    ),
    series(
      ["File operations", "Reads and writes on the file systems of the pod's containers.", "operationsPerSecond"],
      [
        query(`${NAME} read`, flow("container_fs_reads_total")),
        query(`${NAME} written`, flow("container_fs_writes_total")),
      ],
    ),
    series(
      ["File transfer", "Bytes read from and written to the file systems of the pod's containers.", "bytesPerSecond"],
      [
        query(`${NAME} read`, flow("container_fs_reads_bytes_total")),
        query(`${NAME} written`, flow("container_fs_writes_bytes_total")),
      ],
    ),
  );
}
