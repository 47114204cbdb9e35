import type { KindRef, ObjectRef } from "../../kube/cluster";

/** The group of an API version; "" for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

/** Names a kind in every version of its group. */
export function kindOf({ apiVersion, kind }: KindRef): string {
  return `${groupOf(apiVersion)}/${kind}`;
}

/** Names an object in every version of its group. */
export function placeOf(ref: ObjectRef): string {
  return [kindOf(ref), ref.namespace ?? "", ref.name].join("/");
}
