import { counted } from "../text";
import { printableLine } from "../../model/printable";
import {
  EXIT,
  ifStopped,
  ProjectError,
  UsageError,
  wholeSeconds,
  type Io,
  type OptionSpec,
  type Outcome,
} from "../command";
import { assertSomebodyAnswers, AUTO_APPROVE, confirm } from "../confirm";
import { PROJECT_OPTIONS, withProject, type Project, type ProjectOptions } from "../project/project";
import { PARALLELISM_OPTION, runStacks, sharedBy } from "../project/run-stacks";
import { applyPlan, type Applied } from "./apply-plan";
import { formatReviewed } from "./format";
import { withGuardrailsInForce } from "./guardrails-in-force";
import { endNamespacesFirst } from "./namespaces-first";
import { openPlans } from "./open-plan";
import { planAll, type Planned } from "./plan-all";
import { withPlanFolder } from "./plan-file";
import type { Plan, PlannedAction } from "./plan";
import { refusalsOf } from "./protection";
import type { PlanReport } from "./report";
import { reviewLive } from "./review-live";
import { digestOf, planCommand, readSavedPlan } from "./saved-plan";
import { refuseStale } from "./stale-plan";
import { suspensionMoves } from "./suspension-moves";
import { planJson } from "./warnings";

/** Longer than the ten minutes of grace that a tenant's pods may have, in seconds. */
const DEFAULT_REMOVAL_TIMEOUT = 900;
const MAX_REMOVAL_TIMEOUT = 86_400;

const REMOVAL_TIMEOUT_OPTION: OptionSpec = {
  flags: "--removal-timeout <seconds>",
  description: `how long the namespace of a removed tenant may take to be deleted (default: ${String(DEFAULT_REMOVAL_TIMEOUT)})`,
  parse(text) {
    const seconds = wholeSeconds(text);
    if (seconds >= 1 && seconds <= MAX_REMOVAL_TIMEOUT) return seconds;
    throw new UsageError(`received "${text}"; expected 1 to ${String(MAX_REMOVAL_TIMEOUT)} seconds`);
  },
};

/** The options of `hikube apply` and `hikube destroy`. */
export const APPLY_OPTIONS: readonly OptionSpec[] = [
  ...PROJECT_OPTIONS,
  PARALLELISM_OPTION,
  REMOVAL_TIMEOUT_OPTION,
  AUTO_APPROVE,
];

export interface ApplyCommandOptions extends ProjectOptions {
  readonly autoApprove?: boolean;
  readonly removalTimeout?: number;
  /** Digest that a kept plan must have. */
  readonly expect?: string;
}

interface ApplyOptions {
  readonly destroy: boolean;
  readonly autoApprove: boolean;
  /** How long the deletion of a removed tenant's namespace may take, in seconds. @default 900 */
  readonly removalTimeout?: number;
  /** The command that makes the plan anew. @default - it was not kept */
  readonly again?: string;
  readonly io: Io;
}

/** `hikube apply` and `hikube destroy`. @throws UsageError if nobody could confirm: before the work */
export async function runApply(
  file: string | undefined,
  { autoApprove = false, removalTimeout, ...options }: ApplyCommandOptions,
  io: Io,
  destroy: boolean,
): Promise<Outcome> {
  if (!autoApprove) assertSomebodyAnswers(io);
  const applying = { destroy, autoApprove, removalTimeout, io };
  return withProject(file, options, io, (project) =>
    withPlanFolder(async (folder) => {
      const planned = await planAll(project, { folder, io, args: destroy ? ["-destroy"] : undefined });
      return applyPlanned(planned, project, applying);
    }),
  );
}

/** `hikube apply PLAN`: what was kept is applied as it was made, or refused. */
export async function runSaved(path: string, given: ApplyCommandOptions, io: Io): Promise<Outcome> {
  const { autoApprove = false, removalTimeout, expect, ...options } = given;
  const saved = readSavedPlan(path);
  const digest = digestOf(saved);
  const decided = decidedBySaved(options);
  const lines = [
    ...(decided.length === 0
      ? []
      : [`${decided.join(", ")}: ${path} is a plan, which was made with its own; leave it out`]),
    ...(expect === undefined || expect === digest
      ? []
      : [`${path} is not the plan that was approved: its digest is ${digest}, expected ${expect}`]),
  ];
  if (decided.length > 0) throw new UsageError(lines);
  if (lines.length > 0) throw new ProjectError(lines, "stale-plan");
  const again = planCommand(saved, path);
  const applying = { destroy: false, autoApprove, removalTimeout, again, io };
  return withProject(saved.file, { ...options, ...saved.options }, io, (project) =>
    withPlanFolder(async (folder) => {
      const planned = await openPlans(saved, project, { folder, io, again });
      if (!autoApprove) assertSomebodyAnswers(io);
      return applyPlanned(planned, project, applying);
    }),
  );
}

/** Options that a plan has already decided. */
function decidedBySaved({ stack, synth, platform, backend, cluster }: ProjectOptions): readonly string[] {
  const given = {
    "--stack": stack !== undefined,
    "--no-synth": !synth,
    "--no-platform": !platform,
    "--backend": backend !== undefined,
    "--cluster": cluster !== undefined,
  };
  return Object.entries(given).flatMap(([flag, isGiven]) => (isGiven ? [flag] : []));
}

const ENDING =
  "namespaces whose deletion has begun are deleted with all that is in them, and nothing else was changed; run the command again to go on";
const SAVED = "terraform has saved its state, and no other stack was started; to go on, run";

/** The provider `hikube` goes on with what it finds half done; hashicorp/kubernetes takes it for somebody else's. */
export function stateWhileApplying(plans: readonly Pick<Plan, "changes">[]): string {
  const made = plans.flatMap(({ changes }) =>
    changes.filter(({ actions }) => actions.some((each) => !LEAVES.has(each))),
  );
  const isConverging = made.every(({ address, before, after }) =>
    ((after ?? before)?.type ?? address.split(".").at(-2) ?? "").startsWith("hikube_"),
  );
  return `${SAVED} ${isConverging ? "the command again" : "`hikube recover`, then the command again"}`;
}

/** What changes a state alone. */
const LEAVES: ReadonlySet<PlannedAction> = new Set(["forget", "move"]);

/** Shows plans, asks, and applies exactly those. */
async function applyPlanned(planned: readonly Planned[], project: Project, options: ApplyOptions): Promise<Outcome> {
  const { destroy, autoApprove, io, removalTimeout = DEFAULT_REMOVAL_TIMEOUT } = options;
  const reports = planned.map(({ report }) => report);
  const review = await reviewLive(planned, project);
  const shown = formatReviewed(reports, review);
  if (!planned.some(({ plan }) => plan.hasEffect))
    return { text: shown, json: { stacks: [], plans: reports.map(planJson) } };
  if (refusalsOf(reports).length > 0) return refused(shown, reports);
  io.stderr.write(`${shown}\n`);
  const question = destroy ? "Destroy this?" : "Apply this?";
  if (!autoApprove && !(await confirm(question, io))) return { text: "nothing was changed", exitCode: EXIT.failed };
  // The confirmation may have taken a night.
  refuseStale(await suspensionMoves(planned, project.terraform, io), options.again);
  const ending = { terraform: project.terraform, timeoutMs: removalTimeout * 1000, io };
  ifStopped(io, ENDING);
  await endNamespacesFirst(planned, ending);
  ifStopped(io, stateWhileApplying(planned.map(({ plan }) => plan)));
  // Dependents are destroyed first. After a failed stack no other is begun, because it may depend on it.
  const order = { parallelism: project.parallelism, reverse: destroy, endsWith: isFailed };
  const told = { terraform: project.terraform, io: sharedBy(project, io) };
  const stacks = await runStacks(planned, order, async (each) =>
    withGuardrailsInForce(each, await applyPlan(each, told.terraform, told.io), told),
  );
  return {
    text: formatApplied(planned, stacks),
    json: { stacks, plans: reports.map(planJson) },
    exitCode: stacks.some(isFailed) ? EXIT.failed : EXIT.done,
  };
}

/** The stacks that were not started. */
function refused(shown: string, plans: readonly PlanReport[]): Outcome {
  return {
    text: `${shown}\nnothing was changed`,
    json: { stacks: [], plans: plans.map(planJson) },
    exitCode: EXIT.failed,
  };
}

function isFailed({ error }: Applied): boolean {
  return error !== undefined;
}

function formatApplied(planned: readonly Planned[], applied: readonly Applied[]): string {
  const begun = new Set(applied.map(({ stack }) => stack));
  const rest = planned.filter(({ stack, plan }) => plan.hasEffect && !begun.has(stack.name));
  return [
    ...applied.map(appliedLine),
    ...rest.map(({ stack }) => printableLine(`stack ${stack.name}: not started`)),
  ].join("\n");
}

function appliedLine({ stack, done, failed, error }: Applied): string {
  const line = printableLine(`stack ${stack}: ${counted(done, "change")} made`);
  return error === undefined ? line : `${line}, ${failed.length} failed\n${error}`;
}
