import { randomBytes } from "node:crypto";
import { withoutMember, type FieldSet } from "../../kube/managed-fields";
import { objectIn } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { PrivateState } from "../../plugin";
import { holderIn } from "../objects/held";
import { isForeign } from "../objects/managers";
import type { MemberPath } from "./body";

/**
 * Annotation of an object that one resource took over from another of this provider: which of them holds it. Both know the same
 * object by the same name, and the one that was left behind may be removed by a later run, which is told of nothing else.
 */
export const HOLDER = "manifest.hikube.cloud/holder";

/** Where it stands. It is shown to nobody. */
export const HOLDER_PATH: MemberPath = ["metadata", "annotations", HOLDER];

/** A holder for an object that is there already, where another resource of this provider may have made it. */
export function holderOver(object: KubeObject | undefined): string | undefined {
  return object === undefined || isForeign(object) ? undefined : randomBytes(8).toString("hex");
}

/** The object as its holder applies it. */
export function heldBy(object: KubeObject, holder: string | undefined): KubeObject {
  if (holder === undefined) return object;
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, annotations: { ...metadata.annotations, [HOLDER]: holder } } };
}

/** What is to be kept of a holder. An object that is imported is held by whoever held it. */
export function keptHolder(object: KubeObject): { readonly holder: string } {
  return { holder: holderOn(object) ?? "" };
}

/** Who holds an object that one resource took over from another. */
export function holderOn({ metadata }: KubeObject): string | undefined {
  return metadata.annotations?.[HOLDER];
}

/** What is shown of fields. Annotations that are empty stay so where there is no mark. */
export function withoutHolder(fields: FieldSet): FieldSet {
  const annotations = objectIn(objectIn(fields["f:metadata"])["f:annotations"]);
  return `f:${HOLDER}` in annotations ? (withoutMember(fields, HOLDER_PATH) ?? {}) : fields;
}

/** Whether another resource has taken an object over since. */
export function isHeldByAnother(object: KubeObject | undefined, kept: PrivateState): boolean {
  const holder = object && holderOn(object);
  return holder !== undefined && holder !== holderIn(kept);
}
