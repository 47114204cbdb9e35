import { defineCommand } from "../command";
import { AUTO_APPROVE } from "../confirm";
import { applyAll } from "../plan/apply-all";
import { PROJECT_ARGUMENT, PROJECT_OPTIONS, openProject, type ProjectOptions } from "../project/project";
import { PARALLEL_OPTION } from "../project/side-by-side";

interface ApplyOptions extends ProjectOptions {
  readonly autoApprove?: boolean;
}

export const apply = defineCommand<ApplyOptions>({
  path: ["apply"],
  summary: "make the cluster as the tenants say",
  description:
    "Plans every stack, shows the plan tenant by tenant, asks, and applies exactly that plan. After a run that was " +
    "killed, `hikube recover` comes first.",
  examples: ["hikube apply", "hikube apply tenants.yaml --auto-approve", "hikube apply --stack company"],
  argument: PROJECT_ARGUMENT,
  options: [...PROJECT_OPTIONS, PARALLEL_OPTION, AUTO_APPROVE],
  async run({ autoApprove = false, ...options }, io, [file]) {
    const project = await openProject(file, options, io);
    return applyAll(project, { destroy: false, autoApprove, io });
  },
});
