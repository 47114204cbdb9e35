/** One stack, as the collection knows it. */
export interface StackRoute {
  /** Of the stack: `tenant-acme-monitoring`. */
  readonly namespace: string;
  /** Namespace of the tenant that owns it. */
  readonly tenant: string;
  /**
   * Namespaces of tenants below the owner whose names do not start with its own; all below it, where its own name does
   * not start with `tenant-`. @default - none
   */
  readonly adopted?: readonly string[];
  /** Whether it gets what belongs to nodes and to no namespace. @default false */
  readonly nodes?: boolean;
  /** Host and port of its gateway, or its URL where it stands in another cluster: `https://…`. */
  readonly gateway: string;
  /** Name under which a stack in another cluster knows this one. @default - the stack is in this cluster */
  readonly cluster?: string;
}

/** A tenant with all below it. */
export type Subtree = Pick<StackRoute, "tenant" | "adopted">;

/**
 * Whether the names of all tenants below one start with its own. Names of tenants have no dash of their own, so nobody
 * else's start so; that holds for names that we gave, and not for namespaces that were there before.
 */
function namesItsTree(namespace: string): boolean {
  return namespace.startsWith("tenant-");
}

/** Whether a namespace is the subtree's own, or below it. */
export function covers({ tenant, adopted = [] }: Subtree, namespace: string): boolean {
  const below = namesItsTree(tenant) && namespace.startsWith(`${tenant}-`);
  return namespace === tenant || below || adopted.includes(namespace);
}

/** A regular expression of the namespaces of a subtree, to be anchored by whoever uses it. */
export function namespacesOf({ tenant, adopted = [] }: Subtree): string {
  return [namesItsTree(tenant) ? `${tenant}(-.*)?` : tenant, ...adopted].join("|");
}

/** Stacks in an order in which each comes after those whose subtree it is in. */
export function shallowToDeep(stacks: readonly StackRoute[]): readonly StackRoute[] {
  const depth = ({ tenant }: StackRoute) => stacks.filter((stack) => covers(stack, tenant)).length;
  return [...stacks].sort((left, right) => depth(left) - depth(right));
}

/** URL of a stack's gateway, without a slash at the end. Inside the cluster it is plain HTTP to a Service. */
export function gatewayUrl({ gateway }: StackRoute): string {
  return (isElsewhere(gateway) ? gateway : `http://${gateway}`).replace(/\/+$/, "");
}

/** Whether a gateway is reached through its name in the world. */
export function isElsewhere(gateway: string): boolean {
  return /^https?:\/\//.test(gateway);
}
