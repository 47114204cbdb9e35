import { defineCommand } from "../command";
import { APPLY_OPTIONS, runApply, type ApplyCommandOptions } from "../plan/apply-all";
import { PROJECT_ARGUMENT } from "../project/project";

export const apply = defineCommand<ApplyCommandOptions>({
  path: ["apply"],
  summary: "apply the tenants to the cluster",
  description:
    "Plans every stack, shows the plan tenant by tenant, asks for a confirmation, and applies exactly that plan. " +
    "The namespaces of removed tenants are deleted first, with their pods. A removed tenant that is protected stops it. After " +
    "a run that was killed, run `hikube recover` first.",
  examples: ["hikube apply", "hikube apply tenants.yaml --auto-approve", "hikube apply --stack company"],
  argument: PROJECT_ARGUMENT,
  options: APPLY_OPTIONS,
  run: (options, io, [file]) => runApply(file, options, io, false),
});
