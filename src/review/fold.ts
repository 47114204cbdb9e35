import type { Change } from "./change";

/** As many tenants beside each other are one edit in a reviewer's eyes; of fewer each keeps its own lines together. */
const MANY = 5;

/**
 * What happens to a tenant and, by inheritance, to its sub-tenants, is told once: of the topmost. What happens to many tenants
 * beside each other is told of the first.
 */
export function folded(changes: readonly Change[], parents: ReadonlyMap<string, string>): readonly Change[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const group = groups.get(keyOf(change));
    if (group === undefined) groups.set(keyOf(change), [change]);
    else group.push(change);
  }
  return [...groups.values()].flatMap((group) => foldGroup(group, parents));
}

function foldGroup(group: readonly Change[], parents: ReadonlyMap<string, string>): readonly Change[] {
  if (group.length === 1) return group;
  const tenants = new Set(group.map(({ tenant }) => tenant));
  // Labels that somebody wrote by hand may name each other as parents.
  const topOf = (tenant: string, seen: ReadonlySet<string> = new Set()): string => {
    const parent = parents.get(tenant);
    if (parent === undefined || !tenants.has(parent) || seen.has(parent)) return tenant;
    return topOf(parent, new Set([...seen, tenant]));
  };
  const below = new Map<string, string[]>();
  for (const { tenant } of group) {
    if (tenant === undefined) continue;
    const top = topOf(tenant);
    if (top !== tenant) below.set(top, [...(below.get(top) ?? []), tenant]);
  }
  const tops = group.filter(({ tenant }) => tenant === undefined || topOf(tenant) === tenant);
  const [first, ...others] = tops;
  if (first !== undefined && tops.length >= MANY && tops.every(({ tenant }) => tenant !== undefined)) {
    const alsoIn = [...others.flatMap(({ tenant }) => tenant ?? []), ...[...below.values()].flat()];
    return [{ ...first, alsoIn: alsoIn.sort() }];
  }
  return tops.map((change) => {
    const alsoIn = below.get(change.tenant ?? "") ?? [];
    return alsoIn.length === 0 ? change : { ...change, alsoIn };
  });
}

/** Ways name their tenant among their ends. */
function keyOf({ kind, severity, what, before, after, note, tenant }: Change): string {
  const ends =
    kind === "way-opens" || kind === "way-closes" ? what.split(" -> ").map((end) => (end === tenant ? "" : end)) : what;
  return JSON.stringify([kind, severity, ends, before, after, note]);
}
