import type { Cluster } from "../../kube/cluster";
import { named } from "../../kube/keep";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS, LABELS } from "../../model/tenant/spec/labels";
import { DiagnosticError, type PrivateState } from "../../plugin";
import { isHeldHere, tenantAt } from "../objects/held";
import { isEnding } from "../objects/judged-removal";
import { NAMESPACE } from "../objects/live";
import { protectedTitle } from "./protected-words";

/** What is known of a tenant that is to be removed. */
export interface Removing {
  /** What the state keeps of who holds it. */
  readonly kept: PrivateState;
  /** Whether a living sub-tenant does not hold it back. @default - each does */
  readonly goes?: (child: string) => Promise<boolean>;
}

/**
 * Whether the namespace of a tenant may be deleted at this moment, and is not to stay as another state's.
 *
 * @param namespace - as a list does not give it: with its managers
 * @throws DiagnosticError where nobody knows who holds it, where it is protected, and where it has sub-tenants
 */
export async function isRemovable(cluster: Cluster, namespace: KubeObject, removing: Removing): Promise<boolean> {
  const { kept, goes = () => Promise.resolve(false) } = removing;
  const { name } = namespace.metadata;
  if (!isHeldHere(tenantAt(name), namespace, kept)) return false;
  if (isProtected(namespace)) throw protectedTenant(name, "");
  const below = living(await cluster.list(NAMESPACE, { labelSelector: `${LABELS.parent}=${name}`, keep: named }));
  const left = await Promise.all(below.map(async (child) => ((await goes(child)) ? [] : [child])));
  refuseFor(name, left.flat());
  return true;
}

export const DESTROY_FIRST =
  "destroy or move them first. In one configuration `parent = hikube_tenant.NAME.namespace` tells Terraform that order.";

/**
 * Without its parent, a tenant has nobody whose quota it takes of, and can be neither planned nor changed.
 *
 * @param way - another way, as a sentence
 */
export function refuseFor(name: string, left: readonly string[], way = ""): void {
  if (left.length === 0) return;
  throw new DiagnosticError(
    `The tenant ${name} has sub-tenants`,
    `Nothing of it is deleted, since they would be left without their parent: ${left.join(", ")}. They may be of another configuration; ${DESTROY_FIRST}${way}`,
  );
}

/** Names of those that are not on their way out. */
export function living(namespaces: readonly KubeObject[]): readonly string[] {
  const left = namespaces.filter((namespace) => !isEnding(namespace));
  return left.map(({ metadata }) => metadata.name).sort();
}

export function isProtected({ metadata }: KubeObject): boolean {
  return metadata.annotations?.[ANNOTATIONS.protected] === "true";
}

/** Why a tenant is not removed. @param why - how it comes that it would be, and what to do about that */
export function protectedTenant(name: string, volumes: string, why = ""): DiagnosticError {
  const lost = volumes === "" ? "" : ` Its volumes would be lost: ${volumes}.`;
  return new DiagnosticError(
    protectedTitle(name),
    `Nothing of it is deleted.${lost}${why} Set \`protected = false\` and apply that; then remove it.`,
  );
}
