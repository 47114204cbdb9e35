import { defineCommand, EXIT } from "../command";
import { formatPlans } from "../plan/format";
import { planAll } from "../plan/plan-all";
import { withPlanFolder } from "../plan/plan-file";
import { refusalsOf } from "../plan/protection";
import { PROJECT_ARGUMENT, PROJECT_OPTIONS, withProject, type ProjectOptions } from "../project/project";
import { PARALLELISM_OPTION } from "../project/run-stacks";

export const plan = defineCommand<ProjectOptions>({
  path: ["plan"],
  summary: "show what apply would change, tenant by tenant",
  description:
    "Plans every stack and sums up what is added, changed and removed in each tenant, and how its quota changes. Where the " +
    "cluster answers, it warns of quotas below current use and names the volumes that would be lost. A plan that removes a " +
    "protected tenant is an error: apply refuses it.",
  examples: ["hikube plan", "hikube plan tenants.yaml", "hikube plan --stack company --json"],
  exits: { [EXIT.findings]: "a plan that apply refuses" },
  argument: PROJECT_ARGUMENT,
  options: [...PROJECT_OPTIONS, PARALLELISM_OPTION],
  async run(options, io, [file]) {
    const reports = await withProject(file, options, io, (project) =>
      withPlanFolder(async (folder) => {
        const all = await planAll(project, { folder, io });
        return all.map(({ report }) => report);
      }),
    );
    const exitCode = refusalsOf(reports).length === 0 ? EXIT.done : EXIT.findings;
    return { text: formatPlans(reports), json: { stacks: reports }, exitCode };
  },
});
