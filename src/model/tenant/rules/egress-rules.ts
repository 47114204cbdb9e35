import { formatPath, show, type Fault, type Issue, type Path } from "../../issue";
import { formatAddresses } from "../../kubernetes/address-set";
import { formatPorts } from "../../kubernetes/port-set";
import type { Warning } from "../../warning";
import type { EgressSpec } from "../spec/spec";
import type { Parent, Tenant } from "../resolve/tenant";
import { grantsBelow, isKnownPort, notGranted, portsOf, reachedBy } from "./egress-grants";
import { blockFault } from "./address-rules";
import { isRightPort } from "../spec/network-faults";
import type { RuleContext, Ways } from "./rule";

/** Lists of outgoing rules that the parent's grants bound. */
const FIELDS = ["egress", "allowedEgress"] as const;

/** A fault names at most so many CIDRs. */
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
 * Which outgoing rules of a tenant cannot be checked against its parent's, because a value is only known at apply or a parent
 * that is declared elsewhere was not described.
 */
export function egressWarnings(tenant: Tenant, isKnown: RuleContext["isKnown"]): readonly Warning[] {
  const { parent } = tenant;
  if (parent === undefined) return [];
  const none = { tenants: new Map(), namespaces: new Set<string>(), grants: new Map() };
  const context: RuleContext = { isKnown, isDeferred: () => false, ...none };
  const { ways: granted, isWhole } = grantsBelow(parent, context);
  const open = blocksOf(tenant, context).filter(({ ways }) => {
    if (ways === undefined) return true;
    return !isWhole && notGranted(ways, granted).length > 0;
  });
  const paths = new Set(open.map(({ path }) => formatPath(path.slice(0, LIST_ENTRY))));
  return [...paths].map((path) => ({
    code: "unchecked-against-parent",
    message: `${path}: not known here, so it is not checked whether ${parent.path} grants it`,
  }));
}

/** Tenant, `network`, the field and the number of the entry. */
const LIST_ENTRY = 4;

/** One CIDR that is asked for. */
interface Block {
  readonly path: Path;
  readonly cidr: string;
  /** @default - not known here */
  readonly ways?: Ways;
}

function blocksOf(tenant: Tenant, context: RuleContext): readonly Block[] {
  const { network } = tenant.spec;
  if (network === undefined) return [];
  if (!context.isKnown(network)) return [{ path: [tenant.path, "network"], cidr: "" }];
  return FIELDS.flatMap((field) => {
    const path = [tenant.path, "network", field];
    const entries = network[field] ?? [];
    if (!context.isKnown(entries)) return [{ path, cidr: "" }];
    return entries.flatMap((entry, index) =>
      context.isKnown(entry) ? blocksOfEntry([...path, index], entry, tenant, context) : [],
    );
  });
}

function blocksOfEntry(path: Path, entry: EgressSpec, tenant: Tenant, { isKnown }: RuleContext): readonly Block[] {
  const { toCidrs, ports } = entry;
  const isWhole = isKnown(ports) && ports.every((port) => isKnownPort(port, isKnown));
  if (!isKnown(toCidrs) || !isWhole) return [{ path, cidr: "" }];
  const right = ports.filter(isRightPort);
  return toCidrs.flatMap((cidr, index): readonly Block[] => {
    const at = [...path, "toCidrs", index];
    if (!isKnown(cidr)) return [{ path: at, cidr: "" }];
    if (blockFault(cidr, tenant) !== undefined) return [];
    return [{ path: at, cidr, ways: { addresses: reachedBy(cidr, tenant.cluster), ports: portsOf(right) } }];
  });
}

function laxer(
  parent: Parent,
  cidr: string,
  { first, granted }: { readonly first: Ways; readonly granted: readonly Ways[] },
): Fault {
  const field = `${parent.path}.network.allowedEgress`;
  return {
    code: "laxer-than-parent",
    message: `laxer than its parent ${show(parent.path)}, which does not grant ${print(first)}`,
    received: show(cidr),
    expected: granted.length === 0 ? "nothing outside the cluster" : granted.slice(0, MOST_SHOWN).map(print).join("; "),
    hint: `narrow it, or grant it in ${field}, which does not open anything for the parent's own pods`,
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
