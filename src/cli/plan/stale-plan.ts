import { printableLine } from "../../model/printable";
import { ProjectError } from "../command";

/**
 * @param again - the command that makes such a plan, where it was kept
 * @throws ProjectError with the reasons why a plan is no longer what would be applied, if there are any
 */
export function refuseStale(reasons: readonly string[], again?: string): void {
  if (reasons.length === 0) return;
  throw new ProjectError(
    [
      "the plan is not what would be applied now, so nothing was changed:",
      ...reasons.map((reason) => `  ${printableLine(reason)}`),
      printableLine(
        `  hint: plan again (${again === undefined ? "with --out to keep it" : `\`${again}\``}), and have that reviewed`,
      ),
    ],
    "stale-plan",
  );
}
