import { clusterPlaces, type Place } from "../connectivity/place";
import type { ClusterFacts } from "../model/cluster/cluster-facts";

/** Ends of the names of a place that is judged by family: most policies name blocks of one. */
const FAMILIES = { IPv4: "0.0.0.0/0", IPv6: "::/0" } as const;
const FAMILY_MARK = / \((?:IPv4|IPv6)\)$/;

/** The name of a place without its family. */
export function withoutFamily(name: string): string {
  return name.replace(FAMILY_MARK, "");
}

/** The places of a cluster, by family. A place whose name is taken by a namespace gets another one. */
export function reviewPlaces(taken: readonly string[], facts: ClusterFacts): readonly Place[] {
  return clusterPlaces(facts)
    .map((place) => (taken.includes(place.name) ? { ...place, name: `${place.name} (outside)` } : place))
    .flatMap(byFamily);
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
