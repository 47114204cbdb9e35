import { kindOfType } from "../../model/kubernetes/kinds";
import { dynamicFrom, innerOf } from "../../kube-provider/plain";
import { blockOf, recordOf, textOf } from "../../kube-provider/values";
import type { MovedState, MoveRequest, Value } from "../../plugin";
import type { ObjectRef } from "../../kube/cluster";
import { objectOf, refOf } from "./identity";

/**
 * The state of a resource of hashicorp/kubernetes as one of ours, for a `moved` block: which object it is. `read` follows, and
 * the object stays as it is.
 */
export function movedManifest({ from }: MoveRequest): MovedState | undefined {
  const ref = from.type === "kubernetes_manifest" ? refOf(stored(from.state.object)) : typedRef(from);
  if (ref === undefined || ref.name === "" || ref.apiVersion === "") return undefined;
  return { state: { object: dynamicFrom(objectOf(ref)) } };
}

/** A dynamic value as it is stored: a record of its type and its value. */
function stored(value: Value | undefined): Value {
  return recordOf(innerOf(value)).value ?? null;
}

function typedRef({ type, state }: MoveRequest["from"]): ObjectRef | undefined {
  const kind = kindOfType(type);
  const metadata = blockOf(state.metadata);
  const namespace = textOf(metadata.namespace);
  if (kind === undefined) return undefined;
  return { ...kind, name: textOf(metadata.name), ...(namespace === "" ? {} : { namespace }) };
}
