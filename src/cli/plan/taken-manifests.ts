import { listIn, objectIn, sameJson } from "../../model/json";
import { HIKUBE_MANIFEST } from "./hikube-values";
import { leftKey, type LeftObjects } from "./left-objects";
import { asFarAs } from "./live-fields";
import type { PlannedAction } from "./plan";
import type { PlannedObject } from "./planned-objects";

/** An object that a `hikube_manifest` adopts of a resource which leaves the state. */
export interface TakenManifest {
  readonly object: PlannedObject;
  /** Of the resource that leaves it. */
  readonly from: string;
  readonly actions: readonly PlannedAction[];
}

/**
 * Reads a new `hikube_manifest` as what it does to the object that is there: it writes its own fields, and leaves the others.
 *
 * @param made - what the plan alone says of its object
 * @returns nothing where no resource leaves such an object to it
 */
export function takenManifest(resource: unknown, made: PlannedObject, left: LeftObjects): TakenManifest | undefined {
  const { type, change } = objectIn(resource);
  const { actions: given, after: values } = objectIn(change);
  const { before: former, after } = made;
  const isAdopting = type === HIKUBE_MANIFEST && objectIn(values).adopt === true && listIn(given).includes("create");
  const found = after === undefined ? undefined : left.get(leftKey(after));
  // A namespace of the state that stays with its own resource has no address.
  if (!isAdopting || former !== undefined || after === undefined || found === undefined || found.address === "")
    return undefined;
  const before = asFarAs(found.object, after);
  const isChanged = !sameJson(before, after);
  const actions = isChanged ? (["take-over", "change"] as const) : (["take-over"] as const);
  return { object: { ...made, before, isChanged }, from: found.address, actions };
}
