import { clusterPlaces, type Place } from "../connectivity/place";
import { clusterCidrs } from "../model/cluster/known-cluster";
import type { ClusterFacts } from "../model/cluster/cluster-facts";
import { SPECIAL_RANGES } from "../model/kubernetes/special-ranges";

/** Ends of the names of a place that is judged by family: most policies name blocks of one. */
const FAMILIES = { IPv4: "0.0.0.0/0", IPv6: "::/0" } as const;
const FAMILY_MARK = / \((?:IPv4|IPv6)\)$/;

/** The name of a place without its family. */
export function withoutFamily(name: string): string {
  return name.replace(FAMILY_MARK, "");
}

/**
 * The places of a cluster, and all other addresses, so that no address is left out: private networks, and what remains,
 * such as the cluster's own. A place whose name is taken by a namespace gets another one.
 */
export function reviewPlaces(taken: readonly string[], facts: ClusterFacts): readonly Place[] {
  const known = clusterPlaces(facts);
  const others = known.flatMap((place) => ("cidrs" in place && place.name !== "internet" ? place.cidrs : []));
  const cluster = clusterCidrs(facts);
  const own = [...cluster, ...others];
  const [allowed, never] = [false, true].map((is) => rangesThat(is));
  const places: readonly Place[] = [
    ...known,
    { name: "private networks", cidrs: allowed ?? [], except: [...(never ?? []), ...own] },
    // The API server is in its nodes' network: it is a place by itself, and counts as nothing else.
    { name: "addresses of the cluster", cidrs: cluster, except: others },
    { name: "special addresses", cidrs: never ?? [], except: own },
  ];
  return places
    .filter((place) => !("cidrs" in place) || place.cidrs.length > 0)
    .map((place) => (taken.includes(place.name) ? { ...place, name: `${place.name} (outside)` } : place))
    .flatMap(byFamily);
}

/** Special ranges that no rule may name, or those that one may. */
function rangesThat(never: boolean): readonly string[] {
  return SPECIAL_RANGES.filter((range) => range.never === never).map(({ cidr }) => cidr);
}

function byFamily(place: Place): readonly Place[] {
  if (!("cidrs" in place)) return [place];
  return Object.entries(FAMILIES).flatMap(([family, whole]) => {
    const isOf = (cidr: string): boolean => cidr.includes(":") === whole.includes(":");
    const cidrs = place.cidrs.filter(isOf);
    return cidrs.length === 0
      ? []
      : [{ ...place, name: `${place.name} (${family})`, cidrs, except: (place.except ?? []).filter(isOf) }];
  });
}
