import { defineCommand } from "../command";
import { AUTO_APPROVE } from "../confirm";
import { applyAll } from "../plan/apply-all";
import { REMOVAL_TIMEOUT_OPTION } from "../plan/removal-timeout";
import { PROJECT_ARGUMENT, PROJECT_OPTIONS, withProject, type ProjectOptions } from "../project/project";
import { PARALLEL_OPTION } from "../project/side-by-side";

interface ApplyOptions extends ProjectOptions {
  readonly autoApprove?: boolean;
  readonly removalTimeout?: number;
}

export const apply = defineCommand<ApplyOptions>({
  path: ["apply"],
  summary: "make the cluster as the tenants say",
  description:
    "Plans every stack, shows the plan tenant by tenant, asks, and applies exactly that plan. " +
    "The namespaces of removed tenants end first, with their pods. A protected tenant that is gone stops it. After a run that was " +
    "killed, `hikube recover` comes first.",
  examples: ["hikube apply", "hikube apply tenants.yaml --auto-approve", "hikube apply --stack company"],
  argument: PROJECT_ARGUMENT,
  options: [...PROJECT_OPTIONS, PARALLEL_OPTION, REMOVAL_TIMEOUT_OPTION, AUTO_APPROVE],
  async run({ autoApprove = false, removalTimeout, ...options }, io, [file]) {
    return withProject(file, options, io, (project) =>
      applyAll(project, { destroy: false, autoApprove, removalTimeout, io }),
    );
  },
});
