import type { ClusterFacts } from "../../platform/cluster-facts";
import { parseCidr, type Cidr } from "../../kubernetes/cidr";
import { clusterCidrs } from "../objects/ip-block";
import { SPECIAL_RANGES } from "../../kubernetes/special-ranges";

/** A block that no rule of a tenant may name. */
export interface ForbiddenRange {
  readonly block: Cidr;
  /** What its addresses are, in words. */
  readonly what: string;
  /** Whether it is the cluster's own, whose pods have names to be reached by. */
  readonly ofCluster: boolean;
}

/** All tenants of a cluster have the same ones, and each CIDR of each tenant is compared with them. */
const rangesOf = new WeakMap<ClusterFacts, readonly ForbiddenRange[]>();

/** The cluster's own addresses are other tenants; link-local and translated ones are the node itself. */
export function forbiddenRanges(cluster: ClusterFacts): readonly ForbiddenRange[] {
  const ranges = rangesOf.get(cluster) ?? readRanges(cluster);
  rangesOf.set(cluster, ranges);
  return ranges;
}

function readRanges(cluster: ClusterFacts): readonly ForbiddenRange[] {
  const never = SPECIAL_RANGES.filter((range) => range.never);
  return [
    ...clusterCidrs(cluster).flatMap((cidr) => rangeOf(cidr, `the cluster's own (${cidr})`, true)),
    ...never.flatMap(({ cidr, what }) => rangeOf(cidr, what, false)),
  ];
}

/** An invalid CIDR is a fault of the facts, reported there. */
function rangeOf(cidr: string, what: string, ofCluster: boolean): readonly ForbiddenRange[] {
  const block = parseCidr(cidr);
  return block === undefined ? [] : [{ block, what, ofCluster }];
}
