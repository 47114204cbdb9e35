import { parseQuantity } from "../../kubernetes/quantity";
import { ANNOTATIONS } from "../spec/labels";
import type { StringMap } from "../../kubernetes/kube-object";

/** Replicas that one object of every tenant may ask for: as many as a production tenant has pods. */
export const REPLICAS_FOR_ALL = 500;

/** What no tenant goes beyond in one StatefulSet: each replica takes memory of a controller that all tenants share. */
export const MOST_REPLICAS = 2000;

/** A tenant that is given more pods may also ask for more replicas at once; the guardrails read how many. */
export function replicaAnnotations(pods: string | undefined): StringMap {
  const amount = parseQuantity(pods);
  const granted = amount === undefined ? 0 : Number(amount.nano / 1_000_000_000n);
  return granted > REPLICAS_FOR_ALL ? { [ANNOTATIONS.replicas]: String(granted) } : {};
}
