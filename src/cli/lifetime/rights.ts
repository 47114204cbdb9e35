import type { Cluster } from "../../kube/cluster";
import { KubeError } from "../../kube/kube-error";
import { TENANT_QUOTA } from "../../model/tenant/objects/base-isolation";
import { ANNOTATIONS } from "../../model/tenant/spec/labels";
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
  { verb: "get", group: "", resource: "resourcequotas" },
  { verb: "list", group: "", resource: "pods" },
  ...WORKLOADS.map((workload) => ({ ...workload, verb: "list" })),
  ...WORKLOADS.map((workload) => ({ ...workload, verb: "patch" })),
];

const NAMESPACE = { apiVersion: "v1", kind: "Namespace" };
const QUOTA = { apiVersion: "v1", kind: "ResourceQuota", name: TENANT_QUOTA };

/**
 * Checks all rights before anything is changed, so that no tenant is half suspended.
 * @throws ProjectError that names every right that is missing
 */
export async function assertMayChange(cluster: Cluster, namespaces: readonly string[], what: string): Promise<void> {
  const needed = namespaces.flatMap((namespace) => NEEDED.map((right) => ({ ...right, namespace })));
  assertNone(await missingRights(cluster, needed), what);
  assertNone((await Promise.all(namespaces.map((each) => refusedIn(cluster, each)))).flat(), what);
}

function assertNone(lines: readonly string[], what: string): void {
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

/** RBAC may grant what admission refuses: both writes are tried without being stored. */
async function refusedIn(cluster: Cluster, namespace: string): Promise<readonly string[]> {
  const body = { metadata: { annotations: { [ANNOTATIONS.suspended]: "true" } } };
  const note = { metadata: { annotations: { [ANNOTATIONS.replicasBeforeSuspend]: "1" } } };
  const tried = [
    refusalOf(`patch Namespace ${namespace}`, () =>
      cluster.dryRunPatch({ ...NAMESPACE, name: namespace }, "merge", body),
    ),
    refusalOf(`patch ResourceQuota ${TENANT_QUOTA} in ${namespace}`, () =>
      cluster.dryRunPatch({ ...QUOTA, namespace }, "merge", note),
    ),
  ];
  return (await Promise.all(tried)).flat();
}

/** What is not there is told where it is needed. */
async function refusalOf(title: string, attempt: () => Promise<unknown>): Promise<readonly string[]> {
  try {
    await attempt();
    return [];
  } catch (error) {
    if (error instanceof KubeError && error.code === 403) return [`${title}: ${error.message}`];
    if (error instanceof KubeError && error.code === 404) return [];
    throw error;
  }
}
