import type { Endpoint, PodEndpoint } from "./endpoint";
import type { Direction, Peer, Policy, PortMatch, Rule } from "./policy";
import { ALL_PORTS, portRange } from "../model/kubernetes/port-set";
import type { PortSet } from "../model/kubernetes/port-set";
import { contains, rangeSet } from "../model/kubernetes/range-set";
import { selects } from "./selector";

/** The rules of a policy for one direction, if it isolates this pod in that direction. */
export function rulesFor(policy: Policy, direction: Direction, pod: PodEndpoint): readonly Rule[] | undefined {
  const rules = policy[direction];
  const applies = rules !== undefined && policy.namespace === pod.namespace && selects(policy.podSelector, pod.labels);
  return applies ? rules : undefined;
}

/** Whether a rule speaks of this endpoint. A rule without peers speaks of everybody. */
export function matchesPeers(rule: Rule, endpoint: Endpoint): boolean {
  return rule.peers === undefined || rule.peers.some((peer) => matchesPeer(peer, endpoint));
}

export function matchesPeer(peer: Peer, { pod, address }: Endpoint): boolean {
  if (peer.kind === "addresses") return address !== undefined && contains(peer.addresses, address);
  if (pod === undefined || !selects(peer.podSelector, pod.labels)) return false;
  return typeof peer.namespaces === "string"
    ? peer.namespaces === pod.namespace
    : selects(peer.namespaces, pod.namespaceLabels);
}

/**
 * The ports that a rule opens towards a destination. Names are resolved on the destination pod, in both directions;
 * a destination outside the cluster has no names.
 */
export function openPorts(rule: Rule, destination: Endpoint): PortSet {
  if (rule.ports === undefined) return ALL_PORTS;
  return rangeSet(rule.ports.flatMap((match) => portRanges(match, destination)));
}

function portRanges(match: PortMatch, destination: Endpoint): PortSet {
  if ("first" in match) return [portRange(match.protocol, match.first, match.last)];
  return (destination.pod?.ports ?? [])
    .filter(({ name, protocol }) => name === match.name && protocol === match.protocol)
    .map(({ protocol, port }) => portRange(protocol, port, port));
}
