import { describeEnd } from "../connectivity/cell";
import { placeAddresses, type Place } from "../connectivity/place";
import { listIn, objectIn, textIn, textsIn } from "../model/json";
import { addressSet } from "../model/kubernetes/address-set";
import type { KubeObject } from "../model/kubernetes/kube-object";
import { covers, difference, intersection } from "../model/kubernetes/range-set";

/** A block as a policy names it. */
export interface DeclaredBlock {
  readonly cidr: string;
  readonly except: readonly string[];
  /** Blocks of the other side, where the block is told for what it has more than they. @default - it is told as a whole */
  readonly beyond?: readonly string[];
}

/** Blocks that a side alone names, beside many of the other one: each pair is compared at every place. */
const MOST_MOVED = 32;

/** What the blocks of each side have beyond those of the other one, by one of them and by all. */
export function movedBlocks(
  before: readonly DeclaredBlock[],
  after: readonly DeclaredBlock[],
): readonly DeclaredBlock[] {
  return [...grownBlocks(before, after), ...grownBlocks(after, before)];
}

function grownBlocks(from: readonly DeclaredBlock[], to: readonly DeclaredBlock[]): readonly DeclaredBlock[] {
  const known = new Set(from.map((block) => JSON.stringify(block)));
  const fresh = to.filter((block) => !known.has(JSON.stringify(block))).slice(0, MOST_MOVED);
  return fresh.flatMap((block) => {
    const own = addressSet([block.cidr]);
    const isPart = (part: string): boolean => block.except.includes(part);
    const within = from.filter(({ cidr, except }) => except.every(isPart) && covers(own, addressSet([cidr])));
    const inside = within.map(({ cidr }) => cidr).slice(0, MOST_MOVED);
    const each = inside.map((cidr) => ({ ...block, beyond: [cidr] }));
    return inside.length > 1 ? [...each, { ...block, beyond: inside }] : each;
  });
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
  const named = blocks.map(({ cidr, except, beyond = [] }) => {
    const own = intersection(difference(addressSet([cidr]), addressSet([...except, ...beyond])), addresses);
    // What is of other places anyway is not worth its name.
    const left = except.filter((each) => intersection(addressSet([each]), addresses).length > 0);
    const title = left.length === 0 ? cidr : `${cidr} without ${left.join(", ")}`;
    return [describeEnd(own).join(), beyond.length === 0 ? title : `${title} beyond ${beyond.join(", ")}`] as const;
  });
  return new Map(named.filter(([joined]) => joined !== ""));
}
