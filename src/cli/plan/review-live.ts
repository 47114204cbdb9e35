import type { Review } from "../../review/change";
import type { Project } from "../project/project";
import { foreignPolicies } from "./foreign-policies";
import type { PlannedStack } from "./plan-file";
import { reviewPlans } from "./review-plan";
import { runningIn } from "./running-pods";

/** What plans mean, with what the clusters say of it. */
export async function reviewLive(
  planned: readonly Pick<PlannedStack, "stack" | "plan">[],
  { output, terraform }: Pick<Project, "output" | "terraform">,
): Promise<Review> {
  const [foreign, running] = await Promise.all([foreignPolicies(planned, terraform), runningIn(planned, terraform)]);
  return reviewPlans(planned, output, foreign, running);
}
