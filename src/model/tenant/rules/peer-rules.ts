import { issueUnless, show, type Fault, type Issue, type Path } from "../../issue";
import { isNamedAsTenant, isSystemNamespace } from "../../cluster/reserved-namespaces";
import { isDnsLabel } from "../../kubernetes/names";
import { isRightPort } from "../spec/network-faults";
import type { PeerSpec, PortSpec } from "../spec/spec";
import type { Tenant } from "../resolve/tenant";
import { holdsInvalid } from "../../schema/invalid";
import { isKnownPort } from "./egress-grants";
import { portList } from "./address-rules";
import { eachKnown, type RuleContext } from "./rule";

/** The two ends of a way between tenants: each end's field, and the field that its other end must have. */
const ENDS = [
  { end: "toTenant", otherEnd: "fromTenant" },
  { end: "fromTenant", otherEnd: "toTenant" },
] as const;

type End = (typeof ENDS)[number];

/** Traffic between tenants passes only when both declare it: with one side alone it would be blocked without a message. */
export function peerRules(tenant: Tenant, context: RuleContext): readonly Issue[] {
  const { network } = tenant.spec;
  if (network === undefined || !context.isKnown(network)) return [];
  return eachKnown(network.peers, context, (peer, index) =>
    onePeer([tenant.path, "network", "peers", index], peer, tenant, context),
  );
}

function onePeer(path: Path, peer: PeerSpec, tenant: Tenant, context: RuleContext): readonly Issue[] {
  const end = ENDS.find((one) => one.end in peer);
  if (end === undefined) return [];
  const ports = portList([...path, "ports"], peer.ports, context);
  const other = namespaceAt(peer, end.end);
  if (!context.isKnown(other)) return ports;
  if (!isDnsLabel(other) || other === tenant.namespace) {
    return [{ path: [...path, end.end], ...wrongNamespace(other) }, ...ports];
  }
  // Ports that are wrong were reported, and no side answers them.
  return ports.length > 0 || holdsInvalid(peer.ports) ? ports : answer(path, { peer, end, other, tenant }, context);
}

interface Way {
  readonly peer: PeerSpec;
  readonly end: End;
  /** Namespace of the other tenant. */
  readonly other: string;
  readonly tenant: Tenant;
}

/** Whether the other side declares the same way. */
function answer(path: Path, way: Way, context: RuleContext): readonly Issue[] {
  const { peer, end, other, tenant } = way;
  const found = context.tenants.get(other);
  const at = [...path, end.end];
  if (found === undefined) {
    const fault = strangerFault(other, tenant, context);
    if (fault !== undefined) return [{ path: at, ...fault }];
  }
  if (found === undefined) return issueUnless(peer.expected === true, at, () => notHere(other));
  const { network = {} } = found.spec;
  // What is not known of the other side may be the answer.
  if (!context.isKnown(network) || holdsInvalid(network.peers) || !context.isKnown(network.peers)) return [];
  const theirs = network.peers ?? [];
  if (theirs.some((one) => isWrongAnswer(one, way, context))) return [];
  const answers = theirs.filter((one) => namespaceAt(one, end.otherEnd) === tenant.namespace);
  const open = answers.flatMap(({ ports }) => ports);
  const shut = peer.ports.filter((port) => !open.some((one) => covers(one, port, context)));
  return issueUnless(shut.length === 0, [...path, "ports"], () => oneSided(way, found, { shut, open }));
}

/** Why a namespace that is not a tenant's here cannot be one elsewhere either. */
function strangerFault(other: string, { cluster }: Tenant, context: RuleContext): Fault | undefined {
  if (isSystemNamespace(other, cluster.facts)) {
    return {
      code: "unknown-peer",
      message: "this namespace is reserved for the cluster's own systems; it is not a tenant",
      received: show(other),
      expected: "the namespace of another tenant, such as `tenant-shop`",
      hint: "let its pods in by network.expose; pods of tenants cannot connect to it",
    };
  }
  if (isNamedAsTenant(other, cluster.facts) || context.namespaces.has(other)) return undefined;
  return {
    code: "unknown-peer",
    message: "unknown tenant",
    received: show(other),
    expected: "a tenant that is declared here, a namespace `tenant-…`, or one of `tenantNamespaces` of cluster.json",
    hint: `correct the namespace; if a tenant of another repository lives there, add "${other}" to \`tenantNamespaces\` of cluster.json`,
  };
}

/** Whether a peer of the other side is wrong, and may be meant as the answer: it was reported. */
function isWrongAnswer(theirs: PeerSpec, { end, tenant }: Way, { isKnown }: RuleContext): boolean {
  const namespace = namespaceAt(theirs, end.otherEnd);
  if (namespace === undefined || !isKnown(namespace)) return false;
  if (!isDnsLabel(namespace)) return true;
  const isWrong = (port: PortSpec) => isKnownPort(port, isKnown) && !isRightPort(port);
  if (namespace !== tenant.namespace || !isKnown(theirs.ports)) return false;
  return theirs.ports.length === 0 || theirs.ports.some(isWrong);
}

function covers(outer: PortSpec, inner: PortSpec, { isKnown }: RuleContext): boolean {
  if (![outer, inner].flatMap(({ protocol, port, endPort }) => [protocol, port, endPort]).every(isKnown)) return true;
  const within = outer.port <= inner.port && (inner.endPort ?? inner.port) <= (outer.endPort ?? outer.port);
  return outer.protocol === inner.protocol && within;
}

function namespaceAt(peer: PeerSpec, end: End["end"]): unknown {
  return Object.entries(peer).find(([field]) => field === end)?.[1];
}

function wrongNamespace(given: unknown): Fault {
  return {
    code: "invalid-peer",
    message: "not the namespace of another tenant",
    received: show(given),
    expected: "the namespace of another tenant, such as `tenant-shop`",
    hint: "give the full namespace; inside a tenant all traffic passes already",
  };
}

function notHere(other: string): Fault {
  return {
    code: "unchecked-peer",
    message: "unknown tenant here, so its side cannot be checked",
    received: show(other),
    expected: "a tenant of this cluster that is declared here",
    hint: "correct the namespace, or set `expected: true` if another repository declares its side",
  };
}

function oneSided(
  { end, tenant }: Way,
  found: Tenant,
  { shut, open }: { readonly shut: readonly PortSpec[]; readonly open: readonly PortSpec[] },
): Fault {
  return {
    code: "one-sided-peer",
    message: `only one side declares this peer, so traffic is blocked: ${show(found.path)} has no \`${end.otherEnd}\` for it`,
    received: printPorts(shut),
    expected: open.length === 0 ? "ports that both sides declare" : printPorts(open),
    hint: `add { ${end.otherEnd}: "${tenant.namespace}" } with these ports to ${found.path}.network.peers`,
  };
}

/** `TCP 8080, UDP 5000-5010` */
function printPorts(ports: readonly PortSpec[]): string {
  return ports
    .map(({ protocol, port, endPort }) => `${protocol} ${port}${endPort === undefined ? "" : `-${endPort}`}`)
    .join(", ");
}
