import { formatAddresses } from "../../kubernetes/address-set";
import { formatPorts } from "../../kubernetes/port-set";
import type { Issue } from "../../issue";
import type { EgressSpec } from "../spec/spec";
import type { Tenant } from "../resolve/tenant";
import { grantsBelow, isKnownPort, notGranted, portsOf, reachedBy, type Ways } from "./egress-grants";
import { blockFault, isPort } from "./network-rules";
import { show, type Fault, type RuleContext } from "./rule";

/** Lists of ways out that the parent's grants bound. */
const FIELDS = ["egress", "allowedEgress"] as const;

/** So many blocks of addresses are named in a fault. */
const MOST_SHOWN = 4;

/** A tenant reaches, and lets its sub-tenants reach, no address and port that its parent does not grant. */
export function egressRules(tenant: Tenant, context: RuleContext): readonly Issue[] {
  const { parent } = tenant;
  if (parent === undefined) return [];
  const grants = grantsBelow(parent, context);
  if (!grants.isWhole) return [];
  return blocksOf(tenant, context).flatMap(({ path, cidr, ways }) => {
    const [first] = ways === undefined ? [] : notGranted(ways, grants.ways);
    return first === undefined ? [] : [{ path, ...laxer(parent, cidr, { first, granted: grants.ways }) }];
  });
}

/**
 * What of a tenant's ways out cannot be held against its parent's, because a value is only known at apply or a parent that is
 * declared elsewhere was not described: a sentence each.
 */
export function egressWarnings(tenant: Tenant, isKnown: RuleContext["isKnown"]): readonly string[] {
  const { parent } = tenant;
  if (parent === undefined) return [];
  const context: RuleContext = { isKnown, tenants: new Map() };
  const { ways: granted, isWhole } = grantsBelow(parent, context);
  const open = blocksOf(tenant, context).filter(({ ways }) => {
    if (ways === undefined) return true;
    return !isWhole && notGranted(ways, granted).length > 0;
  });
  const paths = [...new Set(open.map(({ path }) => path.replace(/\.toCidrs.*$/, "")))];
  return paths.map((path) => `${path}: not known here, so nothing checks that ${parent.path} grants it`);
}

/** One block of addresses that is asked for. */
interface Block {
  readonly path: string;
  readonly cidr: string;
  /** @default - not known here */
  readonly ways?: Ways;
}

function blocksOf(tenant: Tenant, context: RuleContext): readonly Block[] {
  const { network } = tenant.spec;
  if (network === undefined) return [];
  if (!context.isKnown(network)) return [{ path: `${tenant.path}.network`, cidr: "" }];
  return FIELDS.flatMap((field) => {
    const path = `${tenant.path}.network.${field}`;
    const entries = network[field] ?? [];
    if (!context.isKnown(entries)) return [{ path, cidr: "" }];
    return entries.flatMap((entry, index) => blocksOfEntry(`${path}[${index}]`, entry, tenant, context));
  });
}

function blocksOfEntry(path: string, entry: EgressSpec, tenant: Tenant, { isKnown }: RuleContext): readonly Block[] {
  const { toCidrs, ports } = entry;
  const isWhole = isKnown(ports) && ports.every((port) => isKnownPort(port, isKnown));
  if (!isKnown(toCidrs) || !isWhole) return [{ path, cidr: "" }];
  const right = ports.filter(({ port, endPort = port }) => isPort(port) && isPort(endPort) && endPort >= port);
  return toCidrs.flatMap((cidr, index): readonly Block[] => {
    const at = `${path}.toCidrs[${index}]`;
    if (!isKnown(cidr)) return [{ path: at, cidr: "" }];
    if (blockFault(cidr, tenant) !== undefined) return [];
    return [{ path: at, cidr, ways: { addresses: reachedBy(cidr, tenant.cluster), ports: portsOf(right) } }];
  });
}

function laxer(
  parent: Tenant,
  cidr: string,
  { first, granted }: { readonly first: Ways; readonly granted: readonly Ways[] },
): Fault {
  const field = parent.external === undefined ? `${parent.path}.network.allowedEgress` : "`network` of fromNamespace";
  return {
    message: `laxer than its parent ${show(parent.path)}, which does not grant ${print(first)}`,
    given: show(cidr),
    allowed: granted.length === 0 ? "nothing outside the cluster" : granted.slice(0, MOST_SHOWN).map(print).join("; "),
    mend: `narrow it, or grant it by ${field}, which opens nothing for the parent's own pods`,
  };
}

/** `10.20.0.0/16, 10.30.0.0/16 on TCP 443` */
function print({ addresses, ports }: Ways): string {
  return `${few(formatAddresses(addresses))} on ${few(formatPorts(ports))}`;
}

function few(texts: readonly string[]): string {
  const rest = texts.length - MOST_SHOWN;
  return `${texts.slice(0, MOST_SHOWN).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
