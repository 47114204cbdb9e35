import { printableLine } from "../../model/printable";
import { ProjectError } from "../command";

/** @throws ProjectError with the reasons why a plan is no longer what would be applied, if there are any */
export function refuseStale(reasons: readonly string[]): void {
  if (reasons.length === 0) return;
  throw new ProjectError(
    [
      "the plan is not what would be applied now, so nothing was changed:",
      ...reasons.map((reason) => `  ${printableLine(reason)}`),
      "  hint: plan again (with --out to keep it), and have that reviewed",
    ],
    "stale-plan",
  );
}
