import type { MatrixGroup } from "./groups";
import type { ConnectivityMatrix } from "./matrix";
import { connections, explainCell, type Connection } from "./render-json";
import { ISOLATED_NOTE, isOpenToOwn } from "./tenant-view";

/** The ways of a matrix, with what all tenants have alike told once. */
export interface FoldedWays {
  /** A line each. */
  readonly sentences: readonly string[];
  /** All other ways. */
  readonly ways: readonly Connection[];
}

/** @param isWanted - which of the other ways are told; what a table shows need not be told again */
export function foldWays(matrix: ConnectivityMatrix, isWanted: (way: Connection) => boolean = () => true): FoldedWays {
  const { groups } = matrix;
  const all = connections(matrix);
  const isBelow = descent(groups);
  const isOwn = (way: Connection) => way.from === way.to && isOpenToOwn(way);
  const isDown = (way: Connection) => isBelow(way.to, way.from) && way.verdict === "allow";
  const others = all.filter((way) => !isOwn(way) && !isDown(way) && isWanted(way));
  const alike = ofEveryTenant(others, groups);
  return {
    sentences: [
      ...alike.map(({ to, text }) => `every tenant -> ${to}: ${text}`),
      ...downwards(all.filter(isDown), groups, isBelow),
      ...(all.some(({ exceptIsolated }) => exceptIsolated === true) ? [ISOLATED_NOTE] : []),
    ],
    ways: others.filter((way) => !alike.some(({ to, text }) => way.to === to && explainCell(way) === text)),
  };
}

type IsBelow = (name: string, above: string) => boolean;

function descent(groups: readonly MatrixGroup[]): IsBelow {
  const parents = new Map(groups.map(({ name, parent }) => [name, parent]));
  const isBelow: IsBelow = (name, above) => {
    const parent = parents.get(name);
    return parent !== undefined && (parent === above || isBelow(parent, above));
  };
  return isBelow;
}

/** What is open from each tenant to the same group in the same way. */
function ofEveryTenant(ways: readonly Connection[], groups: readonly MatrixGroup[]) {
  const tenants = new Set(groups.flatMap(({ name, tenant }) => (tenant === true ? [name] : [])));
  const counts = new Map<string, { to: string; text: string; count: number }>();
  for (const way of ways.filter(({ from, undeclared }) => tenants.has(from) && undeclared === undefined)) {
    const text = explainCell(way);
    const known = counts.get(`${way.to} ${text}`) ?? { to: way.to, text, count: 0 };
    counts.set(`${way.to} ${text}`, { ...known, count: known.count + 1 });
  }
  return [...counts.values()].filter(({ count }) => count > 1 && count === tenants.size);
}

/** The way down the tree is what tenants have unless they close it; those that do are named. */
function downwards(open: readonly Connection[], groups: readonly MatrixGroup[], isBelow: IsBelow): readonly string[] {
  if (open.length === 0) return [];
  const isOpen = new Set(open.map(({ from, to }) => `${from} ${to}`));
  const tenants = groups.filter(({ tenant }) => tenant === true).map(({ name }) => name);
  const closed = tenants.filter((name) =>
    tenants.some((above) => isBelow(name, above) && !isOpen.has(`${above} ${name}`)),
  );
  const rest = closed.length === 0 ? "" : ` Not, or not all of them, to ${closed.join(", ")}.`;
  return [`Tenants reach all pods of the tenants below them, on all ports.${rest}`];
}
