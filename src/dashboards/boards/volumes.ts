import { FULL, NONE_EXPECTED, query, row, series, stat, table } from "../build/panels";
import { max, of, orZero, rate, ratio, sum, top } from "../build/promql";
import type { BoardSpec, RowSpec } from "../build/spec";

const CLAIM = ["tenant", "persistentvolumeclaim"];
const CLAIM_NAME = "{{tenant}} {{persistentvolumeclaim}}";
const used = max(CLAIM, of("kubelet_volume_stats_used_bytes"));
const capacity = max(CLAIM, of("kubelet_volume_stats_capacity_bytes"));

/** Volumes, by kubelet, kube-state-metrics, cAdvisor and KubeVirt. */
export function volumes(): BoardSpec {
  return {
    group: "storage",
    uid: "hikube-storage-volumes",
    title: "Storage / Volumes",
    description: "Volumes: capacity, operations and transfers, by kubelet, kube-state-metrics, cAdvisor and KubeVirt.",
    rows: [capacityOfVolumes(), operations()],
  };
}

function capacityOfVolumes(): RowSpec {
  const requested = of("kube_persistentvolumeclaim_resource_requests_storage_bytes");
  return row(
    "Capacity",
    stat(["Requested", "Bytes that claims ask for.", "bytes"], [query("requested", sum([], requested))]),
    stat(
      ["Claims pending", "Claims without a volume. Look at their StorageClass and the quota.", "count"],
      [query("pending", orZero(sum([], of("kube_persistentvolumeclaim_status_phase", 'phase="Pending"'))))],
      { limits: NONE_EXPECTED },
    ),
    stat(
      ["Fullest volume", "Share of its capacity. Enlarge the claim before it is full.", "share"],
      [query("fullest", `max(${ratio(used, capacity)})`)],
      { limits: FULL },
    ),
    stat(
      ["Full within four days", "Volumes that fill up in four days if they go on as in the last six hours.", "count"],
      [query("soon", orZero(`count(predict_linear(${of("kubelet_volume_stats_available_bytes")}[6h], 345600) < 0)`))],
      { limits: NONE_EXPECTED },
    ),
    series(
      ["Used by volume", "Share of its capacity; of volumes with a file system.", "share"],
      [query(CLAIM_NAME, top(ratio(used, capacity)))],
      {
        limits: FULL,
      },
    ),
    series(
      ["Inodes used", "Share of the files that a volume may hold.", "share"],
      [
        query(
          CLAIM_NAME,
          top(ratio(max(CLAIM, of("kubelet_volume_stats_inodes_used")), max(CLAIM, of("kubelet_volume_stats_inodes")))),
        ),
      ],
      { limits: FULL },
    ),
    table(
      ["Claims", "What each claim asks for and holds.", "bytes"],
      [
        query("Requested", sum(CLAIM, requested)),
        query("Used", used),
        query("Available", max(CLAIM, of("kubelet_volume_stats_available_bytes"))),
      ],
    ),
  );
}

function operations(): RowSpec {
  const pod = ["tenant", "pod"];
  const drive = ["tenant", "name", "drive"];
  const ofPods = (metric: string) => top(sum(pod, rate(`container_fs_${metric}`)));
  const ofMachines = (metric: string) => top(sum(drive, rate(`kubevirt_vmi_storage_${metric}`)));
  return row(
    "Operations and transfers",
    series(
      ["Operations of pods", "Reads and writes that containers made on disks.", "operationsPerSecond"],
      [
        query("{{tenant}} {{pod}} read", ofPods("reads_total")),
        query("{{tenant}} {{pod}} written", ofPods("writes_total")),
      ],
    ),
    series(
      ["Transfer of pods", "Bytes that containers read and wrote on disks.", "bytesPerSecond"],
      [
        query("{{tenant}} {{pod}} read", ofPods("reads_bytes_total")),
        query("{{tenant}} {{pod}} written", ofPods("writes_bytes_total")),
      ],
    ),
    series(
      ["Operations of machines", "Reads and writes of virtual disks.", "operationsPerSecond"],
      [
        query("{{tenant}} {{name}} {{drive}} read", ofMachines("iops_read_total")),
        query("{{tenant}} {{name}} {{drive}} written", ofMachines("iops_write_total")),
      ],
    ),
    series(
      ["Transfer of machines", "Bytes that virtual disks read and wrote.", "bytesPerSecond"],
      [
        query("{{tenant}} {{name}} {{drive}} read", ofMachines("read_traffic_bytes_total")),
        query("{{tenant}} {{name}} {{drive}} written", ofMachines("write_traffic_bytes_total")),
      ],
    ),
    series(
      ["Disks of machines", "Bytes that virtual disks take of their volumes.", "bytes"],
      [query("{{tenant}} {{persistentvolumeclaim}}", top(max(CLAIM, of("kubevirt_vm_disk_allocated_size_bytes"))))],
    ),
  );
}
