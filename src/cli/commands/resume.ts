import { defineCommand, ifStopped } from "../command";
import { withCluster, type ConnectionOptions, CONNECTION_OPTIONS } from "../cluster/connection";
import { formatSuspension, suspensionExit } from "../lifetime/report";
import { resumeTenant } from "../lifetime/suspend";

export const resume = defineCommand<ConnectionOptions>({
  path: ["resume"],
  summary: "resume a suspended tenant",
  description:
    "Opens the quota of a tenant and its sub-tenants again and brings back the replicas and jobs that `hikube suspend` " +
    "scaled to zero. A tenant that the code suspends must first be applied without `suspended: true`.",
  examples: ["hikube resume tenant-sandbox"],
  argument: { notation: "<namespace>", description: "namespace of the tenant" },
  options: CONNECTION_OPTIONS,
  async run(options, io, [namespace = ""]) {
    ifStopped(io, `${namespace} may be resumed only in part; run the command again`);
    const reports = await withCluster(options, io, (cluster) => resumeTenant(cluster, namespace));
    return {
      text: formatSuspension("resumed", reports),
      json: reports,
      exitCode: suspensionExit(reports),
    };
  },
});
