import { checkReport, formatCheck } from "../check-report";
import { defineCommand, EXIT } from "../command";
import { CLUSTER_OPTION, readTenants, TENANTS_ARGUMENT, type ClusterOption } from "../tenants-source";

export const check = defineCommand<ClusterOption>({
  path: ["check"],
  summary: "validate the tenants without touching a cluster",
  description:
    "Checks every rule (names, quota sums, roles, peerings, networks) and prints all faults at once, one per line: where, " +
    "what was received, what is expected, and a hint. If there are none, it lists the tenants that have expired or soon will.",
  examples: ["hikube check", "hikube check tenants.yaml", "hikube check tenants.yaml --cluster cluster.json --json"],
  exits: { [EXIT.findings]: "faults" },
  argument: TENANTS_ARGUMENT,
  options: [CLUSTER_OPTION],
  run(options, _io, [file]) {
    const now = new Date();
    const report = checkReport(readTenants(file, options), now);
    const exitCode = report.ok ? EXIT.done : EXIT.findings;
    return Promise.resolve({ text: formatCheck(report, now), json: report, exitCode });
  },
});
