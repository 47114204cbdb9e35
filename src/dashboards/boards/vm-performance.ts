import { query, row, series } from "../build/panels";
import { increase, max, of, ratio, sum, top } from "../build/promql";
import type { BoardSpec, RowSpec } from "../build/spec";

import { BY, CHOSEN, flow, MACHINE, NAME, vmi } from "./vm-metrics";

/** What makes a machine slow. */
export function vmPerformance(): BoardSpec {
  return {
    group: "virtual-machines",
    uid: "hikube-vm-performance",
    title: "Virtual machines / Performance",
    description: "What makes machines slow: waiting for disks, cores, memory and the network.",
    variables: [MACHINE],
    rows: [waiting(), losses()],
  };
}

function waiting(): RowSpec {
  const drive = [...BY, "drive"];
  const latency = (kind: "read" | "write") =>
    top(ratio(flow(`storage_${kind}_times_seconds_total`, drive), flow(`storage_iops_${kind}_total`, drive)));
  return row(
    "Waiting",
    series(
      ["Time of a read", "Mean time that a disk takes to read.", "seconds"],
      [query(`${NAME} {{drive}}`, latency("read"))],
      {
        limits: [0.02, 0.1],
      },
    ),
    series(
      ["Time of a write", "Mean time that a disk takes to write.", "seconds"],
      [query(`${NAME} {{drive}}`, latency("write"))],
      {
        limits: [0.02, 0.1],
      },
    ),
    series(
      ["Waiting for input and output", "Seconds a second in which virtual cores waited for disks.", "count"],
      [query(NAME, top(flow("vcpu_wait_seconds_total")))],
      { limits: [0.2, 1] },
    ),
    series(
      ["Waiting for a core", "Seconds a second in which the host had no core free for the machine.", "count"],
      [query(NAME, top(flow("vcpu_delay_seconds_total")))],
      { limits: [0.1, 0.5] },
    ),
    series(
      [
        "Swapping",
        "Bytes moved between memory and swap, in either direction. Give the machine more memory.",
        "bytesPerSecond",
      ],
      [query(NAME, top(`${flow("memory_swap_in_traffic_bytes")} + ${flow("memory_swap_out_traffic_bytes")}`))],
      { limits: [1024 ** 2, 10 * 1024 ** 2] },
    ),
  );
}

function losses(): RowSpec {
  return row(
    "Losses and moves",
    series(
      ["Packets dropped", "Packets that did not arrive, in either direction.", "packetsPerSecond"],
      [
        query(`${NAME} received`, top(flow("network_receive_packets_dropped_total"))),
        query(`${NAME} sent`, top(flow("network_transmit_packets_dropped_total"))),
      ],
      { limits: [1, 100] },
    ),
    series(
      ["Moves to another host", "Bytes that are still to be copied by a live migration.", "bytes"],
      [query(NAME, top(max(BY, of(vmi("migration_data_remaining_bytes"), CHOSEN))))],
    ),
    series(
      ["Panics of guests", "Guests whose kernel gave up within an hour.", "count"],
      [query(NAME, sum(BY, increase(vmi("guest_os_panic_total"), "1h", CHOSEN)))],
      { limits: [1, 2] },
    ),
  );
}
