import type { Cluster } from "../../kube/cluster";
import { KubeError } from "../../kube/kube-error";
import { TENANT_QUOTA } from "../../model/tenant/objects/base-isolation";
import { ANNOTATIONS } from "../../model/tenant/spec/labels";
import { missingOf, rightTitle, type ClusterRight } from "../cluster-rights";
import { ProjectError } from "../command";

const APPS = ["deployments", "statefulsets", "replicasets"];
const WORKLOADS: readonly Omit<ClusterRight, "verb">[] = [
  ...["cronjobs", "jobs"].map((resource) => ({ group: "batch", resource })),
  ...APPS.map((resource) => ({ group: "apps", resource })),
  { group: "", resource: "replicationcontrollers" },
];

const NAMESPACES = { group: "", resource: "namespaces" };

const NEEDED: readonly ClusterRight[] = [
  { ...NAMESPACES, verb: "patch" },
  { verb: "patch", group: "", resource: "resourcequotas" },
  { verb: "get", group: "", resource: "resourcequotas" },
  { verb: "list", group: "", resource: "pods" },
  ...WORKLOADS.map((workload) => ({ ...workload, verb: "list" })),
  ...WORKLOADS.map((workload) => ({ ...workload, verb: "patch" })),
];

const NAMESPACE = { apiVersion: "v1", kind: "Namespace" };
const QUOTA = { apiVersion: "v1", kind: "ResourceQuota", name: TENANT_QUOTA };

/**
 * Checks what it takes to find tenants and their sub-tenants, and names with it what else is missing on them.
 * @throws ProjectError that names every right that is missing
 */
export async function assertMayFind(cluster: Cluster, namespaces: readonly string[], what: string): Promise<void> {
  const rights: readonly ClusterRight[] = [
    { ...NAMESPACES, verb: "list" },
    ...namespaces.map((namespace) => ({ ...NAMESPACES, verb: "get", namespace })),
  ];
  const missing = await missingOf(cluster, rights);
  if (missing.length > 0) assertNone(byNamespaces([...missing, ...(await missingIn(cluster, namespaces))]), what);
}

/**
 * Checks all rights before anything is changed, so that no tenant is half suspended.
 * @throws ProjectError that names every right that is missing
 */
export async function assertMayChange(cluster: Cluster, namespaces: readonly string[], what: string): Promise<void> {
  assertNone(byNamespaces(await missingIn(cluster, namespaces)), what);
  assertNone((await Promise.all(namespaces.map((each) => refusedIn(cluster, each)))).flat(), what);
}

function missingIn(cluster: Cluster, namespaces: readonly string[]): Promise<readonly ClusterRight[]> {
  return missingOf(
    cluster,
    namespaces.flatMap((namespace) => NEEDED.map((right) => ({ ...right, namespace }))),
  );
}

/** Each right once, with all namespaces that lack it. */
function byNamespaces(missing: readonly ClusterRight[]): readonly string[] {
  const places = new Map<string, string[]>();
  for (const right of missing) {
    const { namespace } = right;
    const names = places.get(rightTitle(right)) ?? [];
    places.set(rightTitle(right), namespace === undefined ? names : [...names, namespace]);
  }
  return [...places].map(([title, names]) => (names.length === 0 ? title : `${title} in ${names.join(", ")}`));
}

function assertNone(lines: readonly string[], what: string): void {
  if (lines.length === 0) return;
  throw new ProjectError(
    [
      `missing permissions to ${what}; nothing was changed:`,
      ...lines.map((line) => `  ${line}`),
      "hint: get a binding to the ClusterRole hikube:platform, and the level admin on the tenants",
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
