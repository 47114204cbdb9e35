import { existsSync } from "node:fs";
import { printableLine } from "../../model/printable";
import type { Review, Severity } from "../../review/change";
import { reviewDocument } from "../../review/document";
import { defineCommand, EXIT, UsageError, type OptionSpec } from "../command";
import { formatReviewed } from "../plan/format";
import { markdownOfPlans } from "../plan/markdown";
import { planAll } from "../plan/plan-all";
import { withPlanFolder } from "../plan/plan-file";
import { refusalsOf } from "../plan/protection";
import type { PlanReport } from "../plan/report";
import { keptPlan } from "../plan/keep-plan";
import { reviewLive } from "../plan/review-live";
import { digestOf, KEPT_PLAN, writeSavedPlan } from "../plan/saved-plan";
import { planJson } from "../plan/warnings";
import { PROJECT_ARGUMENT, PROJECT_OPTIONS, withProject, type ProjectOptions } from "../project/project";
import { PARALLELISM_OPTION } from "../project/run-stacks";
import { FAIL_ON, isReached, REVIEW_FORMATS } from "../review/show";
import { assertWritableFile } from "../output-path";
import { shellWord } from "../text";
import { DETAILED_EXITCODE } from "../words";

interface PlanCommandOptions extends ProjectOptions {
  readonly out?: string;
  readonly output: string;
  readonly detailedExitcode?: boolean;
  readonly failOn?: Severity;
}

/** Exit codes under `--detailed-exitcode`. @see https://developer.hashicorp.com/terraform/cli/commands/plan#detailed-exitcode */
const DETAILED = { unchanged: 0, failed: 1, changes: 2 } as const;

const DETAILED_OPTION: OptionSpec = {
  flags: DETAILED_EXITCODE,
  description: "exit codes of terraform plan: 0 nothing to change, 1 any error or a plan that apply refuses, 2 changes",
};

const OUT_OPTION: OptionSpec = {
  flags: "--out <file>",
  description: "keep the plan, so that `hikube apply FILE` applies what was reviewed; it holds values of the state",
};

export const plan = defineCommand<PlanCommandOptions>({
  path: ["plan"],
  summary: "show what apply would change, tenant by tenant",
  description:
    "Plans every stack and says what that means: who gains or loses access, which connections open or close, what security, " +
    "lifetime and quotas become; dangers first. Then it sums up what is added, changed and removed in each tenant. Where the " +
    "cluster answers, it warns of quotas below current use and names the volumes that would be lost. A plan that removes a " +
    "protected tenant is an error: apply refuses it.",
  examples: [
    "hikube plan",
    "hikube plan tenants.yaml",
    "hikube plan --stack company --json",
    "hikube plan --markdown",
    "hikube plan tenants.yaml --out reviewed.plan",
    "hikube plan --detailed-exitcode",
    "hikube plan --out reviewed.plan --fail-on danger",
  ],
  exits: { [EXIT.findings]: "a plan that apply refuses; with --fail-on: a change of that severity" },
  argument: PROJECT_ARGUMENT,
  formats: REVIEW_FORMATS,
  options: [...PROJECT_OPTIONS, PARALLELISM_OPTION, DETAILED_OPTION, OUT_OPTION, FAIL_ON],
  async run(options, io, [file]) {
    if (options.failOn !== undefined && options.detailedExitcode === true) {
      throw new UsageError("--fail-on and --detailed-exitcode exclude each other: their exit codes are not the same");
    }
    if (options.out !== undefined) assertWritableFile("--out", options.out, KEPT_PLAN);
    const { reports, review, kept } = await withProject(file, options, io, (project) =>
      withPlanFolder(async (folder) => {
        const all = await planAll(project, { folder, io });
        const found = {
          reports: all.map(({ report }) => report),
          review: await reviewLive(all, project),
        };
        const isKept = options.out !== undefined && refusalsOf(found.reports).length === 0;
        return { ...found, ...(isKept ? { kept: await keptPlan(all, project, { file, options }) } : {}) };
      }),
    );
    if (options.out !== undefined && kept !== undefined) writeSavedPlan(options.out, kept);
    const isRefused = refusalsOf(reports).length > 0;
    const isFinding = isRefused || isReached(review, options.failOn);
    const exitCode =
      options.detailedExitcode === true ? detailed(reports, isRefused) : isFinding ? EXIT.findings : EXIT.done;
    const digest = kept === undefined ? undefined : digestOf(kept);
    return {
      text: [textOf(options.output, reports, review), ...keptLines(options, digest, reports)].join("\n"),
      json: {
        stacks: reports.map(planJson),
        review: reviewDocument(review),
        ...(digest === undefined ? {} : { digest }),
      },
      exitCode,
    };
  },
});

function textOf(output: string, reports: readonly PlanReport[], review: Review): string {
  return output === "markdown" ? markdownOfPlans(reports, review) : formatReviewed(reports, review);
}

/** Where the plan is, and what it is known by. */
function keptLines(
  { out, output }: PlanCommandOptions,
  digest: string | undefined,
  reports: readonly PlanReport[],
): readonly string[] {
  if (out === undefined) return [];
  if (digest === undefined) {
    const line = printableLine(
      `the plan was not kept: apply refuses it${existsSync(out) ? `; ${out} holds a former one` : ""}`,
    );
    return output === "markdown" ? ["", line] : [line];
  }
  if (output === "markdown") return ["", `kept: \`${digest}\``];
  const isApplied = reports.some(({ hasEffect }) => hasEffect);
  const next = isApplied ? `apply it by: hikube apply ${shellWord(out)}` : "there is nothing to apply";
  return [printableLine(`kept: ${digest}; ${next}`)];
}

/** A pipeline goes on to apply at 2: a plan that apply refuses must not say so. */
function detailed(reports: readonly PlanReport[], isRefused: boolean): number {
  if (isRefused) return DETAILED.failed;
  const differs = reports.some(({ hasEffect, openEnds = [] }) => hasEffect || openEnds.length > 0);
  return differs ? DETAILED.changes : DETAILED.unchanged;
}
