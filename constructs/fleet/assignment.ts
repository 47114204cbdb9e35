/** Which tenant stands in which stack: what the committed file says. */
export interface Assignment {
  /** Every stack that there is, empty ones too: what an empty one still holds is destroyed by applying it. */
  readonly stacks: readonly string[];
  /** The top tenants by namespace; sub-tenants stand where theirs does. */
  readonly tenants: Readonly<Record<string, AssignedTenant>>;
}

export interface AssignedTenant {
  /** Where the tenant stands. Change it to move the tenant. */
  readonly stack: string;
  /** Every stack whose state may hold the tenant, in the order in which it came there. */
  readonly held: readonly string[];
  /** Namespaces of the tree that are protected from deletion. */
  readonly protected: readonly string[];
  /** Addresses of the resources that are on their way from one stack to another. @default - it stands still */
  readonly moving?: readonly string[];
}

/** A top tenant with all below it: what is placed as a whole. */
export interface FleetTree {
  readonly namespace: string;
  /** Namespaces of the tree, its own among them. */
  readonly namespaces: readonly string[];
}

/** What the names of stacks start with, and the most tenants of one. */
export interface AssignOptions {
  readonly prefix: string;
  readonly perStack: number;
}

/**
 * The stack of every tree: where it was, else the emptiest one with room, else a new one. The order of the trees does
 * not matter. A tree that is larger than a stack may be gets a stack of its own.
 */
export function assign(trees: readonly FleetTree[], before: Assignment, options: AssignOptions): Assignment {
  const load = new Map(before.stacks.map((stack) => [stack, 0]));
  const tenants: Record<string, AssignedTenant> = {};
  const place = ({ namespace, namespaces }: FleetTree, stack: string): void => {
    load.set(stack, (load.get(stack) ?? 0) + namespaces.length);
    tenants[namespace] = entryIn(stack, before.tenants[namespace]);
  };
  const known = new Set(Object.keys(before.tenants));
  const sorted = trees.toSorted((left, right) => (left.namespace < right.namespace ? -1 : 1));
  for (const tree of sorted.filter(({ namespace }) => known.has(namespace))) {
    place(tree, before.tenants[tree.namespace]?.stack ?? "");
  }
  for (const tree of sorted.filter(({ namespace }) => !known.has(namespace))) {
    place(tree, emptiest(load, tree, options) ?? newName(load, options));
  }
  return { stacks: [...load.keys()], tenants };
}

/** Whether a tenant was put into another stack than at the last synth. */
export function hasJustMoved(before: AssignedTenant | undefined, after: AssignedTenant): boolean {
  return before !== undefined && before.held.at(-1) !== after.stack;
}

/** The stacks that must forget a tenant. */
export function leftStacks({ held, stack }: AssignedTenant): readonly string[] {
  return held.filter((one) => one !== stack);
}

function entryIn(stack: string, before: AssignedTenant | undefined): AssignedTenant {
  const held = (before?.held ?? []).filter((one) => one !== stack);
  return { stack, held: [...held, stack], protected: before?.protected ?? [] };
}

/** Of equally empty ones the first. */
function emptiest(load: ReadonlyMap<string, number>, tree: FleetTree, { perStack }: AssignOptions): string | undefined {
  const withRoom = [...load].filter(([, size]) => size + tree.namespaces.length <= perStack || size === 0);
  return withRoom.toSorted(([, left], [, right]) => left - right)[0]?.[0];
}

function newName(load: ReadonlyMap<string, number>, { prefix }: AssignOptions): string {
  let number = load.size + 1;
  while (load.has(`${prefix}-${number}`)) number += 1;
  return `${prefix}-${number}`;
}
