import type { ClusterFacts } from "../../platform/cluster-facts";
import { containsCidr, formatCidr, mergeCidrs, parseCidr, type Cidr } from "../../kubernetes/cidr";
import type { PolicyPeer } from "./network-policy";
import { SPECIAL_RANGES } from "../../kubernetes/special-ranges";

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
  const except = exceptionsOf(block, cluster);
  return { ipBlock: { cidr: formatCidr(block), ...(except.length === 0 ? {} : { except }) } };
}

/** All tenants of a cluster are held to the same ranges, and each of their blocks is compared with them. */
const elsewhereOf = new WeakMap<ClusterFacts, readonly Cidr[]>();

function elsewhere(cluster: ClusterFacts): readonly Cidr[] {
  const texts = () => [...SPECIAL_RANGES.map((range) => range.cidr), ...clusterCidrs(cluster)];
  const ranges =
    elsewhereOf.get(cluster) ??
    texts()
      .map(parseCidr)
      .filter((range) => range !== undefined);
  elsewhereOf.set(cluster, ranges);
  return ranges;
}

/** The API refuses an exception that is not strictly inside its block; overlapping ones are merged. */
function exceptionsOf(block: Cidr, cluster: ClusterFacts): readonly string[] {
  const inside = elsewhere(cluster).filter((range) => range.prefix > block.prefix && containsCidr(block, range));
  return mergeCidrs(inside).map(formatCidr);
}
