import { issueUnless, show, type Fault, type Issue, type Path } from "../../issue";
import {
  addQuantities,
  formatQuantity,
  parseQuantity,
  subtractQuantities,
  type Quantity,
} from "../../kubernetes/quantity";
import { holdsInvalid } from "../../schema/invalid";
import { fieldsOf, NEEDED_BY_CHILDREN } from "../resolve/quota";
import { isExtendedResource } from "../spec/quota-keys";
import { UNLIMITED, type CapacitySpec } from "../spec/quota-spec";
import type { Forest, Parent, Tenant, TenantQuota } from "../resolve/tenant";
import { notKnownAtSynth, type RuleContext } from "./rule";

/** Further siblings are added up in the printed arithmetic. */
const SIBLINGS_IN_FULL = 8;

/** One capacity key of a parent, while its children take their shares in the order of declaration. */
interface Ledger {
  readonly key: string;
  readonly parent: Parent;
  readonly declared: Quantity;
  readonly reserved: Quantity;
  readonly taken: { readonly name: string; readonly amount: Quantity }[];
  left: Quantity;
}

/** Children take their shares out of the parent's quota: no child may take more than is left. */
export function carveOutRules(node: Forest[number], context: RuleContext): readonly Issue[] {
  const parent = "tenant" in node ? node.tenant : node.external;
  const { quota } = parent;
  if (quota === undefined || (node.children.length === 0 && Object.keys(quota.reserved).length === 0)) return [];
  const children = node.children.map(({ tenant }) => tenant);
  const keys = Object.keys(quota.capacity).filter((key) => !quota.invalid.has(key));
  return [
    ...tightest(keys.flatMap((key) => keyRules(key, { ...parent, quota }, children, context))),
    ...("spec" in parent ? ungranted([parent.path, "quota", "reserved"], parent, parent.spec.quota?.reserved) : []),
    ...children.flatMap(({ path, spec }) => ungranted([path, "quota"], parent, spec.quota)),
  ];
}

/** A parent with known amounts. */
type Giver = Parent & { readonly quota: TenantQuota };

/** Guardrails deny resources that a tenant's quota does not name, so it cannot pass them on. */
function ungranted(path: Path, parent: Parent, spec: CapacitySpec | undefined): readonly Issue[] {
  const own = "spec" in parent ? parent.spec.quota : parent.given.available;
  if (holdsInvalid(own)) return [];
  return Object.entries(spec?.extendedResources ?? {}).flatMap(([name, amount]) => {
    const isGranted =
      `requests.${name}` in (parent.quota?.capacity ?? {}) || own?.extendedResources?.[name] === UNLIMITED;
    const asks = isExtendedResource(name) && !holdsInvalid(amount) && parseQuantity(String(amount))?.nano !== 0n;
    return issueUnless(isGranted || !asks, [...path, "extendedResources", name], () => ({
      code: "resource-not-granted",
      message: `${show(parent.path)} does not have this resource: what a quota does not name is not granted`,
      received: show(amount),
      expected: "resources that the parent's quota names",
      hint: `leave it out, or grant it in ${amountsOf(parent)}.extendedResources too`,
    }));
  });
}

/** Where the amounts of a parent are given. */
function amountsOf(parent: Parent): string {
  if ("spec" in parent) return `${parent.path}.quota`;
  return `${parent.path}.${parent.given.available === undefined ? "quota.reserved" : "available"}`;
}

function keyRules(key: string, parent: Giver, children: readonly Tenant[], context: RuleContext): readonly Found[] {
  const declaredText = parent.quota.capacity[key];
  if (children.length > 0 && context.isDeferred(declaredText)) {
    return [{ left: NOTHING, issue: issueAt(key, parent, NOT_KNOWN) }];
  }
  const declared = parseQuantity(declaredText);
  if (declared === undefined) return [];
  const reserved = parent.quota.reserved[key];
  if (reserved !== undefined && context.isDeferred(reserved)) {
    return [{ left: NOTHING, issue: issueAt(key, parent, NOT_KNOWN) }];
  }
  const ledger = openLedger(key, parent, declared);
  return [...reservation(ledger), ...children.flatMap((child) => childShare(ledger, child, context))];
}

function openLedger(key: string, parent: Giver, declared: Quantity): Ledger {
  const reserved = parseQuantity(parent.quota.reserved[key]) ?? { nano: 0n, form: declared.form };
  const left = subtractQuantities(declared, reserved);
  return { key, parent, declared, reserved, taken: [], left: left.nano < 0n ? { ...left, nano: 0n } : left };
}

function reservation({ key, parent, declared, reserved }: Ledger): readonly Found[] {
  if (reserved.nano <= declared.nano) return [];
  const field = fieldOf(key, parent);
  const issue: Issue = {
    path: [parent.path, "quota", "reserved", ...field],
    code: "reserve-exceeds-quota",
    message: `more is reserved than the tenant has: ${print(declared)} declared`,
    received: show(print(reserved)),
    expected: `at most ${print(declared)}`,
    hint: `lower it, or raise ${parent.path}.quota.${field.join(".")}`,
  };
  return [{ left: declared, issue }];
}

function childShare(ledger: Ledger, child: Tenant, context: RuleContext): readonly Found[] {
  const { key, left } = ledger;
  const given = child.quota.capacity[key];
  if (child.quota.invalid.has(key)) return [];
  if (given === undefined) return [{ left, issue: issueAt(key, child, missingShare(ledger, child)) }];
  const amount = parseQuantity(given);
  // A wrong amount was reported already.
  if (amount === undefined) {
    return context.isDeferred(given) ? [{ left: NOTHING, issue: issueAt(key, child, NOT_KNOWN) }] : [];
  }
  if (amount.nano > left.nano) return [{ left, issue: issueAt(key, child, tooMuch(ledger, amount)) }];
  ledger.taken.push({ name: child.name, amount });
  ledger.left = subtractQuantities(left, amount);
  return [];
}

function tooMuch(ledger: Ledger, amount: Quantity): Fault {
  const { parent, key } = ledger;
  return {
    code: "quota-exceeds-parent",
    message: `more than ${show(parent.path)} has left: ${arithmetic(ledger)}`,
    received: show(print(amount)),
    expected: `at most ${print(ledger.left)}`,
    hint: `lower it or a sibling's, or raise ${amountsOf(parent)}.${fieldOf(key, parent).join(".")}`,
  };
}

function missingShare(ledger: Ledger, child: Tenant): Fault {
  const { key, parent, left } = ledger;
  // An amount that was given but is in no quota is unlimited.
  const unlimited = !NEEDED_BY_CHILDREN.includes(key) || isGiven(child, key);
  return {
    code: unlimited ? "unlimited-below-bounded-parent" : "missing-quota",
    message: unlimited
      ? `a sub-tenant cannot be unlimited while its parent ${show(parent.path)} is bounded`
      : `missing amount: the parent ${show(parent.path)} is bounded`,
    received: unlimited ? show(UNLIMITED) : "nothing",
    expected: `an amount up to ${print(left)} (${arithmetic(ledger)}), or a percentage in quota.share`,
    hint: `give quota.${fieldOf(key, child)[0] ?? ""} or quota.share, or set ${amountsOf(parent)}.${fieldOf(key, parent).join(".")} to "${UNLIMITED}"`,
  };
}

/** Whether the author of a tenant wrote an amount for a key. */
function isGiven({ spec }: Tenant, key: string): boolean {
  return Object.hasOwn(fieldsOf(spec.quota ?? {}), key);
}

/** What is left for others is computed from it. */
const NOT_KNOWN = notKnownAtSynth("a plain amount");

/** `32 declared − 4 reserved − 12 shop − 8 web = 8 left` */
function arithmetic({ declared, reserved, taken, left }: Ledger): string {
  const parts = [
    `${print(declared)} declared`,
    ...(reserved.nano === 0n ? [] : [`${print(reserved)} reserved`]),
    ...taken.slice(0, SIBLINGS_IN_FULL).map(({ name, amount }) => `${print(amount)} ${name}`),
  ];
  const others = taken.slice(SIBLINGS_IN_FULL).map(({ amount }) => amount);
  if (others.length > 0) parts.push(`${print(others.reduce(addQuantities))} in ${others.length} more`);
  return `${parts.join(" − ")} = ${print(left)} left`;
}

const print = formatQuantity;

/** An issue with what was left where it was found. */
interface Found {
  readonly left: Quantity;
  readonly issue: Issue;
}

const NOTHING: Quantity = { nano: 0n, form: "decimal" };

function issueAt(key: string, tenant: Parent, fault: Fault): Issue {
  return { path: [tenant.path, "quota", ...fieldOf(key, tenant)], ...fault };
}

/** Requests and limits are one field, `cpu: "40"`, unless their author separated them. */
function fieldOf(key: string, { quota }: Parent): readonly string[] {
  return quota?.fields[key] ?? [key];
}

/** One issue per field: what fits where least is left fits everywhere. */
function tightest(found: readonly Found[]): readonly Issue[] {
  const byPath = new Map<string, Found>();
  for (const entry of found) {
    const key = JSON.stringify(entry.issue.path);
    const other = byPath.get(key);
    if (other === undefined || entry.left.nano < other.left.nano) byPath.set(key, entry);
  }
  return [...byPath.values()].map(({ issue }) => issue);
}
