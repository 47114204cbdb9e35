import { FULL, NONE_EXPECTED, query, row, series, stacked, stat, table } from "../build/panels";
import { count, nodeRate, of, ofNode, rate, ratio, sum } from "../build/promql";
import type { BoardSpec, RowSpec } from "../build/spec";
import { CONTAINER } from "./kubernetes-cluster";

const POD = ["tenant", "namespace", "pod"];

/** Where the pods of the chosen tenants run; with the figures of the nodes, where a stack gets them. */
export function kubernetesNodes(nodes: boolean): BoardSpec {
  return {
    group: "kubernetes",
    uid: "hikube-kubernetes-nodes",
    title: "Kubernetes / Nodes",
    description: "The nodes on which the pods of the chosen tenants run, and what these take there.",
    variables: nodes
      ? [{ name: "node", label: "Node", metric: "node_uname_info", of: "instance", unscoped: true }]
      : [],
    rows: [share(), ...(nodes ? nodeRows() : [])],
  };
}

/** Adds up what pods use by the node that kube-state-metrics names for them. */
function onNodes(expr: string): string {
  return `sum by (node) (${sum(POD, expr)} * on (${POD.join(", ")}) group_left(node) max by (${POD.join(", ")}, node) (${of("kube_pod_info", 'node!=""')}))`;
}

function share(): RowSpec {
  const requests = (resource: string) =>
    sum(["node"], of("kube_pod_container_resource_requests", `resource="${resource}",node!=""`));
  return row(
    "What the tenants take",
    stacked(
      ["Pods by node", "Pods of the chosen tenants. Spread replicas where one node has most.", "count"],
      [query("{{node}}", count(["node"], of("kube_pod_info", 'node!=""')))],
    ),
    stacked(
      ["CPU by node", "Cores that the tenants' pods use on each node.", "cores"],
      [query("{{node}}", onNodes(rate("container_cpu_usage_seconds_total", CONTAINER)))],
    ),
    stacked(
      ["Memory by node", "Working set of the tenants' pods on each node.", "bytes"],
      [query("{{node}}", onNodes(of("container_memory_working_set_bytes", CONTAINER)))],
    ),
    table(
      ["Nodes", "Pods of the chosen tenants, and what they ask for, on each node.", "count"],
      [
        query("Pods", count(["node"], of("kube_pod_info", 'node!=""'))),
        query("CPU requested", requests("cpu"), { unit: "cores" }),
        query("Memory requested", requests("memory"), { unit: "bytes" }),
      ],
    ),
  );
}

function nodeRows(): readonly RowSpec[] {
  return [utilisation(), input()];
}

/** Share of its CPU time that a node does not idle. */
export const CPU_BUSY = `1 - avg by (instance) (${nodeRate("node_cpu_seconds_total", 'mode="idle"')})`;
export const MEMORY_USED = `1 - ${ratio(ofNode("node_memory_MemAvailable_bytes"), ofNode("node_memory_MemTotal_bytes"))}`;
const REAL = 'fstype!~"tmpfs|overlay|squashfs|ramfs|devtmpfs"';

function utilisation(): RowSpec {
  return row(
    "Utilisation of nodes",
    stat(
      ["Conditions that are bad", "Nodes under pressure of memory, disk or processes, or not ready.", "count"],
      [
        query(
          "bad",
          'sum(kube_node_status_condition{condition!="Ready",status="true"}) + sum(kube_node_status_condition{condition="Ready",status!="true"})',
        ),
      ],
      { limits: NONE_EXPECTED },
    ),
    series(
      ["CPU busy", "Share of the time in which a node's cores do not idle.", "share"],
      [query("{{instance}}", CPU_BUSY)],
      {
        limits: FULL,
      },
    ),
    series(
      [
        "Load a core",
        "Processes that run or wait, over a minute, for each core. Above 1 they wait for each other.",
        "count",
      ],
      [
        query(
          "{{instance}}",
          ratio(
            `sum by (instance) (${ofNode("node_load1")})`,
            `count by (instance) (${ofNode("node_cpu_seconds_total", 'mode="idle"')})`,
          ),
        ),
      ],
      { limits: [1, 2] },
    ),
    series(
      ["Memory used", "Share of memory that cannot be given to others.", "share"],
      [query("{{instance}}", MEMORY_USED)],
      {
        limits: FULL,
      },
    ),
    series(
      ["File systems used", "Share of each node's fullest file system.", "share"],
      [
        query(
          "{{instance}}",
          `max by (instance) (1 - ${ratio(ofNode("node_filesystem_avail_bytes", REAL), ofNode("node_filesystem_size_bytes", REAL))})`,
        ),
      ],
      { limits: FULL },
    ),
  );
}

function input(): RowSpec {
  const wire = 'device!~"lo|veth.*|cali.*|lxc.*|cilium.*"';
  const byNode = (metric: string, matchers = "") => `sum by (instance) (${nodeRate(metric, matchers)})`;
  return row(
    "Input and output of nodes",
    series(
      ["Disk operations", "Reads and writes that disks completed.", "operationsPerSecond"],
      [
        query("{{instance}} read", byNode("node_disk_reads_completed_total")),
        query("{{instance}} written", byNode("node_disk_writes_completed_total")),
      ],
    ),
    series(
      ["Disk busy", "Share of the time in which a disk was at work.", "share"],
      [query("{{instance}} {{device}}", `sum by (instance, device) (${nodeRate("node_disk_io_time_seconds_total")})`)],
      { limits: FULL },
    ),
    series(
      ["Network", "Bytes through the network cards.", "bytesPerSecond"],
      [
        query("{{instance}} received", byNode("node_network_receive_bytes_total", wire)),
        query("{{instance}} sent", byNode("node_network_transmit_bytes_total", wire)),
      ],
    ),
  );
}
