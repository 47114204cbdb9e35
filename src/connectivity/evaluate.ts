import { assertQuery, assertSnapshot } from "./check-input";
import { namespaceIndex, podEndpoint, readAddress, type Endpoint } from "./endpoint";
import { matchesPeers, openPorts, rulesFor } from "./match";
import { parsePolicies } from "./parse-policy";
import type { Direction, Policy } from "./policy";
import { containsPort, PROTOCOLS, type Protocol } from "../model/kubernetes/port-set";
import type { Answer, EndpointRef, Query, Verdict, ClusterSnapshot } from "./snapshot";

/** Answers whether a connection may be opened in one snapshot. */
export type Evaluator = (query: Query) => Answer;

/** A connection with both ends and its port known. */
interface Connection {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly protocol: Protocol;
  readonly port: number;
}

const UNTOUCHED: Verdict = { allowed: true, isolatedBy: [], by: [] };

/**
 * Reads a snapshot once and answers queries in it.
 *
 * ```ts
 * const ask = evaluator(snapshot);
 * ask({ from: { namespace: "shop", pod: "web" }, to: { outside: "192.0.2.1" }, port: 443 }).allowed;
 * ```
 * @throws SpecError for policies that an API server would refuse, and with every value and field that is none of a snapshot;
 * the evaluator throws one for what is no query, and a RangeError for an endpoint or a port name that the snapshot lacks
 */
export function evaluator(snapshot: ClusterSnapshot): Evaluator {
  assertSnapshot(snapshot);
  const policies = groupByNamespace(parsePolicies(snapshot.policies));
  const resolve = endpointResolver(snapshot);
  return (query) => {
    assertQuery(query);
    const from = resolve(query.from);
    const to = resolve(query.to);
    // A pod cannot be kept from itself: https://kubernetes.io/docs/concepts/services-networking/network-policies/
    if (from === to && from.pod !== undefined) return { allowed: true, egress: UNTOUCHED, ingress: UNTOUCHED };
    const protocol = query.protocol ?? "TCP";
    if (!PROTOCOLS.includes(protocol)) {
      throw new RangeError(`invalid protocol "${protocol as string}": expected ${PROTOCOLS.join(", ")}`);
    }
    const connection = { from, to, protocol, port: portNumber(query.port, protocol, to) };
    const egress = judge(policies, "egress", connection);
    const ingress = judge(policies, "ingress", connection);
    return { allowed: egress.allowed && ingress.allowed, egress, ingress };
  };
}

/** Policies by the namespace that they speak for. */
export function groupByNamespace(policies: readonly Policy[]): ReadonlyMap<string, readonly Policy[]> {
  const groups = new Map<string, Policy[]>();
  for (const policy of policies) {
    const group = groups.get(policy.namespace);
    if (group === undefined) groups.set(policy.namespace, [policy]);
    else group.push(policy);
  }
  return groups;
}

function judge(
  policies: ReadonlyMap<string, readonly Policy[]>,
  direction: Direction,
  { from, to, protocol, port }: Connection,
): Verdict {
  const [target, peer] = direction === "ingress" ? [to, from] : [from, to];
  const { pod } = target;
  // No policy speaks for what is outside the cluster.
  if (pod === undefined) return UNTOUCHED;
  const isolatedBy: string[] = [];
  const by: string[] = [];
  for (const policy of policies.get(pod.namespace) ?? []) {
    const rules = rulesFor(policy, direction, pod);
    if (rules === undefined) continue;
    isolatedBy.push(policy.id);
    const opens = rules.some((rule) => matchesPeers(rule, peer) && containsPort(openPorts(rule, to), protocol, port));
    if (opens) by.push(policy.id);
  }
  return { allowed: isolatedBy.length === 0 || by.length > 0, isolatedBy, by };
}

function endpointResolver(snapshot: ClusterSnapshot): (ref: EndpointRef) => Endpoint {
  const namespaces = namespaceIndex(snapshot);
  const pods = new Map(snapshot.pods.map((pod) => [`${pod.namespace}/${pod.name}`, podEndpoint(pod, namespaces)]));
  const outside = new Map(
    snapshot.outside?.map(({ name, ip }): [string, Endpoint] => [
      name,
      { address: readAddress(ip, `outside ${name}`) },
    ]),
  );
  return (ref) => {
    if ("outside" in ref) return outside.get(ref.outside) ?? { address: readAddress(ref.outside, "the query") };
    const pod = pods.get(`${ref.namespace}/${ref.pod}`);
    if (pod === undefined) throw new RangeError(`the snapshot has no pod ${ref.namespace}/${ref.pod}`);
    return pod;
  };
}

function portNumber(port: number | string, protocol: Protocol, to: Endpoint): number {
  if (typeof port === "number") {
    if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
    throw new RangeError(`invalid port ${port}: ports are whole numbers from 1 to 65535`);
  }
  const named = to.pod?.ports.find((candidate) => candidate.name === port && candidate.protocol === protocol);
  if (named === undefined) throw new RangeError(`the destination has no ${protocol} port named "${port}"`);
  return named.port;
}
