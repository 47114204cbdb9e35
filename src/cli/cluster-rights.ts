import type { Cluster } from "../kube/cluster";
import { objectIn } from "../model/json";
import { ProjectError } from "./command";

/** A right in a cluster, or in one namespace of it. */
export interface ClusterRight {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  /** @default - in all namespaces */
  readonly namespace?: string;
}

/** Rights to list kinds of a group in all namespaces. */
export function listing(group: string, resources: readonly string[]): readonly ClusterRight[] {
  return resources.map((resource) => ({ verb: "list", group, resource }));
}

/**
 * Checks rights before a command does anything.
 * @param what - what the command is about to do, e.g. `read who has access`
 * @throws ProjectError that names every right that is missing
 */
export async function assertRights(
  cluster: Pick<Cluster, "raw">,
  rights: readonly ClusterRight[],
  what: string,
): Promise<void> {
  const lines = await missingRights(cluster, rights);
  if (lines.length === 0) return;
  throw new ProjectError(
    [
      `missing permissions to ${what}:`,
      ...lines.map((line) => `  ${line}`),
      "hint: get a binding to the ClusterRole hikube:auditor",
    ],
    "missing-permission",
  );
}

/** Those that the user of a cluster does not have, in words. */
export async function missingRights(
  cluster: Pick<Cluster, "raw">,
  rights: readonly ClusterRight[],
): Promise<readonly string[]> {
  const missing = await missingOf(cluster, rights);
  return missing.map((right) => `${rightTitle(right)}${right.namespace === undefined ? "" : ` in ${right.namespace}`}`);
}

/** Those that the user of a cluster does not have. */
export async function missingOf(
  cluster: Pick<Cluster, "raw">,
  rights: readonly ClusterRight[],
): Promise<readonly ClusterRight[]> {
  const allowed = await Promise.all(rights.map((right) => isAllowed(cluster, right)));
  return rights.filter((_, index) => !allowed[index]);
}

/** A right in words, without its namespace: `list cronjobs.batch`. */
export function rightTitle({ verb, group, resource }: ClusterRight): string {
  return `${verb} ${resource}${group === "" ? "" : `.${group}`}`;
}

/** @see https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access */
async function isAllowed(cluster: Pick<Cluster, "raw">, right: ClusterRight): Promise<boolean> {
  // A namespace is asked for as an object of that name too.
  const name = right.resource === "namespaces" ? { name: right.namespace } : {};
  const answer = await cluster.raw("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", {
    ...{ apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectAccessReview" },
    spec: { resourceAttributes: { ...right, ...name } },
  });
  return objectIn(objectIn(answer).status).allowed === true;
}
