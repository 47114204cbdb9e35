import { FULL, NONE_EXPECTED, query, row, stat } from "../build/panels";
import { orZero, ratio } from "../build/promql";
import type { RowSpec } from "../build/spec";

/** What the cluster has; only where the metrics of nodes come. */
export function capacity(): RowSpec {
  const allocatable = (resource: string) => `sum(kube_node_status_allocatable{resource="${resource}"})`;
  return row(
    "Capacity of the cluster",
    stat(
      ["Nodes not ready", "Nodes whose kubelet does not answer, or says that it cannot run pods.", "count"],
      [query("not ready", orZero('sum(kube_node_status_condition{condition="Ready",status=~"false|unknown"})'))],
      { limits: NONE_EXPECTED },
    ),
    stat(
      ["CPU allocatable", "Cores that pods may request on all nodes.", "cores"],
      [query("cores", allocatable("cpu"))],
    ),
    stat(
      ["Memory allocatable", "Memory that pods may request on all nodes.", "bytes"],
      [query("bytes", allocatable("memory"))],
    ),
    stat(
      ["CPU requested of allocatable", "At 1 no further pod finds a node.", "share"],
      [query("requested", ratio('sum(kube_pod_container_resource_requests{resource="cpu"})', allocatable("cpu")))],
      { limits: FULL },
    ),
    stat(
      ["Memory requested of allocatable", "At 1 no further pod finds a node.", "share"],
      [
        query(
          "requested",
          ratio('sum(kube_pod_container_resource_requests{resource="memory"})', allocatable("memory")),
        ),
      ],
      { limits: FULL },
    ),
  );
}
