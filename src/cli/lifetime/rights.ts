import type { Cluster } from "../../kube/cluster";
import { objectIn } from "../../model/json";
import { ProjectError } from "../command";

/** A right in one namespace. */
interface Right {
  readonly verb: "list" | "patch";
  readonly group: string;
  readonly resource: string;
}

const APPS = ["deployments", "statefulsets", "replicasets"];
const WORKLOADS: readonly Omit<Right, "verb">[] = [
  ...["cronjobs", "jobs"].map((resource) => ({ group: "batch", resource })),
  ...APPS.map((resource) => ({ group: "apps", resource })),
  { group: "", resource: "replicationcontrollers" },
];

const NEEDED: readonly Right[] = [
  { verb: "patch", group: "", resource: "namespaces" },
  { verb: "patch", group: "", resource: "resourcequotas" },
  { verb: "list", group: "", resource: "pods" },
  ...WORKLOADS.map((workload) => ({ ...workload, verb: "list" as const })),
  ...WORKLOADS.map((workload) => ({ ...workload, verb: "patch" as const })),
];

/**
 * Checks all rights before anything is changed, so that no tenant is half suspended.
 * @throws ProjectError that names every right that is missing
 */
export async function assertMayChange(cluster: Cluster, namespaces: readonly string[], what: string): Promise<void> {
  const missing = await Promise.all(namespaces.map(async (namespace) => missingIn(cluster, namespace)));
  const lines = missing.flat();
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

async function missingIn(cluster: Cluster, namespace: string): Promise<readonly string[]> {
  const allowed = await Promise.all(NEEDED.map((right) => isAllowed(cluster, namespace, right)));
  return NEEDED.filter((_, index) => !allowed[index]).map(
    ({ verb, group, resource }) => `${verb} ${resource}${group === "" ? "" : `.${group}`} in ${namespace}`,
  );
}

/** @see https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access */
async function isAllowed(cluster: Cluster, namespace: string, { verb, group, resource }: Right): Promise<boolean> {
  const name = resource === "namespaces" ? { name: namespace } : {};
  const review = { spec: { resourceAttributes: { namespace, verb, group, resource, ...name } } };
  const answer = await cluster.raw("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", {
    ...{ apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectAccessReview" },
    ...review,
  });
  return objectIn(objectIn(answer).status).allowed === true;
}
