import type { Warning } from "../../model/warning";
import { objectTitle } from "../project/managed-object";
import type { Plan } from "./plan";
import { groupOf } from "./summary";

/** An object that others changed or removed, and that the plan sets back. */
export interface Drift {
  /** Namespace of the tenant that it belongs to, or `platform`. */
  readonly tenant: string;
  /** Kind and name. */
  readonly object: string;
  /** In the words of the provider: `changed by kubectl-patch: spec.hard.pods`, or `missing`. */
  readonly told: string;
}

export function driftOf(plan: Pick<Plan, "changes">): readonly Drift[] {
  return plan.changes.flatMap((change) => {
    const { drift, before, after = before } = change;
    if (drift === undefined || after === undefined) return [];
    return [{ tenant: groupOf(change), object: objectTitle(after), told: drift }];
  });
}

export function driftWarning({ tenant, object, told }: Drift): Warning {
  const which = object === `Namespace ${tenant}` ? object : `${object} of ${tenant}`;
  const message =
    told === "missing"
      ? `${which} is missing in the cluster: somebody removed it, or it is new; apply makes it`
      : `${which} was ${told}; apply sets it back`;
  return { code: "changed-by-others", message };
}
