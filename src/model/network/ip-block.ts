import type { ClusterFacts } from "../platform/cluster-facts";
import { containsCidr, formatCidr, mergeCidrs, parseCidr, type Cidr } from "./cidr";
import type { PolicyPeer } from "./network-policy";
import { SPECIAL_RANGES } from "./special-ranges";

/** The cluster's own addresses: pods, Services, nodes and the API server. */
export function clusterCidrs(cluster: ClusterFacts): readonly string[] {
  return [...cluster.podCidrs, ...cluster.serviceCidrs, ...cluster.nodeCidrs, ...cluster.apiServer.cidrs];
}

/** All tenants of a cluster have the same internet: computed once, it would be most of the work of a tenant. */
const internetOf = new WeakMap<ClusterFacts, readonly PolicyPeer[]>();

/** Peers for all of the internet, and nothing else, in both families. */
export function internetPeers(cluster: ClusterFacts): readonly PolicyPeer[] {
  const peers = internetOf.get(cluster) ?? ["0.0.0.0/0", "::/0"].map((cidr) => outsidePeer(cidr, cluster));
  internetOf.set(cluster, peers);
  return peers;
}

/**
 * A peer for a block outside the cluster. Special ranges and the cluster's own that lie inside the block are taken
 * out of it: `0.0.0.0/0` means the internet, and who means a private range names it.
 */
export function outsidePeer(cidr: string, cluster: ClusterFacts): PolicyPeer {
  const block = parseCidr(cidr);
  if (block === undefined) return { ipBlock: { cidr } };
  const except = exceptionsOf(block, [...SPECIAL_RANGES.map((range) => range.cidr), ...clusterCidrs(cluster)]);
  return { ipBlock: { cidr: formatCidr(block), ...(except.length === 0 ? {} : { except }) } };
}

/** The API refuses an exception that is not strictly inside its block; overlapping ones are merged. */
function exceptionsOf(block: Cidr, ranges: readonly string[]): readonly string[] {
  const inside = ranges
    .map(parseCidr)
    .filter((range) => range !== undefined)
    .filter((range) => range.prefix > block.prefix && containsCidr(block, range));
  return mergeCidrs(inside).map(formatCidr);
}
