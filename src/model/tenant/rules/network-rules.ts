import type { Issue } from "../../issue";
import { containsCidr, formatCidr, parseCidr, readCidr, type Cidr } from "../../kubernetes/cidr";
import { forbiddenRanges } from "./forbidden-ranges";
import { isIngressNamespace, isSystemNamespace } from "../../platform/reserved-namespaces";
import { deniesInternet } from "../resolve/known-fact";
import { isDnsLabel } from "../../kubernetes/names";
import type { EgressSpec, ExposeSpec, PortSpec } from "../spec/spec";
import type { Tenant } from "../resolve/tenant";
import { issueUnless, oneOf, show, type Fault, type RuleContext } from "./rule";

const PROTOCOLS = ["TCP", "UDP", "SCTP"];
const LARGEST_PORT = 65535;

/** A network rule that says less than it must opens more than was meant: an empty list of peers or ports means all. */
export function networkRules(tenant: Tenant, context: RuleContext): readonly Issue[] {
  const { network } = tenant.spec;
  if (network === undefined || !context.isKnown(network)) return [];
  const path = `${tenant.path}.network`;
  const { isKnown } = context;
  const expose = isKnown(network.expose) ? (network.expose ?? []) : [];
  return [
    ...(isKnown(network.internet) ? internet(`${path}.internet`, network.internet, tenant) : []),
    ...expose.flatMap((way, index) => exposeWay(`${path}.expose[${index}]`, way, tenant, context)),
    ...waysOut(`${path}.egress`, network.egress, tenant, context),
    ...waysOut(`${path}.allowedEgress`, network.allowedEgress, tenant, context),
  ];
}

function waysOut(
  path: string,
  ways: readonly EgressSpec[] | undefined,
  tenant: Tenant,
  context: RuleContext,
): readonly Issue[] {
  if (ways === undefined || !context.isKnown(ways)) return [];
  return ways.flatMap((way, index) => [
    ...cidrList(`${path}[${index}].toCidrs`, way.toCidrs, tenant, context),
    ...portList(`${path}[${index}].ports`, way.ports, context),
  ]);
}

/** What is wrong with a CIDR by itself, if anything. */
export function cidrFault(given: unknown): Fault | undefined {
  const read = readCidr(given);
  if (!("fault" in read)) return isMapped(read) ? mappedFault(given, read) : undefined;
  const messages = {
    syntax: "this is no CIDR",
    mask: "this CIDR has no mask",
    "host-bits": "this CIDR has address bits behind its mask",
  };
  return {
    message: messages[read.fault],
    given: show(given),
    allowed: `a network address and its mask, such as "10.20.0.0/16" or "2001:db8::/32"`,
    mend: "suggestion" in read ? `write "${read.suggestion}" if that is meant` : "correct the address",
  };
}

/** An IPv4 block in IPv6 form, `::ffff:0:0/96` and what lies in it. */
function isMapped({ family, address, prefix }: Cidr): boolean {
  return family === 6 && prefix >= 96 && address >> 32n === 0xffffn;
}

/** Engines read it as IPv4, or as nothing: rules that compare addresses must not have to guess. */
function mappedFault(given: unknown, { address, prefix }: Cidr): Fault {
  const plain = formatCidr({ family: 4, address: address & 0xffffffffn, prefix: prefix - 96 });
  return {
    message: "this is IPv4 written as IPv6",
    given: show(given),
    allowed: `an IPv4 block such as "10.20.0.0/16"`,
    mend: `write "${plain}" if that is meant`,
  };
}

function internet(path: string, given: unknown, { parent }: Tenant): readonly Issue[] {
  const laxer = given === "allow" && deniesInternet(parent);
  return [
    ...issueUnless(given === undefined || given === "allow" || given === "deny", path, () => ({
      message: "this is no rule for the internet",
      given: show(given),
      allowed: oneOf(["allow", "deny"]),
      mend: "leave it out for the profile's rule; name single places by network.egress",
    })),
    ...issueUnless(!laxer, path, () => ({
      message: `laxer than its parent ${show(parent?.path)}, whose pods are kept off the internet`,
      given: show(given),
      allowed: `"deny", or nothing`,
      mend: "name single places by network.egress, or allow the internet on the parent too",
    })),
  ];
}

function exposeWay(path: string, way: ExposeSpec, tenant: Tenant, context: RuleContext): readonly Issue[] {
  const ports = portList(`${path}.ports`, way.ports, context);
  if ("fromCidrs" in way) return [...cidrList(`${path}.fromCidrs`, way.fromCidrs, tenant, context), ...ports];
  const { fromNamespace } = way;
  const right = !context.isKnown(fromNamespace) || isDnsLabel(fromNamespace);
  const isAncestor = tenant.ancestors.includes(fromNamespace);
  const isTenant = context.tenants.has(fromNamespace) && !isAncestor;
  const isSystem = right && context.isKnown(fromNamespace) && isSystemNamespace(fromNamespace, tenant.cluster);
  const isKept = isSystem && !isIngressNamespace(fromNamespace, tenant.cluster) && !isAncestor && !isTenant;
  return [
    ...issueUnless(!isKept, `${path}.fromNamespace`, () => ({
      message: "this namespace is kept for the cluster's own systems",
      given: show(fromNamespace),
      allowed: "the namespace of an ingress controller, or of what scrapes tenants",
      mend: `if it runs there, add "${fromNamespace}" to \`ingressNamespaces\` of cluster.json`,
    })),
    ...issueUnless(!isTenant, `${path}.fromNamespace`, () => ({
      message: "this namespace is a tenant, whose own side would stay shut",
      given: show(fromNamespace),
      allowed: "a namespace of the cluster, such as an ingress controller's, or an ancestor's",
      mend: "declare the way by network.peers, on both sides",
    })),
    ...issueUnless(right, `${path}.fromNamespace`, () => ({
      message: "this is no name of a namespace",
      given: show(fromNamespace),
      allowed: "lower-case letters, digits and dashes between them, at most 63 characters",
      mend: "give the namespace of the ingress controller, or `fromCidrs`",
    })),
    ...ports,
  ];
}

function cidrList(path: string, cidrs: readonly string[], tenant: Tenant, context: RuleContext): readonly Issue[] {
  if (!context.isKnown(cidrs)) return [];
  if (cidrs.length === 0) return [emptyList(path, "a rule without addresses would mean all of them")];
  return cidrs.flatMap((cidr, index) => {
    if (!context.isKnown(cidr)) return [];
    const fault = blockFault(cidr, tenant);
    return fault === undefined ? [] : [{ path: `${path}[${index}]`, ...fault }];
  });
}

/** What is wrong with a block of a tenant's rule, whatever the rest of the rule says. */
export function blockFault(given: string, tenant: Tenant): Fault | undefined {
  return cidrFault(given) ?? forbiddenBlock(given, tenant);
}

function forbiddenBlock(given: string, tenant: Tenant): Fault | undefined {
  const block = parseCidr(given);
  const range = block && forbiddenRanges(tenant.cluster).find((one) => containsCidr(one.block, block));
  if (range === undefined) return undefined;
  return {
    message: `this block is ${range.what}`,
    given: show(given),
    allowed: "addresses outside the cluster and its nodes",
    mend: range.ofCluster ? "reach pods by their tenant, and tenants by `fromNamespace`" : "leave it out",
  };
}

/** Ports of a rule: at least one, each right. */
export function portList(path: string, ports: readonly PortSpec[], context: RuleContext): readonly Issue[] {
  if (!context.isKnown(ports)) return [];
  if (ports.length === 0) return [emptyList(path, "a rule without ports would mean all of them")];
  return ports.flatMap((port, index) => onePort(`${path}[${index}]`, port, context));
}

function onePort(path: string, { protocol, port, endPort }: PortSpec, context: RuleContext): readonly Issue[] {
  const least = isPort(port) ? port : 1;
  const isRange = endPort !== undefined && context.isKnown(port) && context.isKnown(endPort);
  return [
    ...issueUnless(!context.isKnown(protocol) || PROTOCOLS.includes(protocol), `${path}.protocol`, () => ({
      message: "this is no protocol that a policy knows",
      given: show(protocol),
      allowed: oneOf(PROTOCOLS),
      mend: "write it in capitals",
    })),
    ...issueUnless(!context.isKnown(port) || isPort(port), `${path}.port`, () => portFault(port, 1)),
    ...issueUnless(!isRange || (isPort(endPort) && endPort >= least), `${path}.endPort`, () =>
      portFault(endPort, least),
    ),
  ];
}

/** Whether the value is a port, 1–65535. */
export function isPort(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= LARGEST_PORT;
}

function portFault(given: unknown, least: number): Fault {
  return {
    message: "this is no port",
    given: show(given),
    allowed: `a whole number, ${least}–${LARGEST_PORT}`,
    mend: "give the port of the pod, as a number",
  };
}

function emptyList(path: string, message: string): Issue {
  return { path, message, given: "[]", allowed: "at least one entry", mend: "add one, or leave the rule out" };
}
