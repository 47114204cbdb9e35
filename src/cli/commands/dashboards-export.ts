import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { APPLICATION_SOURCES, DASHBOARD_GROUPS } from "../../model/tenant/spec/monitoring-schema";
import type { ApplicationSource, DashboardGroup } from "../../model/tenant/spec/monitoring-spec";
import { commaList, defineCommand, UsageError } from "../command";
import { assertWritableFolder } from "../output-path";

interface ExportOptions {
  readonly group?: readonly DashboardGroup[];
  readonly application?: readonly ApplicationSource[];
  readonly nodes?: boolean;
}

export const dashboardsExport = defineCommand<ExportOptions>({
  path: ["dashboards", "export"],
  summary: "write Grafana's boards as files",
  description:
    "Writes each board as a file of JSON into a folder for its group, for a Grafana that no stack of this package runs: " +
    "its provisioning reads them from files, and its import takes them one by one. Files of the same name are replaced.",
  examples: [
    "hikube dashboards export boards",
    "hikube dashboards export boards --group kubernetes,logs",
    "hikube dashboards export boards --group applications --application envoy --nodes",
  ],
  argument: { notation: "<folder>", description: "folder for the files; made if it is not there" },
  options: [
    {
      flags: "--group <name>",
      description: "only this group; may be repeated",
      parse: commaList,
      choices: DASHBOARD_GROUPS,
    },
    {
      flags: "--application <source>",
      description: "only this source of the group applications; may be repeated",
      parse: commaList,
      choices: APPLICATION_SOURCES,
    },
    { flags: "--nodes", description: "also panels of nodes, whose metrics the platform's own stack gets" },
  ],
  async run({ group, application, nodes = false }, _io, [folder = ""]) {
    if (application !== undefined && group?.includes("applications") === false) {
      throw new UsageError("--application is for the group applications: add --group applications, or leave it out");
    }
    assertWritableFolder("<folder>", folder);
    // Loaded on demand: no other command needs it.
    const { dashboards } = await import("../../dashboards/index.js");
    const written = dashboards({
      nodes,
      groups: group ?? DASHBOARD_GROUPS,
      applications: application ?? APPLICATION_SOURCES,
    }).map((dashboard) => {
      const file = join(folder, dashboard.group, `${dashboard.uid}.json`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${JSON.stringify(JSON.parse(dashboard.json), undefined, 2)}\n`);
      const { uid, title } = dashboard;
      return { file, uid, title, folder: dashboard.folder };
    });
    return { text: written.map(({ file }) => file).join("\n"), json: { dashboards: written } };
  },
});
