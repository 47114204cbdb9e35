import type { KindRef, ObjectRef } from "../../kube/cluster";
import { kindOf, placeOf } from "../objects/place";

/**
 * What one walk of Terraform over a configuration has met of manifests. An object of nothing but a name has no field manager, and
 * does not tell whose it is: the state does, which Terraform has read before it plans that the object is made anew.
 */
export class ManifestWalk {
  private readonly stored = new Set<string>();
  private readonly created = new Set<string>();
  private readonly changing = new Set<string>();
  private readonly held = new Set<string>();

  /** Takes an object that is in the state. */
  meet(ref: ObjectRef): void {
    this.stored.add(placeOf(ref));
  }

  isStored(ref: ObjectRef): boolean {
    return this.stored.has(placeOf(ref));
  }

  /** Takes an object that is planned to be created. @returns whether it is the first plan of that */
  create(ref: ObjectRef): boolean {
    const place = placeOf(ref);
    const isFirst = !this.created.has(place);
    this.created.add(place);
    return isFirst;
  }

  /** Takes an object that is written: whoever removes it after that, removes what was written. @returns lets go of it again */
  hold(ref: ObjectRef): () => void {
    const place = placeOf(ref);
    this.held.add(place);
    return () => this.held.delete(place);
  }

  /** Whether this run writes the object, or has written it. */
  isHeld(ref: ObjectRef): boolean {
    return this.held.has(placeOf(ref));
  }

  /** Takes a kind whose definition is planned to change. @param kind - default: any, as where the definition is not known yet */
  redefine(kind?: KindRef): void {
    this.changing.add(kind === undefined ? ANY : kindOf(kind));
  }

  /** Whether objects of a kind may be judged by another definition than the cluster has. */
  mayBeRedefined(kind: KindRef): boolean {
    return this.changing.has(ANY) || this.changing.has(kindOf(kind));
  }
}

const ANY = "";
