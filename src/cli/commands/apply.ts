import { defineCommand, UsageError, type OptionSpec } from "../command";
import { APPLY_OPTIONS, runApply, runSaved, type ApplyCommandOptions } from "../plan/apply-all";
import { isSavedPlan } from "../plan/saved-plan";
import { PROJECT_ARGUMENT } from "../project/project";

const EXPECT: OptionSpec = {
  flags: "--expect <digest>",
  description: "of a plan that `plan --out` kept: refuse it unless this is the digest that was approved",
};

export const apply = defineCommand<ApplyCommandOptions>({
  path: ["apply"],
  summary: "apply the tenants to the cluster",
  description:
    "Plans every stack, shows the plan tenant by tenant, asks for a confirmation, and applies exactly that plan. A plan that " +
    "`plan --out` kept is applied as it was reviewed, or refused if the code, the state or the cluster is another one now. " +
    "The namespaces of removed tenants are deleted first, with their pods. A removed tenant that is protected stops it. After " +
    "a run that was killed, run `hikube recover` first.",
  examples: [
    "hikube apply",
    "hikube apply tenants.yaml --auto-approve",
    "hikube apply --stack company",
    "hikube apply reviewed.plan --auto-approve",
  ],
  argument: { ...PROJECT_ARGUMENT, description: `${PROJECT_ARGUMENT.description}, or a plan that \`plan --out\` kept` },
  options: [...APPLY_OPTIONS, EXPECT],
  run(options, io, [file]) {
    if (file !== undefined && isSavedPlan(file)) return runSaved(file, options, io);
    if (options.expect !== undefined) throw new UsageError("--expect is for a plan that `plan --out` kept");
    return runApply(file, options, io, false);
  },
});
