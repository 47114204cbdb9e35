import { liveReport, type AccessReport } from "../../access/report";
import { connectionLine } from "../../connectivity/render-text";
import type { ConnectivityMatrix } from "../../connectivity/matrix";
import type { Cluster } from "../../kube/cluster";
import type { ReportFinding } from "../../report/document";
import type { Usage } from "../../report/figures";
import { ACCESS_RIGHTS, readAccess } from "../access/live-access";
import { assertRights, listing } from "../cluster-rights";
import { readForeignPolicies } from "../../live/foreign-kinds";
import { liveMatrix, type LiveMatrix } from "../matrix/live-matrix";
import { readSnapshot } from "../../live/snapshot";
import { openWays, strangeThings, told } from "../matrix/what-fails";
import type { Acceptance } from "../../tenants-file/accepted-file";
import { noteStaleFacts } from "../stale-notes";
import { noteUnused, sorted, type Source } from "../accept";
import type { Io } from "../command";
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

/** How strictly a cluster is looked at. */
export interface Look {
  readonly isStrict: boolean;
  readonly accepted: readonly Acceptance[];
  readonly io: Io;
}

/**
 * Looks at a cluster.
 * @throws ProjectError `missing-permission` that names every right that is missing
 */
export async function seenIn(cluster: Cluster, tenants: Tenants, look: Look): Promise<Seen> {
  const { isStrict } = look;
  await assertRights(cluster, NEEDED, "make a report");
  const { facts, stale } = await noteStaleFacts(cluster, tenants.cluster, look.io);
  const foreign = await readForeignPolicies(cluster);
  // One after the other: a page of each at once takes more memory.
  const access = liveReport(await readAccess(cluster, tenants.cluster.customResources), { ...tenants, isStrict });
  const usage = await readUsage(cluster);
  const judged = liveMatrix(await readSnapshot(cluster), tenants.cluster, { tenants, foreign });
  const [ways, strange] = [openWays(judged), strangeThings(judged)];
  const held = lookedAt("access", access.findings, look);
  const reached = lookedAt("network", [...ways, ...(isStrict ? strange : [])], look);
  const unjudged = told("not-judged", "not judged", judged.otherPolicies.namedOnly);
  const beside = [...unjudged, ...stale, ...(isStrict ? [] : strange)];
  return {
    ...{ access, matrix: judged.matrix, usage, server: cluster.server },
    ...(facts.version === undefined ? {} : { version: facts.version }),
    findings: [...held.findings, ...reached.findings],
    notes: [...held.notes, ...reached.notes, ...beside.map(ofConnectivity), ...wayNotes(judged)],
  };
}

type Found = Omit<ReportFinding, "source">;

/** What is accepted is a note with its reason. */
function lookedAt(from: Source, found: readonly Found[], { accepted, io }: Look): Pick<Seen, "findings" | "notes"> {
  noteUnused(from, found, accepted, io);
  const { open, accepted: seen } = sorted(from, found, accepted);
  const source = from === "access" ? "access" : "connectivity";
  return {
    findings: open.map((finding) => ({ source, ...finding })),
    notes: seen.map(({ reason, message, ...finding }) => ({
      source,
      ...finding,
      message: `${message}, accepted: ${reason}`,
    })),
  };
}

function ofConnectivity({ code, message }: Found): ReportFinding {
  return { source: "connectivity", code, message };
}

function wayNotes({ comparison }: LiveMatrix): readonly ReportFinding[] {
  if (comparison === undefined) return [];
  const { missing, absentPolicies, absentTenants } = comparison;
  return [
    ...told("not-open", "declared, but not open", missing.map(connectionLine)),
    ...told("absent-policy", "a declared NetworkPolicy that the cluster does not have", absentPolicies),
    ...told("absent-tenant", "a tenant that the cluster does not have", absentTenants),
  ].map(ofConnectivity);
}
