import { FULL, NONE_EXPECTED, query, row, series, stat, table } from "../build/panels";
import { count, max, of, orZero, ratio, sum, top } from "../build/promql";
import type { BoardSpec, RowSpec } from "../build/spec";

import { BY, CHOSEN, flow, MACHINE, NAME, vmi } from "./vm-metrics";

/** Machine by machine. */
export function vmMachines(): BoardSpec {
  return {
    group: "virtual-machines",
    uid: "hikube-vm-machines",
    title: "Virtual machines / VM",
    description: "Utilisation, input and output, and availability of each machine.",
    variables: [MACHINE],
    rows: [availability(), utilisation(), transfers()],
  };
}

function availability(): RowSpec {
  const since = (state: string) => max(BY, of(`kubevirt_vm_${state}_status_last_transition_timestamp_seconds`, CHOSEN));
  const bad = sum([], of("kubevirt_vm_error_status_last_transition_timestamp_seconds", CHOSEN).concat(" > bool 0"));
  return row(
    "Availability",
    stat(
      ["Machines running", "Machines in phase running.", "count"],
      [query("running", orZero(`count(${of(vmi("info"), `${CHOSEN},phase="running"`)})`))],
    ),
    stat(
      ["Machines not running", "Machines that are stopped, stuck or failed.", "count"],
      [query("not running", orZero(`count(${of(vmi("info"), `${CHOSEN},phase!="running"`)})`))],
      { limits: NONE_EXPECTED },
    ),
    stat(["Machines in error", "Machines that cannot be placed, or crash.", "count"], [query("error", orZero(bad))], {
      limits: NONE_EXPECTED,
    }),
    table(
      ["Machines", "Each machine, the host it runs on, and since when it runs.", "count"],
      [
        query("Running since", `${since("running")} * 1000 > 0`, { unit: "sinceThen" }),
        query("CPU used", flow("cpu_usage_seconds_total"), { unit: "cores" }),
        query("Memory", sum(BY, of(vmi("memory_domain_bytes"), CHOSEN)), { unit: "bytes" }),
      ],
    ),
  );
}

function utilisation(): RowSpec {
  // One series a core; what a machine requests is named once for each source of the figure.
  const cores = count(BY, of(vmi("vcpu_seconds_total"), `${CHOSEN},state="running"`));
  const memory = `1 - ${ratio(sum(BY, of(vmi("memory_usable_bytes"), CHOSEN)), sum(BY, of(vmi("memory_available_bytes"), CHOSEN)))}`;
  const disk = [...BY, "mount_point"];
  return row(
    "Utilisation",
    series(["CPU used", "Cores that the machine uses.", "cores"], [query(NAME, top(flow("cpu_usage_seconds_total")))]),
    series(
      ["CPU used of its cores", "Near 1 the machine needs more cores.", "share"],
      [query(NAME, top(ratio(flow("cpu_usage_seconds_total"), cores)))],
      { limits: FULL },
    ),
    series(
      ["Memory used", "Share of its memory that the guest cannot give back.", "share"],
      [query(NAME, top(memory))],
      {
        limits: FULL,
      },
    ),
    series(
      ["File systems used", "Share used of each file system in the guest; its agent tells.", "share"],
      [
        query(
          "{{tenant}} {{name}} {{mount_point}}",
          top(
            ratio(
              max(disk, of(vmi("filesystem_used_bytes"), CHOSEN)),
              max(disk, of(vmi("filesystem_capacity_bytes"), CHOSEN)),
            ),
          ),
        ),
      ],
      { limits: FULL },
    ),
    series(
      ["Load", "Processes that run or wait in the guest, over a minute; its agent tells.", "count"],
      [query(NAME, top(max(BY, of(vmi("guest_load_1m"), CHOSEN))))],
      { limits: [4, 16] },
    ),
  );
}

function transfers(): RowSpec {
  return row(
    "Input and output",
    series(
      ["Network", "Bytes that the machine received and sent.", "bytesPerSecond"],
      [
        query(`${NAME} received`, top(flow("network_receive_bytes_total"))),
        query(`${NAME} sent`, top(flow("network_transmit_bytes_total"))),
      ],
    ),
    series(
      ["Disk operations", "Reads and writes of the machine's disks.", "operationsPerSecond"],
      [
        query(`${NAME} read`, top(flow("storage_iops_read_total"))),
        query(`${NAME} written`, top(flow("storage_iops_write_total"))),
      ],
    ),
    series(
      ["Disk transfer", "Bytes read from and written to the machine's disks.", "bytesPerSecond"],
      [
        query(`${NAME} read`, top(flow("storage_read_traffic_bytes_total"))),
        query(`${NAME} written`, top(flow("storage_write_traffic_bytes_total"))),
      ],
    ),
  );
}
