import { issueUnless, oneOf, show, type Fault, type Issue, type Path } from "../../issue";
import { choiceHint } from "../../schema/did-you-mean";
import { containsCidr, parseCidr } from "../../kubernetes/cidr";
import { isIngressNamespace, isSystemNamespace } from "../../cluster/reserved-namespaces";
import { isDnsLabel } from "../../kubernetes/names";
import type { EgressSpec, ExposeSpec, NetworkSpec, PortSpec } from "../spec/spec";
import { cidrFault, isPort, LARGEST_PORT } from "../spec/network-faults";
import type { Parent, Tenant } from "../resolve/tenant";
import { eachKnown, type RuleContext } from "./rule";

const PROTOCOLS = ["TCP", "UDP", "SCTP"];
const INTERNET_RULES = ["allow", "deny"];

/** An incomplete network rule opens more than was meant: for Kubernetes an empty list of peers or ports means all. */
export function networkRules(tenant: Tenant, context: RuleContext): readonly Issue[] {
  const { network } = tenant.spec;
  if (network === undefined || !context.isKnown(network)) return [];
  const path = [tenant.path, "network"];
  return [
    ...(context.isKnown(network.internet) ? internet([...path, "internet"], network.internet, tenant) : []),
    ...eachKnown(network.expose, context, (way, index) => exposeWay([...path, "expose", index], way, tenant, context)),
    ...egressListRules(tenant, network, context),
  ];
}

/** The lists of outgoing rules, of a tenant or of a parent that is declared elsewhere. */
export function egressListRules(
  tenant: Parent,
  network: Pick<NetworkSpec, "egress" | "allowedEgress">,
  context: RuleContext,
): readonly Issue[] {
  const path = [tenant.path, "network"];
  return [
    ...waysOut([...path, "egress"], network.egress, tenant, context),
    ...waysOut([...path, "allowedEgress"], network.allowedEgress, tenant, context),
  ];
}

function waysOut(
  path: Path,
  ways: readonly EgressSpec[] | undefined,
  tenant: Parent,
  context: RuleContext,
): readonly Issue[] {
  return eachKnown(ways, context, (way, index) => [
    ...cidrList([...path, index, "toCidrs"], way.toCidrs, tenant, context),
    ...portList([...path, index, "ports"], way.ports, context),
  ]);
}

function internet(path: Path, given: unknown, { parent }: Tenant): readonly Issue[] {
  const laxer = given === "allow" && parent?.network?.internet === false;
  return [
    ...issueUnless(given === undefined || given === "allow" || given === "deny", path, () => ({
      code: "unknown-value",
      message: "unknown rule for the internet",
      received: show(given),
      expected: oneOf(INTERNET_RULES),
      hint: choiceHint(
        given,
        INTERNET_RULES,
        "leave it out for the profile's rule; allow single destinations by network.egress",
      ),
    })),
    ...issueUnless(!laxer, path, () => ({
      code: "laxer-than-parent",
      message: `laxer than its parent ${show(parent?.path)}, which denies the internet`,
      received: show(given),
      expected: `"deny", or no value`,
      hint: "allow single destinations by network.egress, or allow the internet on the parent too",
    })),
  ];
}

function exposeWay(path: Path, way: ExposeSpec, tenant: Tenant, context: RuleContext): readonly Issue[] {
  const ports = portList([...path, "ports"], way.ports, context);
  if ("fromCidrs" in way) return [...cidrList([...path, "fromCidrs"], way.fromCidrs, tenant, context), ...ports];
  const { fromNamespace } = way;
  const right = !context.isKnown(fromNamespace) || isDnsLabel(fromNamespace);
  const isAncestor = tenant.ancestors.includes(fromNamespace);
  const isTenant = context.namespaces.has(fromNamespace) && !isAncestor;
  const isSystem = right && context.isKnown(fromNamespace) && isSystemNamespace(fromNamespace, tenant.cluster.facts);
  const isKept = isSystem && !isIngressNamespace(fromNamespace, tenant.cluster.facts) && !isAncestor && !isTenant;
  return [
    ...issueUnless(!isKept, [...path, "fromNamespace"], () => ({
      code: "expose-to-system-namespace",
      message: "this namespace is reserved for the cluster's own systems",
      received: show(fromNamespace),
      expected: "the namespace of an ingress controller or a metrics scraper",
      hint: `if one runs there, add "${fromNamespace}" to \`ingressNamespaces\` of cluster.json`,
    })),
    ...issueUnless(!isTenant, [...path, "fromNamespace"], () => ({
      code: "expose-to-tenant",
      message: "this namespace is another tenant, whose own policies would still block the traffic",
      received: show(fromNamespace),
      expected: "a namespace outside of tenants, such as an ingress controller's, or an ancestor's",
      hint: "declare a peer in network.peers of both tenants",
    })),
    ...issueUnless(right, [...path, "fromNamespace"], () => ({
      code: "invalid-namespace",
      message: "invalid namespace",
      received: show(fromNamespace),
      expected: "lower-case letters, digits and dashes between them, at most 63 characters",
      hint: "give the namespace of the ingress controller, or `fromCidrs`",
    })),
    ...ports,
  ];
}

function cidrList(path: Path, cidrs: readonly string[], tenant: Parent, context: RuleContext): readonly Issue[] {
  if (!context.isKnown(cidrs)) return [];
  if (cidrs.length === 0)
    return [emptyList(path, "empty list: Kubernetes reads a rule without addresses as all addresses")];
  return eachKnown(cidrs, context, (cidr, index) => {
    const fault = blockFault(cidr, tenant);
    return fault === undefined ? [] : [{ path: [...path, index], ...fault }];
  });
}

/** The fault of a CIDR in a tenant's rule, whatever the rest of the rule says. */
export function blockFault(given: string, tenant: Parent): Fault | undefined {
  return cidrFault(given) ?? forbiddenBlock(given, tenant);
}

const NOT_HERE = "remove it; where a resolver of the cluster answers there, add it to `dns.cidrs` of cluster.json";

function forbiddenBlock(given: string, tenant: Parent): Fault | undefined {
  const block = parseCidr(given);
  const range = block && tenant.cluster.forbidden.find((one) => containsCidr(one.block, block));
  if (range === undefined) return undefined;
  return {
    code: "forbidden-cidr",
    message: `forbidden addresses: ${range.what}`,
    received: show(given),
    expected: "addresses outside the cluster and its nodes",
    hint: range.ofCluster ? "reach pods by `network.peers` and namespaces by `fromNamespace`" : NOT_HERE,
  };
}

type Known = Pick<RuleContext, "isKnown">;

/** Ports of a rule: at least one, all valid. */
export function portList(path: Path, ports: readonly PortSpec[], context: Known): readonly Issue[] {
  if (!context.isKnown(ports)) return [];
  if (ports.length === 0) return [emptyList(path, "empty list: Kubernetes reads a rule without ports as all ports")];
  return eachKnown(ports, context, (port, index) => onePort([...path, index], port, context));
}

function onePort(path: Path, { protocol, port, endPort }: PortSpec, context: Known): readonly Issue[] {
  const least = isPort(port) ? port : 1;
  const isRange = endPort !== undefined && context.isKnown(port) && context.isKnown(endPort);
  return [
    ...issueUnless(!context.isKnown(protocol) || PROTOCOLS.includes(protocol), [...path, "protocol"], () => ({
      code: "unknown-value",
      message: "unknown protocol",
      received: show(protocol),
      expected: oneOf(PROTOCOLS),
      hint: choiceHint(protocol, PROTOCOLS, "write it in capitals"),
    })),
    ...issueUnless(!context.isKnown(port) || isPort(port), [...path, "port"], () => portFault(port, 1)),
    ...issueUnless(!isRange || (isPort(endPort) && endPort >= least), [...path, "endPort"], () =>
      portFault(endPort, least),
    ),
  ];
}

function portFault(given: unknown, least: number): Fault {
  return {
    code: "invalid-port",
    message: "invalid port",
    received: show(given),
    expected: `a whole number, ${least}–${LARGEST_PORT}`,
    hint: "give the port of the pod as a number",
  };
}

function emptyList(path: Path, message: string): Issue {
  const hint = "add one, or remove the rule";
  return { path, code: "empty-rule", message, received: "[]", expected: "at least one entry", hint };
}
