import type { PlanOf } from "../../../plugin";
import { hasUnknown } from "../../../kube-provider/values";
import type { LocalChart } from "../charts/store";
import type { Caller, HelmClient } from "../client";
import { helmFailure } from "../failure";
import type { ReleaseSchema } from "./schema";
import { valueFiles } from "./values";

type Plan = PlanOf<ReleaseSchema>;
type Values = Parameters<typeof valueFiles>[0];

/** @throws DiagnosticError where `helm lint` finds errors; while a value is not known nothing is linted */
export async function lint(chart: LocalChart, plan: Plan, client: HelmClient, caller: Caller): Promise<void> {
  const { values, set, set_list, set_sensitive } = plan;
  const given = { values, set, set_list, set_sensitive };
  if (hasUnknown(given)) return;
  await client.home.within("lint", async (folder) => {
    const files = valueFiles(given as Values, [], folder);
    const args = ["lint", ...files.map((path) => `--values=${path}`), "--", chart.path];
    const result = await client.helm.run(args, folder, caller);
    if (!result.ok) throw helmFailure(`Helm finds faults in the chart ${chart.name} with these values`, result);
  });
}
