import { messageLines } from "../../support/errors";
import { ProjectError } from "../command";
import type { Project } from "../project/project";
import { withKnownBlocks } from "../project/known-blocks";
import { withIgnored } from "../project/override-file";
import { sharedBy, runStacks } from "../project/run-stacks";
import type { Stack } from "../project/stacks";
import { initStack } from "../../terraform/terraform";
import { keptByProvider } from "./kept-suspended";
import { ofSuspensions, openUnder, pastEnd, suspendedIn, wronglyResumed, type PastEnd } from "./past-end";
import { planStack, type PlannedStack, type PlanOptions } from "./plan-file";
import { withoutEnding } from "./protection";
import { reportPlan, type PlanReport } from "./report";
import { comingTo, withStackMoves } from "./stack-moves";
import { withStaleFacts } from "./stale-facts";
import { unplanned } from "./unplanned";

/** A plan and its summary. */
export interface Planned extends PlannedStack {
  readonly report: PlanReport;
}

/** Plans all stacks of a project, side by side. @returns the plans in the order of the stacks */
export async function planAll(project: Project, options: PlanOptions): Promise<readonly Planned[]> {
  const { stacks, unplanned: beside, terraform } = project;
  const planned: Planned[] = [];
  const doubts: Doubt[] = [];
  const init = oneAtATime((stack: Stack) => initStack(terraform, stack));
  const io = sharedBy(project, options.io);
  const tasks = stacks.map((stack) => ({ stack }));
  const plans = await runStacks(tasks, project, async ({ stack }) => {
    await init(stack);
    const known = await withKnownBlocks(stack, terraform);
    const { plan, ...ended } = await planKept(terraform, known, { ...options, io }).catch(async (error: unknown) => {
      const refused = await unplanned(known, terraform, error, options.args !== undefined);
      // A stack that is to end asks nothing of others.
      const told = options.args === undefined ? withAdvice(error, stack.dependencies, planned) : error;
      if (refused === undefined) throw told;
      const { held, ...rest } = refused;
      if (held !== undefined) doubts.push({ stack: stack.name, held, error: told });
      return rest;
    });
    const report = await reportPlan(plan, terraform, io);
    const done = { ...plan, report: { ...report, ...ended } };
    planned.push(done);
    return done;
  });
  const isEnd = options.args !== undefined;
  const compared = isEnd ? plans.map(({ report }) => report) : await withStaleFacts(plans, project.output, terraform);
  const moved = await withStackMoves(plans, compared, { terraform, unplanned: beside, isEnd });
  for (const { stack, held, error } of doubts) {
    const coming = comingTo(stack, moved);
    if (!held.every((namespace) => coming.has(namespace))) throw error;
  }
  const reports = withoutEnding(moved);
  return plans.map((plan, index) => ({ ...plan, report: reports[index] ?? plan.report }));
}

/** A stack that would make what is there: an error of its own, unless all of that comes out of other stacks. */
interface Doubt {
  readonly stack: string;
  readonly held: readonly string[];
  readonly error: unknown;
}

interface Kept {
  readonly plan: PlannedStack;
  readonly suspended?: PlanReport["suspended"];
  readonly openEnds?: PlanReport["openEnds"];
}

/**
 * Plans a stack again where a plan would undo what `hikube expire --suspend` did. After the plan, not before it: the
 * suspension may come while Terraform reads the cluster. It may go on meanwhile, so the last plan leaves alone all that is
 * past its end.
 */
async function planKept(terraform: Project["terraform"], stack: Stack, options: PlanOptions): Promise<Kept> {
  const now = new Date();
  let plan = await planStack(terraform, stack, options);
  if (options.args !== undefined) return { plan };
  let kept: readonly PastEnd[] = [];
  for (const taken of [wronglyResumed, pastEnd]) {
    if (wronglyResumed(plan.plan, now).length === 0) break;
    kept = [...kept, ...taken(plan.plan, now)];
    const ignored = ofSuspensions(plan.plan, kept);
    plan = await withIgnored(stack, ignored, () => planStack(terraform, stack, options));
  }
  const tenants = [...new Map(kept.map((each) => [each.namespace, each])).values()];
  const openEnds = openUnder(plan.plan, tenants);
  const isOpen = ({ namespace }: PastEnd) => openEnds.some((each) => each.namespace === namespace);
  const suspended = [
    ...suspendedIn(plan.plan, tenants).filter((tenant) => !isOpen(tenant)),
    ...(await keptByProvider(plan, terraform, now)),
  ];
  return {
    plan,
    ...(suspended.length === 0 ? {} : { suspended }),
    ...(openEnds.length === 0 ? {} : { openEnds }),
  };
}

/**
 * A folder of plugins that several stacks share does not bear two inits at once.
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache
 */
function oneAtATime<T>(work: (input: T) => Promise<void>): (input: T) => Promise<void> {
  let last = Promise.resolve();
  return (input) => {
    const next = last.then(() => work(input));
    last = next.catch(() => undefined);
    return next;
  };
}

/** A stack that reads another one's outputs cannot be planned before that one is applied. */
function withAdvice(error: unknown, dependencies: readonly string[], planned: readonly Planned[]): unknown {
  const pending = planned.filter(({ stack, plan }) => dependencies.includes(stack.name) && plan.hasEffect);
  if (pending.length === 0 || !(error instanceof Error)) return error;
  const flags = pending.map(({ stack }) => `--stack ${stack.name}`).join(" ");
  const advice = `  it depends on stacks that have not been applied yet: hikube apply ${flags}`;
  return new ProjectError([...messageLines(error), advice], "terraform-failed");
}
