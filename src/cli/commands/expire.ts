import { printableLine } from "../../model/printable";
import { expiredTenants, type ExpiredTenant } from "../../model/tenant/lifetime";
import { endOf } from "../text";
import { defineCommand, EXIT, ifStopped, UsageError, type Io } from "../command";
import { withCluster, type ConnectionOptions, CONNECTION_OPTIONS } from "../cluster/connection";
import { formatSuspension, suspensionExit } from "../lifetime/report";
import { suspendTenants } from "../lifetime/suspend";
import { CLUSTER_OPTION, loadTenants, TENANTS_ARGUMENT, type ClusterOption } from "../tenants-source";

interface ExpireOptions extends ClusterOption, ConnectionOptions {
  readonly suspend?: boolean;
}

export const expire = defineCommand<ExpireOptions>({
  path: ["expire"],
  summary: "list expired tenants, or suspend them",
  description:
    "Lists the tenants whose `expiresAt`, or that of a tenant above them, has passed. With --suspend they are suspended " +
    "as by `hikube suspend`, e.g. every night from a pipeline. Nothing is ever deleted.",
  examples: ["hikube expire", "hikube expire tenants.yaml --suspend"],
  exits: { [EXIT.findings]: "expired tenants that are not suspended; with --suspend: pods that still run" },
  argument: TENANTS_ARGUMENT,
  options: [CLUSTER_OPTION, ...CONNECTION_OPTIONS, { flags: "--suspend", description: "suspend them" }],
  async run({ suspend = false, ...options }, io, [file]) {
    if (!suspend && (options.kubeconfig !== undefined || options.context !== undefined))
      throw new UsageError("--kubeconfig and --context are for --suspend; without it no cluster is asked");
    const now = new Date();
    const expired = expiredTenants(loadTenants(file, options).roots, now);
    const suspended = suspend ? await suspendAll(expired, options, io) : [];
    const lines = expired.map((tenant) =>
      printableLine(`expired: ${endOf(tenant, now)}${tenant.suspended ? ", suspended by the code" : ""}`),
    );
    const text =
      expired.length === 0 ? "no tenant has expired" : [...lines, formatSuspension("suspended", suspended)].join("\n");
    const runsOn = expired.some((tenant) => !tenant.suspended);
    const exitCode = suspend ? suspensionExit(suspended) : runsOn ? EXIT.findings : EXIT.done;
    return { text: text.trimEnd(), json: { expired, suspended }, exitCode };
  },
});

async function suspendAll(expired: readonly ExpiredTenant[], options: ConnectionOptions, io: Io) {
  if (expired.length === 0) return [];
  ifStopped(io, "the expired tenants may be suspended only in part; run the command again");
  const wanted = expired.map(({ namespace, expiresAt }) => ({ namespace, because: `expired ${expiresAt}` }));
  return withCluster(options, io, (cluster) => suspendTenants(cluster, wanted));
}
