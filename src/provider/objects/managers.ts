import { randomBytes } from "node:crypto";
import { appliedBy, ownersOf, pathsIn, type FieldSet } from "../../kube/managed-fields";
import { isRecord } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";

/** The field manager of all that this provider applies: its name in `metadata.managedFields`. */
export const FIELD_MANAGER = "hikube";

/** A field manager for the first write of an object: what somebody else has made since is a conflict, and not ours. */
export function firstManager(): string {
  return `${FIELD_MANAGER}-${randomBytes(6).toString("hex")}`;
}

/** Whether a field manager is one of a first write. What is left of it is ours: an apply was killed before its second write. */
export function isFirstManager(manager: string): boolean {
  return /^hikube-[0-9a-f]{12}$/.test(manager);
}

/** Whether a field manager is this provider. */
export function isOwn(manager: string): boolean {
  return manager === FIELD_MANAGER || isFirstManager(manager);
}

/** The fields of an object that this provider applied. */
export function ownFields(object: KubeObject): FieldSet {
  return appliedBy(object, isOwn);
}

/** Whether any field of an object is applied by this provider. */
export function isApplied(object: KubeObject): boolean {
  return Object.keys(ownFields(object)).length > 0;
}

/** Whether an object is others' alone. What has nothing but a name has no owner, and nobody knows whose it is. */
export function isForeign(object: KubeObject): boolean {
  return ownersOf(object).length > 0 && !isApplied(object);
}

/** Who wrote a field last, beside us. */
export interface OtherOwner {
  /** E.g. `kubectl-edit`. */
  readonly manager: string;
  /** Whether it declares what it owns, as Argo CD or another Terraform does: it will write the field again. */
  readonly applies: boolean;
  /** When, in RFC 3339. @default - the server does not tell */
  readonly time?: string;
  /** Which of the fields, as conflicts name them: `.spec.hard.pods`. */
  readonly fields: readonly string[];
}

/**
 * Others that own one of these fields, as `differences` names them; the last to write comes first.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function othersOf(object: KubeObject, fields: readonly string[]): readonly OtherOwner[] {
  return ownersOf(object)
    .map(({ fields: own, ...owner }) => ({ ...owner, fields: fields.flatMap((field) => ownedAt(own, stepsOf(field))) }))
    .filter(({ manager, fields: owned }) => manager !== FIELD_MANAGER && owned.length > 0)
    .toSorted((left, right) => right.time.localeCompare(left.time))
    .map(({ manager, operation, time, fields: owned }) => ({
      manager,
      applies: operation === "Apply",
      ...(time === "" ? {} : { time }),
      fields: [...new Set(owned)],
    }));
}

/** Whether a field, named as `differences` names it, is known to be written by others alone. */
export function isOthers(object: KubeObject, field: string): boolean {
  const owners = ownersOf(object).filter(({ fields }) => ownedAt(fields, stepsOf(field)).length > 0);
  return owners.length > 0 && !owners.some(({ manager }) => isOwn(manager));
}

/** What of a set stands at a place. Lists that are written whole end the way: who owns the list owns what is in it. */
function ownedAt(fields: FieldSet, [name, ...rest]: readonly string[], at = ""): readonly string[] {
  if (name === undefined) return pathsIn(fields, at);
  const [next, path] = [fields[`f:${name}`], `${at}.${name}`];
  if (!isRecord(next)) return [];
  return Object.keys(next).length === 0 ? [path] : ownedAt(next, rest, path);
}

/** `spec.hard["limits.cpu"]` step by step; indexes of lists are none that fields are owned by. */
function stepsOf(field: string): readonly string[] {
  return [...field.matchAll(/\["([^"]+)"\]|([^.[\]]+)/g)]
    .map(([, key, name]) => key ?? name ?? "")
    .filter((name) => !/^\d+$/.test(name));
}
