import { ownersOf, type FieldSet } from "../../kube/managed-fields";
import { isRecord } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";

/** The field manager of all that this provider applies: its name in `metadata.managedFields`. */
export const FIELD_MANAGER = "hikube";

/** Who wrote a field last, beside us. */
export interface OtherOwner {
  /** E.g. `kubectl-edit`. */
  readonly manager: string;
  /** Whether it declares what it owns, as Argo CD or another Terraform does: it will write the field again. */
  readonly applies: boolean;
  /** When, in RFC 3339. @default - the server does not tell */
  readonly time?: string;
}

/**
 * Others that own one of these fields, as `differences` names them; the last to write comes first.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function othersOf(object: KubeObject, fields: readonly string[]): readonly OtherOwner[] {
  return ownersOf(object)
    .filter(({ manager, fields: own }) => manager !== FIELD_MANAGER && fields.some((field) => owns(own, field)))
    .toSorted((left, right) => right.time.localeCompare(left.time))
    .map(({ manager, operation, time }) => ({
      manager,
      applies: operation === "Apply",
      ...(time === "" ? {} : { time }),
    }));
}

/** Lists that are written whole end the way: who owns the list owns what is in it. */
function owns(fields: FieldSet, field: string): boolean {
  let at: unknown = fields;
  for (const name of stepsOf(field)) {
    if (!isRecord(at)) return false;
    const next = at[`f:${name}`];
    if (next === undefined) return false;
    if (isRecord(next) && Object.keys(next).length === 0) return true;
    at = next;
  }
  return true;
}

/** `spec.hard["limits.cpu"]` step by step; indexes of lists are none that fields are owned by. */
function stepsOf(field: string): readonly string[] {
  return [...field.matchAll(/\["([^"]+)"\]|([^.[\]]+)/g)]
    .map(([, key, name]) => key ?? name ?? "")
    .filter((name) => !/^\d+$/.test(name));
}
