import { addressSet, parseCidr, type AddressSet } from "../../kubernetes/address-set";
import { ALL_PORTS, portRange, type PortSet } from "../../kubernetes/port-set";
import { difference, intersection, rangeSet, type Countable, type RangeSet } from "../../kubernetes/range-set";
import { outsideBlock, type IpBlock, type KnownCluster } from "../../cluster/known-cluster";
import { cidrFault, isRightPort } from "../spec/network-faults";
import type { EgressSpec, PortSpec } from "../spec/spec";
import type { Parent } from "../resolve/tenant";
import type { Grants, RuleContext, Ways } from "./rule";

const NOTHING: Grants = { ways: [], isWhole: true };
const UNKNOWN: Grants = { ways: [], isWhole: false };

/**
 * What may be declared below a tenant: what it reaches itself by `egress` and `internet`, and its `allowedEgress`, which is its
 * parent's where it gives none.
 */
export function grantsBelow(tenant: Parent, context: RuleContext): Grants {
  const grants = context.grants.get(tenant) ?? simplified([declaredBy(tenant, context), internetOf(tenant)]);
  context.grants.set(tenant, grants);
  return grants;
}

function declaredBy(tenant: Parent, context: RuleContext): Grants {
  const { parent, cluster } = tenant;
  const network = "spec" in tenant ? (tenant.spec.network ?? {}) : tenant.given.network;
  // What is invalid was reported already; those below would only repeat it.
  if (network === undefined || !context.isKnown(network)) return UNKNOWN;
  const { egress = [], allowedEgress } = network;
  const above = parent === undefined ? NOTHING : declaredBy(parent, context);
  const handedOn = allowedEgress === undefined ? above : entriesOf(allowedEgress, cluster, context);
  return joined([entriesOf(egress, cluster, context), handedOn]);
}

function internetOf({ network, cluster }: Parent): Grants {
  if (network?.internet === undefined) return UNKNOWN;
  if (!network.internet) return NOTHING;
  const addresses = rangeSet(cluster.internet.flatMap(addressesOf));
  return { ways: [{ addresses, ports: ALL_PORTS }], isWhole: true };
}

function entriesOf(entries: readonly EgressSpec[], cluster: KnownCluster, context: RuleContext): Grants {
  if (!context.isKnown(entries)) return UNKNOWN;
  return joined(entries.map((entry) => (context.isKnown(entry) ? entryOf(entry, cluster, context) : UNKNOWN)));
}

function entryOf({ toCidrs, ports }: EgressSpec, cluster: KnownCluster, { isKnown }: RuleContext): Grants {
  if (!isKnown(toCidrs) || !isKnown(ports)) return UNKNOWN;
  const cidrs = toCidrs.filter(isKnown);
  const known = ports.filter((port) => isKnownPort(port, isKnown));
  const ways = { addresses: rangeSet(cidrs.flatMap((cidr) => reachedBy(cidr, cluster))), ports: portsOf(known) };
  const right = { cidrs: cidrs.filter((cidr) => cidrFault(cidr) === undefined), ports: known.filter(isRightPort) };
  return { ways: [ways], isWhole: isAll(right.cidrs, toCidrs) && isAll(right.ports, ports) };
}

/** An empty list is a fault of its own. */
function isAll(right: readonly unknown[], given: readonly unknown[]): boolean {
  return given.length > 0 && right.length === given.length;
}

function joined(grants: readonly Grants[]): Grants {
  return { ways: grants.flatMap(({ ways }) => ways), isWhole: grants.every(({ isWhole }) => isWhole) };
}

/** Lists with the same ports count as one, so that a long list of them is searched, not walked. */
function simplified(grants: readonly Grants[]): Grants {
  const { ways, isWhole } = joined(grants);
  const byPorts = new Map<string, Ways[]>();
  for (const way of ways) {
    const key = way.ports.map(({ start, end }) => `${start}-${end}`).join();
    const same = byPorts.get(key);
    if (same === undefined) byPorts.set(key, [way]);
    else same.push(way);
  }
  const merged = [...byPorts.values()].map((same) => {
    return { addresses: rangeSet(same.flatMap(({ addresses }) => addresses)), ports: same[0]?.ports ?? [] };
  });
  return { ways: merged.filter(({ ports, addresses }) => ports.length > 0 && addresses.length > 0), isWhole };
}

/** The addresses that a rule for this block opens: without the special ranges and the cluster's own that lie inside it. */
export function reachedBy(cidr: string, cluster: KnownCluster): AddressSet {
  return parseCidr(cidr) === undefined ? [] : addressesOf(outsideBlock(cidr, cluster));
}

function addressesOf({ cidr, except = [] }: IpBlock): AddressSet {
  return difference(addressSet([cidr]), addressSet(except));
}

/** Ports of wrong forms are faults of their own. */
export function portsOf(ports: readonly PortSpec[]): PortSet {
  return rangeSet(ports.map(({ protocol, port, endPort = port }) => portRange(protocol, port, endPort)));
}

export function isKnownPort(port: PortSpec, isKnown: RuleContext["isKnown"]): boolean {
  return isKnown(port) && [port.protocol, port.port, port.endPort].every(isKnown);
}

/** What of some ways is not among those that are granted, port by port; nothing where all of it is. */
export function notGranted(asked: Ways, granted: readonly Ways[]): readonly Ways[] {
  const near = granted.filter(
    (way) => touches(way.addresses, asked.addresses) && intersection(way.ports, asked.ports).length > 0,
  );
  const left = new Map<string, { readonly rest: AddressSet; readonly ports: PortSet[] }>();
  for (const segment of segmentsOf(asked.ports, near)) {
    const open = near.filter(({ ports }) => intersection(ports, segment).length > 0);
    const key = open.map((way) => near.indexOf(way)).join();
    const rest = left.get(key)?.rest ?? restOf(asked.addresses, open);
    left.set(key, { rest, ports: [...(left.get(key)?.ports ?? []), segment] });
  }
  return [...left.values()]
    .filter(({ rest }) => rest.length > 0)
    .map(({ rest, ports }) => ({ addresses: rest, ports: rangeSet(ports.flat()) }));
}

/** Runs of ports within which the same ways are granted. */
function segmentsOf(asked: PortSet, granted: readonly Ways[]): readonly PortSet[] {
  const cuts = [...asked, ...granted.flatMap(({ ports }) => ports)].flatMap(({ start, end }) => [start, end]);
  const sorted = [...new Set(cuts)].sort((left, right) => left - right);
  return sorted.flatMap((start, index) => {
    const segment = intersection(asked, [{ start, end: sorted[index + 1] ?? start }]);
    return segment.length > 0 ? [segment] : [];
  });
}

function restOf(addresses: AddressSet, open: readonly Ways[]): AddressSet {
  return open.reduce((rest, way) => difference(rest, near(way.addresses, rest)), addresses);
}

function touches(set: AddressSet, other: AddressSet): boolean {
  return other.some((range) => near(set, [range]).length > 0);
}

/** The ranges of a long set that can meet a short one. */
function near<T extends Countable>(set: RangeSet<T>, other: RangeSet<T>): RangeSet<T> {
  const [first, last] = [other[0], other.at(-1)];
  if (first === undefined || last === undefined) return [];
  const from = firstIndex(set, ({ end }) => end > first.start);
  return set.slice(
    from,
    firstIndex(set, ({ start }) => start >= last.end),
  );
}

function firstIndex<T>(list: readonly T[], isAt: (value: T) => boolean): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = list[middle];
    if (value !== undefined && !isAt(value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
