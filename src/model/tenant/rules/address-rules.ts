import { issueUnless, oneOf, show, type Fault, type Issue, type Path } from "../../issue";
import { choiceHint } from "../../schema/did-you-mean";
import { containsCidr, parseCidr } from "../../kubernetes/cidr";
import type { PortSpec } from "../spec/spec";
import { cidrFault, isPort, LARGEST_PORT } from "../spec/network-faults";
import type { Parent } from "../resolve/tenant";
import { eachKnown, type RuleContext } from "./rule";

const PROTOCOLS = ["TCP", "UDP", "SCTP"];

/** CIDRs of a rule: at least one, all outside the cluster. */
export function cidrList(path: Path, cidrs: readonly string[], tenant: Parent, context: RuleContext): readonly Issue[] {
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

const NOT_HERE =
  "remove it; a resolver of the cluster that answers there needs no rule once `dns.cidrs` of cluster.json names it";

function forbiddenBlock(given: string, tenant: Parent): Fault | undefined {
  const block = parseCidr(given);
  const range = block && tenant.cluster.forbidden.find((one) => containsCidr(one.block, block));
  if (range === undefined) return undefined;
  return {
    code: "forbidden-cidr",
    message: `forbidden addresses: ${range.what}`,
    received: show(given),
    expected: "addresses outside the cluster and its nodes",
    hint: range.ofCluster
      ? "reach pods by `network.peers`; let namespaces in by `fromNamespace`, and nodes by `fromNodes`"
      : NOT_HERE,
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
