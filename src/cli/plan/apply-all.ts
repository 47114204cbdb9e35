import type { Io, Outcome } from "../command";
import { assertSomebodyAnswers, confirm } from "../confirm";
import type { Project } from "../project/project";
import { applyPlan, type Applied } from "./apply-plan";
import { formatPlans } from "./format";
import { planAll, type Planned } from "./plan-all";
import { withPlanFolder } from "./plan-file";

export interface ApplyOptions {
  readonly destroy: boolean;
  readonly autoApprove: boolean;
  readonly io: Io;
}

/** Plans, shows, asks and does exactly what was shown. */
export async function applyAll(project: Project, { destroy, autoApprove, io }: ApplyOptions): Promise<Outcome> {
  if (!autoApprove) assertSomebodyAnswers(io);
  // What depends on others goes first when they end.
  const ordered = destroy ? { ...project, stacks: [...project.stacks].reverse() } : project;
  return withPlanFolder(async (folder) => {
    const planned = await planAll(ordered, { folder, io, args: destroy ? ["-destroy"] : [] });
    const reports = planned.map(({ report }) => report);
    const shown = formatPlans(reports);
    if (!planned.some(({ plan }) => plan.hasEffect)) return { text: shown, json: { stacks: [], plans: reports } };
    io.stderr.write(`${shown}\n`);
    const question = destroy ? "Destroy this?" : "Apply this?";
    if (!autoApprove && !(await confirm(question, io))) return { text: "nothing was done", exitCode: 1 };
    const stacks = await applyInOrder(planned, project, io);
    const failed = stacks.some(({ error }) => error !== undefined);
    return { text: formatApplied(stacks), json: { stacks, plans: reports }, exitCode: failed ? 1 : 0 };
  });
}

/** Stops at the first failure: later stacks may stand on what is missing now. */
async function applyInOrder(planned: readonly Planned[], { terraform }: Project, io: Io): Promise<readonly Applied[]> {
  const applied: Applied[] = [];
  for (const each of planned) {
    const result = await applyPlan(each, terraform, io);
    applied.push(result);
    if (result.error !== undefined) break;
  }
  return applied;
}

function formatApplied(stacks: readonly Applied[]): string {
  return stacks
    .map(({ stack, done, failed, error }) => {
      if (error === undefined) return `stack ${stack}: ${done} changes made`;
      return `stack ${stack}: ${done} changes made, ${failed.length} failed\n${error}`;
    })
    .join("\n");
}
