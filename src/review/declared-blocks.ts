import { describeEnd } from "../connectivity/cell";
import { placeAddresses, type Place } from "../connectivity/place";
import { listIn, objectIn, textIn, textsIn } from "../model/json";
import { addressSet } from "../model/kubernetes/address-set";
import type { KubeObject } from "../model/kubernetes/kube-object";
import { difference, intersection } from "../model/kubernetes/range-set";

/** A block as a policy names it. */
export interface DeclaredBlock {
  readonly cidr: string;
  readonly except: readonly string[];
}

/** The blocks of addresses that policies name, each once. */
export function declaredBlocks(policies: readonly KubeObject[]): readonly DeclaredBlock[] {
  const peers = policies.flatMap(({ spec }) => {
    const { ingress, egress } = objectIn(spec);
    const rules = [...listIn(ingress), ...listIn(egress)].map(objectIn);
    return rules.flatMap(({ from, to }) => [...listIn(from), ...listIn(to)]);
  });
  const blocks = peers.flatMap((peer): readonly DeclaredBlock[] => {
    const { cidr, except } = objectIn(objectIn(peer).ipBlock);
    return cidr === undefined ? [] : [{ cidr: textIn(cidr), except: textsIn(except) }];
  });
  return [...new Map(blocks.map((block) => [JSON.stringify(block), block])).values()];
}

/** What a place has of each block, as a part of a cell names it, and what its author called that. */
export function blockNames(place: Place | undefined, blocks: readonly DeclaredBlock[]): ReadonlyMap<string, string> {
  if (place === undefined || !("cidrs" in place)) return new Map();
  const addresses = placeAddresses(place);
  const named = blocks.map(({ cidr, except }) => {
    const own = intersection(difference(addressSet([cidr]), addressSet(except)), addresses);
    // What is of other places anyway is not worth its name.
    const left = except.filter((each) => intersection(addressSet([each]), addresses).length > 0);
    const title = left.length === 0 ? cidr : `${cidr} without ${left.join(", ")}`;
    return [describeEnd(own).join(), title] as const;
  });
  return new Map(named.filter(([joined]) => joined !== ""));
}
