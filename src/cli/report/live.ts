import { liveReport, type AccessReport } from "../../access/report";
import { connectionLine } from "../../connectivity/render-text";
import type { ConnectivityMatrix } from "../../connectivity/matrix";
import type { Cluster } from "../../kube/cluster";
import { findFacts } from "../../kube/inspect/inspect-cluster";
import { staleWarnings } from "../../model/cluster/stale-facts";
import type { ReportFinding } from "../../report/document";
import type { Usage } from "../../report/figures";
import { ACCESS_RIGHTS, readAccess } from "../access/live-access";
import { assertRights, listing } from "../cluster-rights";
import { readForeignPolicies } from "../../live/foreign-kinds";
import { liveMatrix, type LiveMatrix } from "../matrix/live-matrix";
import { readSnapshot } from "../../live/snapshot";
import type { Tenants } from "../tenants-source";
import { readUsage } from "./usage";

/** What a report shows beside what is declared: of the code alone, or of a cluster. */
export interface Seen {
  readonly access: AccessReport;
  readonly matrix: ConnectivityMatrix;
  readonly usage?: Usage;
  readonly server?: string;
  /** Version of the cluster that was asked. */
  readonly version?: string;
  readonly findings: readonly ReportFinding[];
  readonly notes: readonly ReportFinding[];
}

const NEEDED = [
  ...ACCESS_RIGHTS,
  ...listing("", ["pods", "resourcequotas"]),
  ...listing("networking.k8s.io", ["networkpolicies"]),
];

/**
 * Looks at a cluster.
 * @throws ProjectError `missing-permission` that names every right that is missing
 */
export async function seenIn(cluster: Cluster, tenants: Tenants): Promise<Seen> {
  await assertRights(cluster, NEEDED, "make a report");
  const { facts } = await findFacts(cluster, { isExact: true });
  const foreign = await readForeignPolicies(cluster);
  // One after the other: a page of each at once takes more memory.
  const access = liveReport(await readAccess(cluster, tenants.cluster.customResources), tenants);
  const usage = await readUsage(cluster);
  const judged = liveMatrix(await readSnapshot(cluster), tenants.cluster, { tenants, foreign });
  const { namedOnly, notJudged, unread } = judged.otherPolicies;
  const unjudged = [...namedOnly, ...notJudged, ...unread].map((what) =>
    connectivity("not-judged", `not judged: ${what}`),
  );
  const stale = staleWarnings(tenants.cluster, facts).map(({ code, message }) => connectivity(code, message));
  return {
    ...{ access, matrix: judged.matrix, usage, server: cluster.server },
    ...(facts.version === undefined ? {} : { version: facts.version }),
    findings: [...accessFindings(access), ...wayFindings(judged)],
    notes: [...unjudged, ...stale, ...wayNotes(judged)],
  };
}

function connectivity(code: string, message: string): ReportFinding {
  return { source: "connectivity", code, message };
}

function accessFindings({ findings }: AccessReport): readonly ReportFinding[] {
  return findings.map((finding) => ({ source: "access", ...finding }));
}

function wayFindings({ comparison, notJudged }: LiveMatrix): readonly ReportFinding[] {
  return [
    ...(comparison?.undeclared ?? []).map((one) =>
      connectivity("open-undeclared", `open and not declared: ${connectionLine(one)}`),
    ),
    ...notJudged
      .filter(({ from, to }) => from !== to)
      .map(({ from, to }) => connectivity("not-judged", `too costly to evaluate: ${from} -> ${to}`)),
  ];
}

function wayNotes({ comparison }: LiveMatrix): readonly ReportFinding[] {
  if (comparison === undefined) return [];
  const { missing, foreignPolicies, absentPolicies, foreignNamespaces, absentTenants } = comparison;
  const told = (code: string, words: string, names: readonly string[]) =>
    names.map((name) => connectivity(code, `${words}: ${name}`));
  return [
    ...told("not-open", "declared, but not open", missing.map(connectionLine)),
    ...told("foreign-policy", "a NetworkPolicy in a tenant that is not declared", foreignPolicies),
    ...told("absent-policy", "a declared NetworkPolicy that the cluster does not have", absentPolicies),
    ...told("foreign-namespace", "a namespace below a tenant that is not declared", foreignNamespaces),
    ...told("absent-tenant", "a tenant that the cluster does not have", absentTenants),
  ];
}
