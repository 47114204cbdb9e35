import { SpecError, type Issue } from "../model/issue";
import type { KubeObject } from "../model/kubernetes/kube-object";
import { NO_ADDRESSES, parseCidr, type AddressSet } from "../model/kubernetes/address-set";
import { Field } from "./fields";
import { openAll, refuseForeignPolicy, roleOf } from "./kinds";
import type { Direction, Peer, Policy, PortMatch, Rule } from "./policy";
import { PROTOCOLS, type Protocol } from "../model/kubernetes/port-set";
import { difference, rangeSet } from "../model/kubernetes/range-set";
import type { Requirement, Selector } from "./selector";

const API_VERSION = "networking.k8s.io/v1";
const ANYTHING: Selector = [];

/** A snapshot is read for its matrix and for each comparison: a valid policy is read once. */
const known = new WeakMap<KubeObject, Policy>();

/**
 * Reads the NetworkPolicies among Kubernetes objects, with the API server's defaults and its refusals; Lists are
 * opened, policies of other kinds refused, objects of other kinds passed over.
 * @throws SpecError with every fault of every policy: what an API server refuses has no meaning to evaluate
 * @see https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 */
export function parsePolicies(objects: readonly KubeObject[]): readonly Policy[] {
  const issues: Issue[] = [];
  const items = openAll(objects, ["policies"], issues);
  items.filter((item) => roleOf(item) === "foreign-policy").forEach(refuseForeignPolicy);
  const policies = items
    .filter((item) => roleOf(item) === "policy")
    .map(({ field, apiVersion }) => {
      const object = field.value as KubeObject;
      return known.get(object) ?? parsePolicy(object, apiVersion, issues);
    })
    .sort((left, right) => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0));
  if (issues.length > 0) throw new SpecError(issues);
  return policies;
}

function parsePolicy(object: KubeObject, apiVersion: string, issues: Issue[]): Policy {
  const namespace = object.metadata.namespace ?? "default";
  const id = `${namespace}/${object.metadata.name}`;
  const root = new Field(object, [id], issues);
  if (apiVersion !== API_VERSION)
    root.get("apiVersion").fail("unsupported-version", "unsupported API version", API_VERSION);
  root.allowOnly("apiVersion", "kind", "metadata", "spec", "status");
  const spec = root.get("spec");
  spec.allowOnly("podSelector", "policyTypes", "ingress", "egress");
  const types = policyTypes(spec);
  const policy = {
    id,
    namespace,
    podSelector: parseSelector(spec.get("podSelector")),
    ...(types.has("Ingress") ? { ingress: parseRules(spec, "ingress", namespace) } : {}),
    ...(types.has("Egress") ? { egress: parseRules(spec, "egress", namespace) } : {}),
  };
  if (issues.length === 0) known.set(object, policy);
  return policy;
}

/** Without types a policy isolates ingress, and egress only if it has a rule for it: `egress: []` does not count. */
function policyTypes(spec: Field): ReadonlySet<string> {
  const types = spec.get("policyTypes").items();
  if (types.length > 0) return new Set(types.map((type) => type.oneOf(["Ingress", "Egress"], "Ingress")));
  return new Set(spec.get("egress").items().length > 0 ? ["Ingress", "Egress"] : ["Ingress"]);
}

function parseRules(spec: Field, direction: Direction, namespace: string): readonly Rule[] {
  const peersName = direction === "ingress" ? "from" : "to";
  return spec
    .get(direction)
    .items()
    .map((rule) => {
      rule.allowOnly(peersName, "ports");
      const peers = rule.get(peersName).items();
      const ports = rule.get("ports").items();
      return {
        ...(peers.length > 0 ? { peers: peers.map((peer) => parsePeer(peer, namespace)) } : {}),
        ...(ports.length > 0 ? { ports: ports.map(parsePort) } : {}),
      };
    });
}

function parsePeer(peer: Field, namespace: string): Peer {
  peer.allowOnly("ipBlock", "namespaceSelector", "podSelector");
  const [block, namespaces, pods] = [peer.get("ipBlock"), peer.get("namespaceSelector"), peer.get("podSelector")];
  if (!block.isMissing) {
    if (!namespaces.isMissing || !pods.isMissing)
      peer.fail("exactly-one-field", "ipBlock and selectors exclude each other", "one of them in each peer");
    return { kind: "addresses", addresses: parseBlock(block) };
  }
  if (namespaces.isMissing && pods.isMissing) {
    peer.fail("missing-field", "empty peer", "a podSelector, a namespaceSelector, both, or an ipBlock");
  }
  return {
    kind: "pods",
    namespaces: namespaces.isMissing ? namespace : parseSelector(namespaces),
    podSelector: parseSelector(pods),
  };
}

function parseBlock(block: Field): AddressSet {
  block.allowOnly("cidr", "except");
  const whole = parseBlockRange(block.get("cidr"));
  return difference(whole, rangeSet(block.get("except").items().flatMap(parseBlockRange)));
}

function parseBlockRange(field: Field): AddressSet {
  const range = parseCidr(field.text());
  if (range !== undefined) return [range];
  field.fail("invalid-cidr", "invalid CIDR", "a CIDR such as 10.0.0.0/8 or 2001:db8::/32, without leading zeros");
  return NO_ADDRESSES;
}

function parsePort(field: Field): PortMatch {
  field.allowOnly("protocol", "port", "endPort");
  const [protocolField, port, endPort] = [field.get("protocol"), field.get("port"), field.get("endPort")];
  const protocol: Protocol = protocolField.isMissing ? "TCP" : protocolField.oneOf(PROTOCOLS, "TCP");
  if (typeof port.value === "string") {
    if (!endPort.isMissing)
      endPort.fail("invalid-network-policy", "endPort with a named port", "endPort together with a port number");
    if (!isPortName(port.value))
      port.fail("invalid-port", "invalid port name", "at most 15 of a-z, 0-9 and -, at least one letter");
    return { protocol, name: port.value };
  }
  if (port.isMissing) {
    if (!endPort.isMissing)
      endPort.fail("invalid-network-policy", "endPort without port", "endPort together with a port number");
    return { protocol, first: 1, last: 65_535 };
  }
  const first = parsePortNumber(port, 1);
  return { protocol, first, last: endPort.isMissing ? first : parsePortNumber(endPort, first) };
}

function isPortName(name: string): boolean {
  return /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/.test(name);
}

function parsePortNumber(field: Field, lowest: number): number {
  const { value } = field;
  if (typeof value === "number" && Number.isInteger(value) && value >= lowest && value <= 65_535) return value;
  field.fail("invalid-port", "invalid port", `a whole number from ${lowest} to 65535`);
  return lowest;
}

/** A missing selector selects everything, like an empty one; it is not read where a missing one means something else. */
export function parseSelector(field: Field): Selector {
  if (field.isMissing) return ANYTHING;
  field.allowOnly("matchLabels", "matchExpressions");
  const labels = field
    .get("matchLabels")
    .entries()
    .map(([key, value]): Requirement => {
      return { key, operator: "In", values: new Set([value.text()]) };
    });
  return [...labels, ...field.get("matchExpressions").items().map(parseRequirement)];
}

function parseRequirement(field: Field): Requirement {
  field.allowOnly("key", "operator", "values");
  const operator = field.get("operator").oneOf(["In", "NotIn", "Exists", "DoesNotExist"], "Exists");
  const values = field.get("values");
  const texts = values.items().map((value) => value.text());
  const needsValues = operator === "In" || operator === "NotIn";
  if (needsValues !== texts.length > 0)
    values.fail("invalid-network-policy", `invalid values for ${operator}`, needsValues ? "one value or more" : "none");
  return { key: field.get("key").text(), operator, values: new Set(texts) };
}
