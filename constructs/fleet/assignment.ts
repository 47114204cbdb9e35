/** Which tenant is in which stack, as in the committed file. */
export interface Assignment {
  /** All stacks, empty ones too: applying an empty one destroys what its state still holds. */
  readonly stacks: readonly string[];
  /** The top tenants by namespace; sub-tenants are in the same stack. */
  readonly tenants: Readonly<Record<string, AssignedTenant>>;
}

export interface AssignedTenant {
  /** The tenant's stack. Change it to move the tenant. */
  readonly stack: string;
  /** Every stack whose state may hold the tenant, oldest first. */
  readonly held: readonly string[];
  /** Namespaces of the tree that are protected from deletion. */
  readonly protected: readonly string[];
  /** Addresses of the resources that move from one stack to another. @default - none move */
  readonly moving?: readonly string[];
}

/** A top tenant with its sub-tenants, which stay together. */
export interface FleetTree {
  readonly namespace: string;
  /** Namespaces of the tree, its own among them. */
  readonly namespaces: readonly string[];
}

/** Prefix of the names of stacks, and the largest number of tenants in one. */
export interface AssignOptions {
  readonly prefix: string;
  readonly perStack: number;
}

/**
 * Assigns every tree: to its former stack, else to the emptiest one with room, else to a new one. The order of the
 * trees does not matter. A tree that is larger than a stack may be gets its own stack.
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
