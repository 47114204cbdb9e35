import { issueUnless, type Fault, type Issue, type Path } from "../../issue";
import type { AddressSet } from "../../kubernetes/address-set";
import { isRecord } from "../../json";
import type { PortSet } from "../../kubernetes/port-set";
import { holdsInvalid, INVALID } from "../../schema/invalid";
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
  readonly tenants: Pick<ReadonlyMap<string, Tenant>, "get" | "has">;
  /** Namespaces of all tenants that are declared here or mentioned: parents that are declared elsewhere, and ancestors. */
  readonly namespaces: Pick<ReadonlySet<string>, "has">;
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

/** The fault of an empty list where a list that is left out means all of them. */
export function notEmpty(
  path: Path,
  list: readonly unknown[] | undefined,
  words: Pick<Fault, "hint" | "message">,
  { isKnown }: Pick<RuleContext, "isKnown">,
): readonly Issue[] {
  return issueUnless(list === undefined || !isKnown(list) || list.length > 0, path, () => ({
    code: "missing-field",
    received: "an empty list",
    expected: "at least one entry, or no list for all of them",
    ...words,
  }));
}

/**
 * Whether a rule checks a value that must be known: it does where the value is known, or only known at apply. What is
 * invalid was reported already.
 */
export function isJudged(value: unknown, { isKnown, isDeferred }: RuleContext): boolean {
  return isKnown(value) || isDeferred(value);
}

/**
 * Whether what a tenant has of itself or of those above it, such as `["security", "hostnames"]`, is invalid where it was
 * given. That was reported there: those below would only repeat it.
 */
export function isInvalidFrom(tenant: Parent | undefined, fields: readonly string[]): boolean {
  if (tenant === undefined) return false;
  const given = valueAt("spec" in tenant ? tenant.spec : tenant.given, fields);
  return given === undefined ? isInvalidFrom(tenant.parent, fields) : holdsInvalid(given);
}

function valueAt(value: unknown, [field, ...rest]: readonly string[]): unknown {
  if (field === undefined || value === INVALID) return value;
  return isRecord(value) ? valueAt(value[field], rest) : undefined;
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
