import type { Cluster } from "../kube/cluster";
import { findFacts } from "../kube/inspect/inspect-cluster";
import type { ClusterFacts } from "../model/cluster/cluster-facts";
import { staleWarnings, type FoundFacts } from "../model/cluster/stale-facts";
import type { Warning } from "../model/warning";
import type { Io } from "./command";
import { note } from "./printer";

/** What a cluster tells of itself, and what of a file it tells otherwise. */
export interface Compared {
  readonly facts: FoundFacts;
  readonly stale: readonly Warning[];
}

/** Notes what of the declared facts a cluster tells otherwise: nothing that is judged by them is truer than they are. */
export async function noteStaleFacts(cluster: Cluster, declared: ClusterFacts, io: Io): Promise<Compared> {
  const { facts } = await findFacts(cluster, { isExact: true, nodeTunnels: declared.nodeTunnelCidrs !== undefined });
  const stale = staleWarnings(declared, facts);
  for (const { code, message } of stale) note(io, code, message);
  return { facts, stale };
}
