import { defineCommand } from "../command";
import { AUTO_APPROVE } from "../confirm";
import { applyAll } from "../plan/apply-all";
import { REMOVAL_TIMEOUT_OPTION } from "../plan/removal-timeout";
import { PROJECT_ARGUMENT, PROJECT_OPTIONS, withProject, type ProjectOptions } from "../project/project";
import { PARALLEL_OPTION } from "../project/side-by-side";

interface DestroyOptions extends ProjectOptions {
  readonly autoApprove?: boolean;
  readonly removalTimeout?: number;
}

export const destroy = defineCommand<DestroyOptions>({
  path: ["destroy"],
  summary: "remove the tenants and all that lives in them",
  description:
    "Plans the end of every stack, names the pods and volumes that would be lost with it, asks, and does exactly that, " +
    "namespaces first. " +
    "A protected tenant stops it: apply it with `protected: false` first.",
  examples: ["hikube destroy --stack sandbox", "hikube destroy tenants.yaml"],
  argument: PROJECT_ARGUMENT,
  options: [...PROJECT_OPTIONS, PARALLEL_OPTION, REMOVAL_TIMEOUT_OPTION, AUTO_APPROVE],
  async run({ autoApprove = false, removalTimeout, ...options }, io, [file]) {
    return withProject(file, options, io, (project) =>
      applyAll(project, { destroy: true, autoApprove, removalTimeout, io }),
    );
  },
});
