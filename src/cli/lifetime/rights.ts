import type { Cluster } from "../../kube/cluster";
import { missingRights, type ClusterRight } from "../cluster-rights";
import { ProjectError } from "../command";

const APPS = ["deployments", "statefulsets", "replicasets"];
const WORKLOADS: readonly Omit<ClusterRight, "verb">[] = [
  ...["cronjobs", "jobs"].map((resource) => ({ group: "batch", resource })),
  ...APPS.map((resource) => ({ group: "apps", resource })),
  { group: "", resource: "replicationcontrollers" },
];

const NEEDED: readonly ClusterRight[] = [
  { verb: "patch", group: "", resource: "namespaces" },
  { verb: "patch", group: "", resource: "resourcequotas" },
  { verb: "list", group: "", resource: "pods" },
  ...WORKLOADS.map((workload) => ({ ...workload, verb: "list" })),
  ...WORKLOADS.map((workload) => ({ ...workload, verb: "patch" })),
];

/**
 * Checks all rights before anything is changed, so that no tenant is half suspended.
 * @throws ProjectError that names every right that is missing
 */
export async function assertMayChange(cluster: Cluster, namespaces: readonly string[], what: string): Promise<void> {
  const needed = namespaces.flatMap((namespace) => NEEDED.map((right) => ({ ...right, namespace })));
  const lines = await missingRights(cluster, needed);
  if (lines.length === 0) return;
  throw new ProjectError(
    [
      `missing permissions to ${what}; nothing was changed:`,
      ...lines.map((line) => `  ${line}`),
      "hint: get a binding to the ClusterRole hikube:platform, and the level admin on the tenant",
    ],
    "missing-permission",
  );
}
