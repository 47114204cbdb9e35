import type { Review } from "../../review/change";
import { inOrder } from "../../review/order";
import type { Project } from "../project/project";
import { foreignPolicies } from "./foreign-policies";
import type { PlannedStack } from "./plan-file";
import { resumedElsewhere } from "./resumed-elsewhere";
import { reviewPlans } from "./review-plan";
import { runningIn } from "./running-pods";

/** What plans mean, with what the clusters say of it. */
export async function reviewLive(
  planned: readonly Pick<PlannedStack, "stack" | "plan">[],
  { output, terraform }: Pick<Project, "output" | "terraform">,
): Promise<Review> {
  const [foreign, running, resumed] = await Promise.all([
    foreignPolicies(planned, terraform),
    runningIn(planned, terraform),
    resumedElsewhere(planned, terraform),
  ]);
  const { changes } = reviewPlans(planned, output, foreign, running);
  return { changes: inOrder([...changes, ...resumed]) };
}
