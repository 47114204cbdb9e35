import { printableJson } from "../../model/printable";
import { checkReport, formatCheck } from "../check-report";
import { defineCommand, EXIT } from "../command";
import { sarifOf } from "../sarif";
import { packageVersion } from "../version";
import { CLUSTER_OPTION, readTenants, TENANTS_ARGUMENT, type ClusterOption } from "../tenants-source";

interface CheckOptions extends ClusterOption {
  readonly output: string;
}

export const check = defineCommand<CheckOptions>({
  path: ["check"],
  summary: "validate the tenants without touching a cluster",
  description:
    "Checks every rule (names, quota sums, roles, peerings, networks) and prints all faults at once, one per line: where, " +
    "what was received, what is expected, and a hint. If there are none, it lists the tenants that have expired or soon will.",
  examples: [
    "hikube check",
    "hikube check tenants.yaml",
    "hikube check tenants.yaml --cluster cluster.json --json",
    "hikube check tenants.yaml --sarif > check.sarif",
  ],
  exits: { [EXIT.findings]: "faults" },
  argument: TENANTS_ARGUMENT,
  formats: ["text", "sarif"],
  options: [CLUSTER_OPTION],
  run(options, _io, [file]) {
    const now = new Date();
    const report = checkReport(readTenants(file, options), now);
    const exitCode = report.ok ? EXIT.done : EXIT.findings;
    const text =
      options.output === "sarif" ? printableJson(sarifOf(report, packageVersion(), now)) : formatCheck(report, now);
    return Promise.resolve({ text, json: report, exitCode });
  },
});
