import { defineCommand, EXIT, ifStopped } from "../command";
import { withCluster, type ConnectionOptions, CONNECTION_OPTIONS } from "../cluster/connection";
import { formatSuspension, suspensionExit } from "../lifetime/report";
import { suspendTenant } from "../lifetime/suspend";

export const suspend = defineCommand<ConnectionOptions>({
  path: ["suspend"],
  summary: "stop a tenant without losing anything",
  description:
    "Admits no new pods into a tenant and its sub-tenants, scales their workloads to zero and suspends their jobs; annotations keep the former state for `hikube resume`. Volumes, secrets and rights stay. " +
    "Pods that still run are listed, and so is what could not be suspended; it does not stop the rest. While the code does " +
    "not say `suspended: true`, a plan shows this as drift and an apply opens the quota again, unless the tenant is past its " +
    "`expiresAt`.",
  examples: ["hikube suspend tenant-sandbox", "hikube suspend tenant-sandbox --context production"],
  exits: { [EXIT.failed]: "failed: something could not be suspended", [EXIT.findings]: "pods still run" },
  argument: { notation: "<namespace>", description: "namespace of the tenant" },
  options: CONNECTION_OPTIONS,
  async run(options, io, [namespace = ""]) {
    ifStopped(io, `${namespace} may be suspended only in part; run the command again`);
    const reports = await withCluster(options, io, (cluster) => suspendTenant(cluster, namespace));
    return {
      text: formatSuspension("suspended", reports),
      json: reports,
      exitCode: suspensionExit(reports),
    };
  },
});
