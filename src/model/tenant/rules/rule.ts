import type { Fault, Issue } from "../../issue";
import type { AddressSet } from "../../kubernetes/address-set";
import type { PortSet } from "../../kubernetes/port-set";
import type { Parent, Tenant } from "../resolve/tenant";

/** Addresses with the ports that are asked for, or granted, on each of them. */
export interface Ways {
  readonly addresses: AddressSet;
  readonly ports: PortSet;
}

/** What a tenant lets those below it declare. */
export interface Grants {
  readonly ways: readonly Ways[];
  /** Whether nothing more may be granted by what is not known here: facts of a parent elsewhere, tokens. */
  readonly isWhole: boolean;
}

/** What a rule may use beside the tenant. */
export interface RuleContext {
  /** Whether a value can be checked: rules skip what is only known at apply, and what was reported already. */
  readonly isKnown: (value: unknown) => boolean;
  /** Whether a value is only known at apply. A value that decides which objects exist must be known. */
  readonly isDeferred: (value: unknown) => boolean;
  /** All tenants that are declared here, by namespace. */
  readonly tenants: ReadonlyMap<string, Tenant>;
  /** Namespaces of all tenants that are declared here or mentioned: parents that are declared elsewhere, and ancestors. */
  readonly namespaces: ReadonlySet<string>;
  /** What was found to be granted below a tenant: siblings are held to the same, which may be long lists. */
  readonly grants: Map<Parent, Grants>;
}

/** Checks one tenant and returns its faults, each as one issue. */
export type TenantRule = (tenant: Tenant, context: RuleContext) => readonly Issue[];

/** The faults of all entries of a list that can be checked. */
export function eachKnown<T, R>(
  list: readonly T[] | undefined,
  { isKnown }: Pick<RuleContext, "isKnown">,
  check: (entry: T, index: number) => readonly R[],
): readonly R[] {
  if (list === undefined || !isKnown(list)) return [];
  return list.flatMap((entry, index) => (isKnown(entry) ? check(entry, index) : []));
}

/**
 * Whether a rule checks a value that must be known: it does where the value is known, or only known at apply. What is
 * invalid was reported already.
 */
export function isJudged(value: unknown, { isKnown, isDeferred }: RuleContext): boolean {
  return isKnown(value) || isDeferred(value);
}

/** The fault of a value that is only known at apply, where it decides which objects are made. */
export function notKnownAtSynth(expected: string, hint = "write the value down"): Fault {
  return {
    code: "must-be-known-at-synth",
    message: "the value must be known at synth",
    received: "a value that is only known at apply",
    expected,
    hint,
  };
}
