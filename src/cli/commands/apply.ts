import { defineCommand } from "../command";
import { APPLY_OPTIONS, runApply, type ApplyCommandOptions } from "../plan/apply-all";
import { PROJECT_ARGUMENT } from "../project/project";

export const apply = defineCommand<ApplyCommandOptions>({
  path: ["apply"],
  summary: "make the cluster as the tenants say",
  description:
    "Plans every stack, shows the plan tenant by tenant, asks, and applies exactly that plan. " +
    "The namespaces of removed tenants end first, with their pods. A protected tenant that is gone stops it. After a run that was " +
    "killed, `hikube recover` comes first.",
  examples: ["hikube apply", "hikube apply tenants.yaml --auto-approve", "hikube apply --stack company"],
  argument: PROJECT_ARGUMENT,
  options: APPLY_OPTIONS,
  run: (options, io, [file]) => runApply(file, options, io, false),
});
