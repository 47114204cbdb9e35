import { clusterCidrs, nodeSources } from "../model/cluster/known-cluster";
import { parseCidr } from "../model/kubernetes/cidr";
import { SPECIAL_RANGES } from "../model/kubernetes/special-ranges";
import type { ClusterFacts, DnsFacts } from "../model/cluster/cluster-facts";
import { DNS_PORT, dnsPods, dnsPorts } from "../model/cluster/dns-facts";
import { type AddressSet, addressSet } from "../model/kubernetes/address-set";
import type { Protocol } from "../model/kubernetes/port-set";
import { difference } from "../model/kubernetes/range-set";
import type { Labels } from "./selector";

/** A row and column of the matrix that is no namespace. */
export type Place = OutsidePlace | PodPlace;

interface PlaceBase {
  /** Name of the row and column. */
  readonly name: string;
  /** What counts as full access when it is the destination. @default - every port of every protocol */
  readonly ports?: readonly { readonly protocol: Protocol; readonly port: number }[];
}

/** Addresses outside the cluster. All of them are judged, not a sample: a policy may open a corner of them only. */
export interface OutsidePlace extends PlaceBase {
  /** Addresses that belong to it. */
  readonly cidrs: readonly string[];
  /** Blocks within `cidrs` that do not belong to the place. @default - none */
  readonly except?: readonly string[];
}

/** Certain pods of one namespace, which then do not count among the namespace's others. */
export interface PodPlace extends PlaceBase {
  /** Namespace of the pods. */
  readonly namespace: string;
  /** Labels of the pods. */
  readonly podLabels: Labels;
}

/** The addresses at which clouds serve instance metadata and credentials. */
const METADATA: readonly string[] = [
  ...["169.254.169.254/32", "169.254.170.2/32", "169.254.170.23/32", "169.254.42.42/32", "192.0.0.192/32"],
  ...["100.100.100.200/32", "168.63.129.16/32", "fd00:ec2::254/128", "fd00:ec2::23/128", "fd20:ce::254/128"],
  ...["fd00:42::42/128", "fd00:c1::a9fe:a9fe/128", "fd00:a9fe:a9fe::1/128", "fe80::a9fe:a9fe/128"],
];

/**
 * The places that an auditor asks for, so that no address is left out: the internet, private networks, blocks that tenants
 * declare, the cluster's DNS, its API server, cloud metadata, nodes, and what remains. The internet is every public
 * address that is not the cluster's own; the API server is in its nodes' network, and is a place by itself.
 *
 * @param blocks - blocks that are a place each and no part of the internet or of private networks, e.g. those that
 * tenants declare. What of them is the cluster's own, or special, is not theirs. Whole families are passed over.
 */
export function clusterPlaces(facts: ClusterFacts, blocks: readonly string[] = []): readonly Place[] {
  const { apiServer, dns } = facts;
  const cluster = clusterCidrs(facts);
  const declared = [...new Set(blocks)].filter((block) => parseCidr(block)?.prefix !== 0);
  const [mayBeNamed, never] = [rangesThat(false), rangesThat(true)];
  const named = [
    ...dnsPlaces(dns),
    { name: "API server", cidrs: apiServer.cidrs, ports: [{ protocol: "TCP" as const, port: apiServer.port }] },
    { name: "metadata", cidrs: METADATA },
  ];
  const others = named.flatMap((place) => ("cidrs" in place ? place.cidrs : []));
  const nodes = nodeSources(facts);
  const places: readonly Place[] = [
    { name: "internet", cidrs: ["0.0.0.0/0", "::/0"], except: [...mayBeNamed, ...never, ...cluster, ...declared] },
    { name: "private networks", cidrs: mayBeNamed, except: [...never, ...cluster, ...others, ...declared] },
    ...declared.map((block) => ({ name: block, cidrs: [block], except: [...never, ...cluster, ...others] })),
    ...named,
    { name: "nodes", cidrs: nodes, except: others },
    { name: "addresses of the cluster", cidrs: cluster, except: [...nodes, ...others] },
    { name: "special addresses", cidrs: never, except: [...cluster, ...others] },
  ];
  return places.filter((place) => !("cidrs" in place) || placeAddresses(place).length > 0);
}

/** Special ranges that no rule may name, or those that one may. */
function rangesThat(never: boolean): readonly string[] {
  return SPECIAL_RANGES.filter((range) => range.never === never).map(({ cidr }) => cidr);
}

/** Pods and addresses are judged differently, so that where both answer they are two places. */
function dnsPlaces(dns: DnsFacts): readonly Place[] {
  const pods = dnsPods(dns);
  const { cidrs = [] } = dns;
  const addresses = { cidrs, ports: dnsPorts([DNS_PORT]) };
  if (pods === undefined) return [{ name: "DNS", ...addresses }];
  const { namespace, podLabels, ports } = pods;
  return [
    { name: "DNS", namespace, podLabels, ports: dnsPorts(ports) },
    ...(cidrs.length === 0 ? [] : [{ name: "DNS addresses", ...addresses }]),
  ];
}

/** The addresses of a place outside. */
export function placeAddresses(place: OutsidePlace): AddressSet {
  return difference(addressSet(place.cidrs), addressSet(place.except ?? []));
}

/** The places under names that no namespace has. */
export function placesBeside(places: readonly Place[], namespaces: readonly string[]): readonly Place[] {
  const taken = new Set(namespaces);
  return places.map((place) => (taken.has(place.name) ? { ...place, name: `${place.name} (outside)` } : place));
}
