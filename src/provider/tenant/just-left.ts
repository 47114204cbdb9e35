import { ownersOf } from "../../kube/managed-fields";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { FIELD_MANAGER } from "../objects/managers";

/**
 * For so long a tenant that is there, just as it would be made, is taken for what an apply left that was killed: Terraform
 * had not written it down. Later another configuration holds it.
 */
const LEFT_FOR_MS = 60 * 60_000;

/** Whether the provider wrote to a namespace so lately that it may be what a killed apply left. */
export function isJustLeft({ metadata }: KubeObject, now = Date.now()): boolean {
  const times = ownersOf({ metadata }).flatMap(({ manager, time }) => (manager === FIELD_MANAGER ? [time] : []));
  const last = times.sort().at(-1) ?? metadata.creationTimestamp;
  return typeof last === "string" && now - Date.parse(last) < LEFT_FOR_MS;
}
