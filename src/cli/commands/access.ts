import { existsSync } from "node:fs";
import { accessDocument } from "../../access/document";
import { renderAccessText } from "../../access/render-text";
import { declaredReport, liveReport, type AccessReport } from "../../access/report";
import { printableLine } from "../../model/printable";
import { ACCEPT_OPTION, acceptances, noteUnused, sorted, type AcceptOption } from "../accept";
import { chosen, CHOICE_OPTIONS, type ChoiceOptions } from "../access/show";
import { readAccess } from "../access/live-access";
import { CONNECTION_OPTIONS, withCluster, type ConnectionOptions } from "../cluster/connection";
import { noteStaleFacts } from "../stale-notes";
import { assertNotLive } from "../live-options";
import { defineCommand, EXIT, UsageError, type Io, type Outcome } from "../command";
import {
  CLUSTER_OPTION,
  loadTenants,
  STRICT_NEEDS_FILE,
  SYNTHESIZED,
  TENANTS_ARGUMENT,
  type ClusterOption,
} from "../tenants-source";
import { counted } from "../text";

interface AccessOptions extends ClusterOption, ConnectionOptions, ChoiceOptions, AcceptOption {
  readonly live?: boolean;
  readonly strict?: boolean;
}

export const access = defineCommand<AccessOptions>({
  path: ["access"],
  summary: "print who may do what where",
  description:
    "Lists who holds which level in each tenant, and the tenant above that it comes from, by the RoleBindings that synth " +
    "emits. With --live it reads all bindings and roles of a cluster, whoever created them, says in words what other roles " +
    "allow, lists what reaches into the tenants cluster-wide, and marks what is not declared. What an owner of a tenant " +
    "may give inside it is not a finding. Without a file and without a previous synth it compares with nothing.",
  examples: [
    "hikube access",
    "hikube access tenants.yaml --tenant shop",
    "hikube access tenants.yaml --subject group:oidc:support --json",
    "hikube access tenants.yaml --live --strict --context production",
  ],
  exits: { [EXIT.findings]: "with --live: somebody has access that is not declared and that no tenant can give" },
  argument: TENANTS_ARGUMENT,
  options: [
    CLUSTER_OPTION,
    ...CHOICE_OPTIONS,
    { flags: "--live", description: "read a cluster and compare it with what is declared" },
    { flags: "--strict", description: "with --live: a tenant that the file does not name is a finding" },
    ACCEPT_OPTION,
    ...CONNECTION_OPTIONS,
  ],
  async run({ live = false, ...options }, io, [named]) {
    if (live) return runLive(named, options, io);
    assertNotLive(options);
    return outcome(chosen(declaredReport(loadTenants(named, options)), options));
  },
});

async function runLive(named: string | undefined, options: AccessOptions, io: Io): Promise<Outcome> {
  const tenants = named === undefined && !existsSync(SYNTHESIZED) ? undefined : loadTenants(named, options);
  if (options.strict === true && tenants === undefined) throw new UsageError(STRICT_NEEDS_FILE);
  const accepted = acceptances(options);
  return withCluster(options, io, async (cluster) => {
    if (tenants !== undefined) await noteStaleFacts(cluster, tenants.cluster, io);
    const access = await readAccess(cluster, tenants?.cluster.customResources);
    const report = liveReport(access, tenants && { ...tenants, isStrict: options.strict });
    const source = tenants === undefined ? cluster.server : `${cluster.server}, compared with ${tenants.file}`;
    noteUnused("access", report.findings, accepted, io);
    const shown = chosen(report, options);
    const { open: findings, accepted: seen } = sorted("access", shown.findings, accepted);
    return outcome({ ...shown, findings, ...(seen.length === 0 ? {} : { accepted: seen }) }, source);
  });
}

function outcome(report: AccessReport, source?: string): Outcome {
  const { length } = report.findings;
  const sum = source === undefined ? [] : [`\n${printableLine(source)}: ${counted(length, "finding")}`];
  return {
    text: [renderAccessText(report), ...sum].join("\n"),
    json: accessDocument(report),
    exitCode: length === 0 ? EXIT.done : EXIT.findings,
  };
}
