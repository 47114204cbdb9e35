import { checkReport, formatCheck } from "../check-report";
import { defineCommand, wholeNumber } from "../command";
import { CLUSTER_OPTION, readTenants, TENANTS_ARGUMENT, type ClusterOption } from "../tenants-source";

interface CheckOptions extends ClusterOption {
  readonly soon?: number;
}

/** Bad input, as everywhere. */
const FAULTY = 2;

export const check = defineCommand<CheckOptions>({
  path: ["check"],
  summary: "prove the tenants without touching a cluster",
  description:
    "Checks every rule (names, quota sums, roles, peerings, networks) and prints all faults at once, one a line: where, " +
    "what was given, what is allowed, how to mend it. Ends with 2 where there is one. Where all is well it says " +
    "which tenants are past their time or soon will be.",
  examples: ["hikube check", "hikube check tenants.yaml", "hikube check tenants.yaml --cluster cluster.json --json"],
  argument: TENANTS_ARGUMENT,
  options: [
    CLUSTER_OPTION,
    { flags: "--soon <days>", description: "what counts as expiring soon (default: 14)", parse: wholeNumber },
  ],
  run({ soon = 14, ...options }, _io, [file]) {
    const time = { now: new Date(), soonDays: soon };
    const report = checkReport(readTenants(file, options), time);
    return Promise.resolve({ text: formatCheck(report, time), json: report, exitCode: report.ok ? 0 : FAULTY });
  },
});
