import { objectIn } from "../json";
import { containsCidr, formatCidr, mergeCidrs, parseCidr, type Cidr } from "../kubernetes/cidr";
import { SPECIAL_RANGES } from "../kubernetes/special-ranges";
import type { ClusterFacts } from "./cluster-facts";

/** A cluster whose facts were read, once for all tenants that are compared with them. */
export interface KnownCluster {
  readonly facts: ClusterFacts;
  /** What no rule of a tenant may name: the cluster's own addresses are other tenants, others are the node itself. */
  readonly forbidden: readonly ForbiddenRange[];
  /** Special ranges and the cluster's own: what a larger block does not mean. */
  readonly elsewhere: readonly Cidr[];
  /** All of the internet, and nothing else, in both families. */
  readonly internet: readonly IpBlock[];
}

/** A block that no rule of a tenant may name. */
export interface ForbiddenRange {
  readonly block: Cidr;
  /** What its addresses are, in words. */
  readonly what: string;
  /** Whether it is the cluster's own, whose pods have names to be reached by. */
  readonly ofCluster: boolean;
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ */
export interface IpBlock {
  readonly cidr: string;
  readonly except?: readonly string[];
}

/** Reads facts. What is invalid among them is passed over: it is a fault of the facts, reported there. */
export function knownCluster(facts: ClusterFacts): KnownCluster {
  const own = clusterCidrs(facts);
  const elsewhere = [...SPECIAL_RANGES.map(({ cidr }) => cidr), ...own].flatMap(blocksOf);
  const never = SPECIAL_RANGES.filter((range) => range.never);
  return {
    facts,
    forbidden: [
      ...own.flatMap((cidr) => blocksOf(cidr).map((block) => forbidden(block, `the cluster's own (${cidr})`, true))),
      ...never.flatMap(({ cidr, what }) => blocksOf(cidr).map((block) => forbidden(block, what, false))),
    ],
    elsewhere,
    internet: ["0.0.0.0/0", "::/0"].map((cidr) => outsideBlock(cidr, { elsewhere })),
  };
}

/** The cluster's own addresses: pods, Services, nodes and the API server. */
export function clusterCidrs(facts: ClusterFacts): readonly string[] {
  const { podCidrs, serviceCidrs, nodeCidrs, apiServer } = objectIn(facts);
  const lists: readonly unknown[] = [podCidrs, serviceCidrs, nodeCidrs, objectIn(apiServer).cidrs];
  return lists.flatMap((list) => (Array.isArray(list) ? list.filter((cidr) => typeof cidr === "string") : []));
}

/** Addresses that nodes themselves send from. */
export function nodeSources({ nodeCidrs, nodeTunnelCidrs = [] }: ClusterFacts): readonly string[] {
  return [...nodeCidrs, ...nodeTunnelCidrs];
}

/**
 * A block outside the cluster. Special ranges and the cluster's own that lie inside it are taken out of it: `0.0.0.0/0`
 * means the internet, and who means a private range names it. The API refuses an exception that is not strictly inside
 * its block; overlapping ones are merged.
 */
export function outsideBlock(cidr: string, { elsewhere }: Pick<KnownCluster, "elsewhere">): IpBlock {
  const block = parseCidr(cidr);
  if (block === undefined) return { cidr };
  const inside = elsewhere.filter((range) => range.prefix > block.prefix && containsCidr(block, range));
  const except = mergeCidrs(inside).map(formatCidr);
  return { cidr: formatCidr(block), ...(except.length === 0 ? {} : { except }) };
}

function blocksOf(cidr: string): readonly Cidr[] {
  const block = parseCidr(cidr);
  return block === undefined ? [] : [block];
}

function forbidden(block: Cidr, what: string, ofCluster: boolean): ForbiddenRange {
  return { block, what, ofCluster };
}
