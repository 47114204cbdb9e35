import { defineCommand } from "../command";
import { APPLY_OPTIONS, runApply, type ApplyCommandOptions } from "../plan/apply-all";
import { PROJECT_ARGUMENT } from "../project/project";

export const destroy = defineCommand<ApplyCommandOptions>({
  path: ["destroy"],
  summary: "remove the tenants and all that lives in them",
  description:
    "Plans the end of every stack, names the pods and volumes that would be lost with it, asks, and does exactly that, " +
    "namespaces first. " +
    "A protected tenant stops it: apply it with `protected: false` first.",
  examples: ["hikube destroy --stack sandbox", "hikube destroy tenants.yaml"],
  argument: PROJECT_ARGUMENT,
  options: APPLY_OPTIONS,
  run: (options, io, [file]) => runApply(file, options, io, true),
});
