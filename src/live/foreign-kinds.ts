import { isAdminTier } from "../connectivity/admin-policies";
import { FOREIGN_POLICY_GROUPS, roleOf } from "../connectivity/kinds";
import type { Cluster } from "../kube/cluster";
import { named } from "../kube/keep";
import { KubeError } from "../kube/kube-error";
import { listIn, objectIn, textIn } from "../model/json";
import type { KubeObject } from "../model/kubernetes/kube-object";
import { withSpec } from "./policies";

/** Policies of a cluster that are no NetworkPolicies. */
export interface ForeignPolicies {
  readonly objects: readonly KubeObject[];
  /** Kinds that this user may not list, e.g. `CiliumNetworkPolicy (cilium.io/v2)`. */
  readonly unread: readonly string[];
}

/** A larger policy was written to be: it is named, and not judged. */
const MOST_BYTES = 262_144;

interface ForeignKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** All of them, of the groups that are known to have some. A cluster without such kinds has none. */
export async function readForeignPolicies(cluster: Pick<Cluster, "raw" | "list">): Promise<ForeignPolicies> {
  const objects: KubeObject[] = [];
  const unread: string[] = [];
  for (const kind of await foreignKinds(cluster)) {
    const found = await orRefused(cluster.list(kind, { keep: judged }));
    if (found === undefined) unread.push(`${kind.kind} (${kind.apiVersion})`);
    else objects.push(...found);
  }
  return { objects, unread };
}

/** Of the kinds that are judged what they say; of others which ones they are. */
function judged(object: KubeObject): KubeObject {
  if (!isAdminTier(object)) return named(object);
  const kept = withSpec(object);
  return JSON.stringify(kept).length <= MOST_BYTES ? kept : { ...named(object), spec: { tier: "Admin" } };
}

async function foreignKinds(cluster: Pick<Cluster, "raw">): Promise<readonly ForeignKind[]> {
  const { groups } = objectIn(await cluster.raw("GET", "/apis"));
  const versions = listIn(groups)
    .map(objectIn)
    .filter(({ name }) => FOREIGN_POLICY_GROUPS.includes(textIn(name)))
    .flatMap((group) => listIn(group.versions).map((version) => textIn(objectIn(version).groupVersion)));
  const kinds = new Map<string, ForeignKind>();
  for (const apiVersion of versions) {
    const { resources } = objectIn(await orRefused(cluster.raw("GET", `/apis/${apiVersion}`)));
    for (const { kind: given, name } of listIn(resources).map(objectIn)) {
      const kind = textIn(given);
      const isWhole = !textIn(name).includes("/") && roleOf({ apiVersion, kind }) === "foreign-policy";
      const key = `${apiVersion.split("/")[0] ?? ""} ${kind}`;
      // The first version is the one that the cluster prefers.
      if (isWhole && !kinds.has(key)) kinds.set(key, { apiVersion, kind });
    }
  }
  return [...kinds.values()];
}

/** `undefined` where this user may not ask, or there is no such thing any more. */
async function orRefused<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof KubeError && (error.code === 403 || error.code === 404)) return undefined;
    throw error;
  }
}

/** `AdminNetworkPolicy office`, `CiliumNetworkPolicy tenant-shop/open` */
export function titleOf({ kind, metadata: { namespace, name } }: KubeObject): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}
