import type { Cluster } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS } from "../../model/tenant/spec/labels";
import { DiagnosticError } from "../../plugin";
import { FIELD_MANAGER } from "../objects/managers";
import { isMarkedBy, type Mark } from "../objects/mark";
import { heldTitle } from "./protected-words";

/** Of a manager of its own: what the holder applies neither has it nor takes it away. */
const DISPUTER = `${FIELD_MANAGER}-refused`;

/** Whether two applies made the tenant of a namespace: nothing but a state tells whose it is. */
export function isDisputed({ metadata }: KubeObject): boolean {
  return metadata.annotations?.[ANNOTATIONS.disputed] !== undefined;
}

/**
 * Why an apply makes a tenant no further. It is written down on the namespace, where that can be: who was refused finds just the
 * tenant that it would make, and must not take it for what it left itself.
 */
export async function lostTo(cluster: Cluster, namespace: KubeObject): Promise<DiagnosticError> {
  const ref = refOf(namespace);
  try {
    const found = await cluster.get(ref);
    if (found !== undefined && !isDisputed(found)) {
      const annotations = { [ANNOTATIONS.disputed]: new Date().toISOString() };
      const metadata = { uid: found.metadata.uid, annotations };
      await cluster.patch(ref, "merge", { metadata }, { fieldManager: DISPUTER });
    }
  } catch {
    // It is refused all the same.
  }
  return madeMeanwhile(ref.name);
}

/** Why a tenant is not made that is another's by now. */
export function madeMeanwhile(name: string): DiagnosticError {
  return new DiagnosticError(
    heldTitle(name),
    "Another apply makes it at this moment, or has just made it. Choose another name, or wait for its end and import what it made. [tenant-held-elsewhere]",
    ["namespace"],
  );
}

/** @throws DiagnosticError where another apply makes a tenant, or has made it, since this one began to */
export async function assertOwn(cluster: Cluster, namespace: KubeObject, mark: Mark): Promise<void> {
  const found = await cluster.get(refOf(namespace));
  if (found === undefined || !isMarkedBy(found, mark)) throw await lostTo(cluster, namespace);
}
