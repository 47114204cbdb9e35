import type { Issue } from "../../issue";
import type { Tenant } from "../resolve/tenant";

/** What a rule may ask beside the tenant. */
export interface RuleContext {
  /** Whether a value can be judged: rules skip what is only known at apply, and what has its fault already. */
  readonly isKnown: (value: unknown) => boolean;
  /** Whether a value is only known at apply. What decides which objects there are must not be. */
  readonly isDeferred: (value: unknown) => boolean;
  /** All tenants that are declared here, by namespace. */
  readonly tenants: ReadonlyMap<string, Tenant>;
  /** Namespaces of all tenants that are declared here or spoken of: parents that are declared elsewhere, and ancestors. */
  readonly namespaces: ReadonlySet<string>;
}

/** Looks at one tenant and tells its faults: one issue a fault, none where all is well. */
export type TenantRule = (tenant: Tenant, context: RuleContext) => readonly Issue[];

/** What a rule says of each entry of a list that can be judged. */
export function eachKnown<T, R>(
  list: readonly T[] | undefined,
  { isKnown }: RuleContext,
  judge: (entry: T, index: number) => readonly R[],
): readonly R[] {
  if (list === undefined || !isKnown(list)) return [];
  return list.flatMap((entry, index) => (isKnown(entry) ? judge(entry, index) : []));
}

/**
 * Whether a value that must be known is a rule's to judge: it is, where it is known or only known at apply. What is
 * invalid has its fault already.
 */
export function isJudged(value: unknown, { isKnown, isDeferred }: RuleContext): boolean {
  return isKnown(value) || isDeferred(value);
}

/** What was received where a value is only known at apply. */
export const DEFERRED = "a value that is only known at apply";
