import { blockNames, declaredBlocks, movedBlocks } from "./declared-blocks";
import { describeEnd, type Cell, type CellPart } from "../connectivity/cell";
import { placeAddresses, type Place } from "../connectivity/place";
import type { Connection } from "../connectivity/render-json";
import { withoutFamily } from "./places";
import type { Snapshots } from "./snapshots";

/** Names of two places. */
export const DNS = "DNS";
export const API_SERVER = "API server";

/** What is open between two groups, in words. */
export interface Way {
  readonly from: string;
  readonly to: string;
  /** Ports and, where not all fare alike, whose. @default - it was not judged */
  readonly text?: string;
}

/** Connections in words. Both families of a place are one way where the same is open to both. */
export function waysOf(
  found: readonly Connection[],
  { places, before, after }: Pick<Snapshots, "places" | "before" | "after">,
): readonly Way[] {
  const moved = movedBlocks(declaredBlocks(before.policies), declaredBlocks(after.policies));
  // A block by its own name, where it has the same addresses.
  const blocks = [...moved, ...declaredBlocks([...before.policies, ...after.policies])];
  const ends = new Map(places.map((place) => [place.name, { place, names: blockNames(place, blocks) }]));
  const known = new Map(places.map((place) => [place.name, place]));
  const ways = found.map((way) => ({ ...way, text: textOf(way, ends.get(way.from), ends.get(way.to)) }));
  const grouped = new Map<string, typeof ways>();
  for (const way of ways) {
    const key = JSON.stringify([withoutFamily(way.from), withoutFamily(way.to), way.text]);
    grouped.set(key, [...(grouped.get(key) ?? []), way]);
  }
  return [...grouped.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const named = ({ from, to, text }: Way): Way => ({ from, to, ...(text === undefined ? {} : { text }) });
    return group.length === 1 && !isOnlyFamily(first, known)
      ? [named(first)]
      : [named({ ...first, from: withoutFamily(first.from), to: withoutFamily(first.to) })];
  });
}

/** Whether a place has addresses of one family alone. */
function isOnlyFamily({ from, to }: Way, places: ReadonlyMap<string, Place>): boolean {
  const place = places.has(to) ? to : from;
  const others = [...places.keys()].filter((name) => withoutFamily(name) === withoutFamily(place));
  return others.length === 1;
}

const ALL = "all ports";

/** A place, and how policies call parts of it. */
interface End {
  readonly place: Place;
  readonly names: ReadonlyMap<string, string>;
}

function textOf(cell: Cell, source: End | undefined, destination: End | undefined): string | undefined {
  const { verdict, ports = [], parts = [], omitted = 0 } = cell;
  if (verdict === "unknown") return undefined;
  if (verdict === "allow") return placePorts(destination?.place);
  if (parts.length === 0) return portsText(ports);
  const lines = [...new Set(parts.map((part) => partText(part, [source, destination])))];
  return [...lines, ...(omitted > 0 ? [`${String(omitted)} more`] : [])].join("; ");
}

function placePorts(place: Place | undefined): string {
  return place?.ports?.map(({ protocol, port }) => `${protocol} ${String(port)}`).join(", ") ?? ALL;
}

/** The addresses of a place as a part of a cell names them. */
function addressesOf(place: Place | undefined): string | undefined {
  if (place === undefined || !("cidrs" in place)) return undefined;
  return describeEnd(placeAddresses(place)).join();
}

function partText({ from, to, ports }: CellPart, [source, destination]: readonly (End | undefined)[]): string {
  const named = (word: string, names: readonly string[], end: End | undefined) => {
    const joined = names.join();
    const isWhole = isGeneral(names) || joined === addressesOf(end?.place);
    return isWhole ? [] : [`${word} ${end?.names.get(joined) ?? names.join(" | ")}`];
  };
  const ends = [...named("from", from, source), ...named("to", to, destination)];
  return [portsText(ports), ...ends].join(" ");
}

/** Pods without any mark are among them: those with marks are not worth their names. */
function isGeneral(ends: readonly string[]): boolean {
  return ends.some((end) => end === "pods without labels" || end === "other pods");
}

function portsText(ports: readonly string[]): string {
  const isAll = ["TCP", "UDP", "SCTP"].every((protocol) => ports.includes(protocol));
  return isAll ? ALL : ports.map((port) => (port.includes(" ") ? port : `all ${port} ports`)).join(", ");
}
