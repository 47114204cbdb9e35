import { defineCommand } from "../command";
import { APPLY_OPTIONS, runApply, type ApplyCommandOptions } from "../plan/apply-all";
import { PROJECT_ARGUMENT } from "../project/project";

export const destroy = defineCommand<ApplyCommandOptions>({
  path: ["destroy"],
  summary: "remove the tenants with everything in them",
  description:
    "Plans the destruction of every stack, lists the pods and volumes that would be lost, asks for a confirmation, and applies exactly that plan, " +
    "namespaces first. " +
    "A protected tenant stops it: apply it with `protected: false` first.",
  examples: ["hikube destroy --stack sandbox", "hikube destroy tenants.yaml"],
  argument: PROJECT_ARGUMENT,
  options: APPLY_OPTIONS,
  run: (options, io, [file]) => runApply(file, options, io, true),
});
