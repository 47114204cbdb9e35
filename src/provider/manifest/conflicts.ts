import type { Cluster, ObjectRef } from "../../kube/cluster";
import type { KubeError } from "../../kube/kube-error";
import { ownersOf } from "../../kube/managed-fields";
import { DiagnosticError } from "../../plugin";
import { contestedDetail } from "../objects/contested";
import { titleOf } from "./body";
import { MANIFEST } from "./errors";
import { FIELD_MANAGER } from "../objects/managers";
import { withoutKeys } from "./words";

/** A field that is to be applied, and that another manager owns with another value. */
export interface Conflict {
  readonly field: string;
  readonly manager: string;
}

export function conflictsIn({ causes }: KubeError): readonly Conflict[] {
  return causes
    .filter(({ reason }) => reason === "FieldManagerConflict")
    .map(({ field = "", message = "" }) => ({
      field,
      manager: /conflicts? with "((?:[^"\\]|\\.)*)"/.exec(message)?.[1] ?? "another manager",
    }));
}

/** A conflict as it may be told of an object whose values may not be shown. */
export function withoutValues({ field, manager }: Conflict): Conflict {
  return { field: withoutKeys(field), manager };
}

/** One error for all conflicts: each field, its manager and since when, and the ways out. */
export async function conflictError(
  cluster: Cluster,
  ref: ObjectRef,
  conflicts: readonly Conflict[],
): Promise<DiagnosticError> {
  const since = await timesOf(cluster, ref);
  const contested = conflicts.map((one) => ({ ...one, time: since.get(one.manager) }));
  const ways = [
    "leave these fields out of the manifest: what others own stays as it is",
    "set `force_conflicts = true`: this resource takes them over, and the others lose them",
    `write the values that the cluster has: then both own them, ${FIELD_MANAGER} and the other`,
  ];
  const title = `Conflicts with other field managers of ${titleOf(ref)}`;
  return new DiagnosticError(title, contestedDetail(contested, ways), MANIFEST);
}

/** When each manager wrote last; empty where it cannot be read. */
async function timesOf(cluster: Cluster, ref: ObjectRef): Promise<ReadonlyMap<string, string>> {
  const object = await cluster.get(ref).catch(() => undefined);
  const owners = object === undefined ? [] : ownersOf(object);
  return new Map(owners.map(({ manager, time }) => [manager, time]));
}
