import { forestObjects } from "../../src/model/tenant/objects/objects";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import type { ReviewState } from "../../src/review/state";
import { reviewChanges } from "../../src/review/review";
import type { Change } from "../../src/review/change";
import { CLUSTER, tree, type LooseSpec } from "../model/tenants";

/** All objects of trees of tenants. */
export function stateOf(...specs: readonly LooseSpec[]): ReviewState {
  return { objects: forestObjects(specs.map((spec) => tree(spec))).flatMap(({ objects }) => objects) };
}

/** The same state with some objects replaced, or left out. */
export function withObjects(
  { objects }: ReviewState,
  edit: (object: KubeObject) => KubeObject | undefined,
): ReviewState {
  return { objects: objects.flatMap((object) => edit(object) ?? []) };
}

/** What changes from one tree to another. */
export function changesBetween(before: LooseSpec, after: LooseSpec): readonly Change[] {
  return compared(stateOf(before), stateOf(after));
}

export function compared(before: ReviewState, after: ReviewState): readonly Change[] {
  return reviewChanges(before, after, { facts: CLUSTER }).changes;
}

/** A change on one line. */
export function lineOf({ severity, kind, tenant = "platform", what, before, after, alsoIn }: Change): string {
  const also = alsoIn === undefined ? "" : ` +${alsoIn.join("+")}`;
  return `${severity} ${tenant}${also} ${kind} ${what}: ${before ?? "-"} => ${after ?? "-"}`;
}

export function linesOf(changes: readonly Change[]): readonly string[] {
  return changes.map(lineOf);
}
