import type { Issue } from "../../issue";
import { isKnownOf } from "../resolve/known-fact";
import {
  addQuantities,
  formatQuantity,
  parseQuantity,
  subtractQuantities,
  type Quantity,
} from "../../kubernetes/quantity";
import { NEEDED_BY_CHILDREN } from "../resolve/quota";
import { isExtendedResource } from "../resolve/quota-keys";
import { UNLIMITED, type CapacitySpec } from "../spec/quota-spec";
import type { Tenant, TenantNode } from "../resolve/tenant";
import { issueUnless, quotaPath, show, type Fault, type RuleContext } from "./rule";

/** More siblings than these are added up in the printed arithmetic. */
const SIBLINGS_IN_FULL = 8;

/** One capacity key of one parent while its children take their parts, in the order in which they are declared. */
interface Ledger {
  readonly key: string;
  readonly parent: Tenant;
  readonly declared: Quantity;
  readonly reserved: Quantity;
  readonly taken: { readonly name: string; readonly amount: Quantity }[];
  left: Quantity;
}

/** Children take their shares out of the parent's: no child may take what is not left. */
export function carveOutRules(node: TenantNode, context: RuleContext): readonly Issue[] {
  const { capacity, reserved } = node.tenant.quota;
  if (node.children.length === 0 && Object.keys(reserved).length === 0) return [];
  const found = Object.keys(capacity).flatMap((key) => keyRules(key, node, context));
  return [
    ...tightest(found).map(({ issue }) => issue),
    ...ungranted(node.tenant, node.tenant, node.tenant.spec.quota?.reserved),
    ...node.children.flatMap(({ tenant }) => ungranted(node.tenant, tenant, tenant.spec.quota)),
  ];
}

/** The guardrails keep a tenant from resources that its quota does not name: nothing of them can be handed on. */
function ungranted(parent: Tenant, receiver: Tenant, spec: CapacitySpec | undefined): readonly Issue[] {
  if (!isKnownOf(parent, "available")) return [];
  const own = parent.spec.quota?.extendedResources;
  return Object.entries(spec?.extendedResources ?? {}).flatMap(([name, amount]) => {
    const isGranted = `requests.${name}` in parent.quota.capacity || own?.[name] === UNLIMITED;
    const asks = isExtendedResource(name) && parseQuantity(String(amount))?.nano !== 0n;
    const path = `${receiver.path}.quota${receiver === parent ? ".reserved" : ""}.extendedResources.${name}`;
    return issueUnless(isGranted || !asks, path, () => ({
      message: `${show(parent.path)} has nothing of it: a resource that a quota does not name is not granted`,
      given: show(amount),
      allowed: "resources that the parent's quota names",
      mend: `leave it out, or grant it by ${quotaPath(parent)}.extendedResources too`,
    }));
  });
}

function keyRules(key: string, { tenant, children }: TenantNode, context: RuleContext): readonly Found[] {
  const declaredText = tenant.quota.capacity[key];
  const declared = parseQuantity(declaredText);
  if (declared === undefined) {
    const shared = children.length > 0 && !context.isKnown(declaredText);
    return shared ? [{ left: NOTHING, issue: issueAt(key, tenant, notKnown("children")) }] : [];
  }
  const reserved = tenant.quota.reserved[key];
  if (reserved !== undefined && !context.isKnown(reserved)) {
    return [{ left: NOTHING, issue: issueAt(key, tenant, notKnown("children declared elsewhere")) }];
  }
  const ledger = openLedger(key, tenant, declared);
  return [...reservation(ledger), ...children.flatMap((child) => childShare(ledger, child.tenant, context))];
}

function openLedger(key: string, parent: Tenant, declared: Quantity): Ledger {
  const reserved = parseQuantity(parent.quota.reserved[key]) ?? { nano: 0n, form: declared.form };
  const left = subtractQuantities(declared, reserved);
  return { key, parent, declared, reserved, taken: [], left: left.nano < 0n ? { ...left, nano: 0n } : left };
}

function reservation({ key, parent, declared, reserved }: Ledger): readonly Found[] {
  // A negative quota has its own issue already.
  if (reserved.nano <= declared.nano || declared.nano < 0n) return [];
  const issue = {
    path: `${parent.path}.quota.reserved.${fieldOf(key)}`,
    message: `more is reserved than the tenant has: ${print(declared)} declared`,
    given: show(print(reserved)),
    allowed: `at most ${print(declared)}`,
    mend: `lower it, or raise ${parent.path}.quota.${fieldOf(key)}`,
  };
  return [{ left: declared, issue }];
}

function childShare(ledger: Ledger, child: Tenant, context: RuleContext): readonly Found[] {
  const { key, left } = ledger;
  const given = child.quota.capacity[key];
  if (given === undefined) return [{ left, issue: issueAt(key, child, missingShare(ledger, child)) }];
  const amount = parseQuantity(given);
  // A wrong amount has its own issue already.
  if (amount === undefined) {
    return context.isKnown(given) ? [] : [{ left: NOTHING, issue: issueAt(key, child, notKnown("its parent")) }];
  }
  if (amount.nano > left.nano) return [{ left, issue: issueAt(key, child, tooMuch(ledger, amount)) }];
  ledger.taken.push({ name: child.name, amount });
  ledger.left = subtractQuantities(left, amount);
  return [];
}

function tooMuch(ledger: Ledger, amount: Quantity): Fault {
  const { parent, key } = ledger;
  return {
    message: `more than ${show(parent.path)} has left: ${arithmetic(ledger)}`,
    given: show(print(amount)),
    allowed: `at most ${print(ledger.left)}`,
    mend: `lower it or a sibling's, or raise ${quotaPath(parent)}.${fieldOf(key)}`,
  };
}

function missingShare(ledger: Ledger, child: Tenant): Fault {
  const { key, parent, left } = ledger;
  const field = fieldOf(key);
  const unlimited = !NEEDED_BY_CHILDREN.includes(key) || usesUnlimited(child, field);
  return {
    message: unlimited
      ? `a sub-tenant cannot be unlimited where its parent ${show(parent.path)} is bounded`
      : `a sub-tenant must say how much it takes where its parent ${show(parent.path)} is bounded`,
    given: unlimited ? show(UNLIMITED) : "nothing",
    allowed: `an amount up to ${print(left)} (${arithmetic(ledger)}), or a share in percent by quota.share`,
    mend: `give quota.${field} or quota.share, or lift the bound by ${quotaPath(parent)}.${field} = "${UNLIMITED}"`,
  };
}

function usesUnlimited(child: Tenant, field: string): boolean {
  return JSON.stringify(givenFor(child, field) ?? "").includes(UNLIMITED);
}

/** What the child's author wrote for a field of the quota. */
function givenFor(child: Tenant, field: string): unknown {
  return Object.entries(child.spec.quota ?? {}).find(([name]) => name === field)?.[1];
}

function notKnown(whom: string): Fault {
  return {
    message: `a quota that is shared with ${whom} must be known when the configuration is synthesized`,
    given: "a value that is only known at apply",
    allowed: "a plain amount",
    mend: "write the amount down: what is left for the parent is computed from it",
  };
}

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

/** Requests and limits are one field, `cpu: "40"`, unless their author separated them. */
function issueAt(key: string, tenant: Tenant, fault: Fault): Issue {
  const field = fieldOf(key);
  const separate = typeof givenFor(tenant, field) === "object";
  const side = separate ? `.${key.startsWith("limits.") ? "limits" : "requests"}` : "";
  return { path: `${tenant.path}.quota.${field}${side}`, ...fault };
}

/** One issue a field: what fits where least is left fits everywhere. */
function tightest(found: readonly Found[]): readonly Found[] {
  const byPath = new Map<string, Found>();
  for (const entry of found) {
    const other = byPath.get(entry.issue.path);
    if (other === undefined || entry.left.nano < other.left.nano) byPath.set(entry.issue.path, entry);
  }
  return [...byPath.values()];
}

/** The field of the quota spec that a ResourceQuota key comes from. */
export function fieldOf(key: string): string {
  const storageClass = /^(.+)\.storageclass\.storage\.k8s\.io\/requests\.storage$/.exec(key)?.[1];
  if (storageClass !== undefined) return `storageClasses.${storageClass}`;
  const name = key.replace(/^(requests|limits)\./, "");
  const fields: Readonly<Record<string, string>> = {
    cpu: "cpu",
    memory: "memory",
    storage: "storage",
    "ephemeral-storage": "ephemeralStorage",
    "services.loadbalancers": "loadBalancers",
  };
  return fields[name] ?? `extendedResources.${name}`;
}
