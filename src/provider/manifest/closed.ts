import { KubeError } from "../../kube/kube-error";
import type { Cluster, ObjectRef } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { applied, found } from "./apply";
import { isDefinition } from "./definitions";

/** Whether an error says that a definition may not be read: in many clusters an account may write its own, and read none. */
export function isClosed(error: unknown, ref: ObjectRef): boolean {
  return isDefinition(ref) && error instanceof KubeError && error.code === 403;
}

/** As `found`; of a definition that may not be read nothing is known. */
export async function foundIfOpen(cluster: Cluster, ref: ObjectRef): Promise<KubeObject | undefined> {
  return found(cluster, ref).catch((error: unknown) => {
    if (isClosed(error, ref)) return undefined;
    throw error;
  });
}

/** What an apply would meet. Where it may not be read, two trials tell: what each of them would make has a uid of its own. */
export async function metBy(cluster: Cluster, object: KubeObject): Promise<KubeObject | undefined> {
  const ref = refOf(object);
  try {
    return await found(cluster, ref);
  } catch (error) {
    if (!isClosed(error, ref)) throw error;
    const terms = { force: true, paths: [], hidden: false, dryRun: true };
    const [one, other] = [await applied(cluster, object, terms), await applied(cluster, object, terms)];
    return one.object.metadata.uid === other.object.metadata.uid ? one.object : undefined;
  }
}
