import { ProjectError } from "../project/failure";
import type { Project } from "../project/project";
import { initStack } from "../project/terraform";
import { planStack, type PlannedStack, type PlanOptions } from "./plan-file";
import { reportPlan, type PlanReport } from "./report";

/** A plan and its summary. */
export interface Planned extends PlannedStack {
  readonly report: PlanReport;
}

/** Plans all stacks of a project, in the order in which they would be applied. */
export async function planAll({ stacks, terraform }: Project, options: PlanOptions): Promise<readonly Planned[]> {
  const planned: Planned[] = [];
  for (const stack of stacks) {
    await initStack(terraform, stack);
    const done = await planStack(terraform, stack, options).catch((error: unknown) => {
      throw withAdvice(error, stack.dependencies, planned);
    });
    planned.push({ ...done, report: await reportPlan(done, terraform, options.io) });
  }
  return planned;
}

/** A stack that reads another one's outputs cannot be planned before that one is applied. */
function withAdvice(error: unknown, dependencies: readonly string[], planned: readonly Planned[]): unknown {
  const pending = planned.filter(({ stack, plan }) => dependencies.includes(stack.name) && plan.hasEffect);
  if (pending.length === 0 || !(error instanceof Error)) return error;
  const flags = pending.map(({ stack }) => `--stack ${stack.name}`).join(" ");
  return new ProjectError(`${error.message}\n  it depends on stacks that are not applied yet: hikube apply ${flags}`);
}
