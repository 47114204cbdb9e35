import { FULL, query, row, series, stacked } from "../build/panels";
import { count, of, rate, sum } from "../build/promql";
import type { BoardSpec, RowSpec } from "../build/spec";
import { CPU_BUSY, MEMORY_USED } from "./kubernetes-nodes";

import { vmi } from "./vm-metrics";

/** The hosts under the machines of the chosen tenants. */
export function vmHost(nodes: boolean): BoardSpec {
  return {
    group: "virtual-machines",
    uid: "hikube-vm-host",
    title: "Virtual machines / Host",
    description: "The hosts on which the machines of the chosen tenants run, and what these take there.",
    variables: nodes
      ? [{ name: "node", label: "Node", metric: "node_uname_info", of: "instance", unscoped: true }]
      : [],
    rows: [hosts(), ...(nodes ? [hostLoad()] : [])],
  };
}

function hosts(): RowSpec {
  const onHost = (metric: string) => sum(["node"], rate(vmi(metric)));
  return row(
    "What the machines take",
    stacked(
      ["Machines by host", "Running machines. Their host going down takes all of them.", "count"],
      [query("{{node}}", count(["node"], of(vmi("info"), 'phase="running"')))],
    ),
    stacked(
      ["CPU by host", "Cores that machines use on each host.", "cores"],
      [query("{{node}}", onHost("cpu_usage_seconds_total"))],
    ),
    stacked(
      ["Memory by host", "Memory that the machines of each host were given.", "bytes"],
      [query("{{node}}", sum(["node"], of(vmi("memory_domain_bytes"))))],
    ),
    series(
      ["Network by host", "Bytes that machines received and sent.", "bytesPerSecond"],
      [
        query("{{node}} received", onHost("network_receive_bytes_total")),
        query("{{node}} sent", onHost("network_transmit_bytes_total")),
      ],
    ),
    series(
      ["Disk operations by host", "Reads and writes of machines.", "operationsPerSecond"],
      [
        query("{{node}} read", onHost("storage_iops_read_total")),
        query("{{node}} written", onHost("storage_iops_write_total")),
      ],
    ),
    series(
      [
        "CPU waited for",
        "Seconds a second in which machines were ready to run and got no core. Move machines where it grows.",
        "count",
      ],
      [query("{{node}}", onHost("vcpu_delay_seconds_total"))],
      { limits: [0.5, 2] },
    ),
  );
}

function hostLoad(): RowSpec {
  return row(
    "The hosts themselves",
    series(
      ["CPU busy", "Share of the time in which a host's cores do not idle.", "share"],
      [query("{{instance}}", CPU_BUSY)],
      {
        limits: FULL,
      },
    ),
    series(
      ["Memory used", "Share of a host's memory that cannot be given to others.", "share"],
      [query("{{instance}}", MEMORY_USED)],
      {
        limits: FULL,
      },
    ),
  );
}
