import { objectIn, listIn, textIn } from "../model/json";
import type { KubeObject } from "../model/kubernetes/kube-object";
import { SpecError, type Issue } from "../model/issue";
import { namespaceIndex } from "./endpoint";
import { Field } from "./fields";
import { parsePolicies, parseSelector } from "./parse-policy";
import type { Direction } from "./policy";
import { selects, type Selector } from "./selector";
import type { ClusterSnapshot } from "./snapshot";

/** What policies of administrators let through, as NetworkPolicies that say the same. */
export interface AcceptedWays {
  readonly policies: readonly KubeObject[];
  /** Rules with a part that is not judged, e.g. `ClusterNetworkPolicy office: egress 2, a peer by domainNames`. */
  readonly notJudged: readonly string[];
}

/** The kinds, the word for "let through", and where a rule has its ports. */
const KINDS = {
  ClusterNetworkPolicy: { accept: "Accept", ports: "protocols", portsOf: protocolPorts },
  AdminNetworkPolicy: { accept: "Allow", ports: "ports", portsOf: numberedPorts },
} as const;

/** Whether what a policy accepts overrides NetworkPolicies: what a baseline accepts is for pods that none isolates. */
export function isAdminTier({ kind, spec }: KubeObject): boolean {
  return kind === "AdminNetworkPolicy" || (kind === "ClusterNetworkPolicy" && objectIn(spec).tier === "Admin");
}

/**
 * The rules of tier Admin that accept. They override every NetworkPolicy, so that each is a way for the pods that some
 * policy isolates; all others have all ways. Whether a rule of higher precedence denies them or passes them on is not
 * judged: a way that is told may be closed, none that is open is left out. What a rule denies closes nothing here.
 *
 * @param nodes - blocks that hold the nodes, for peers that are nodes
 * @see https://network-policy-api.sigs.k8s.io/api-overview/
 */
export function acceptedWays(
  objects: readonly KubeObject[],
  snapshot: Pick<ClusterSnapshot, "namespaces" | "policies">,
  nodes: readonly string[],
): AcceptedWays {
  const isolated = isolatedPods(snapshot);
  const index = namespaceIndex({ ...snapshot, pods: [] });
  const notJudged: string[] = [];
  const policies = objects.filter(isAdminTier).flatMap((object) => {
    const subject = subjectOf(object);
    if (subject === undefined) {
      notJudged.push(...unjudgedSubject(object));
      return [];
    }
    const spaces = [...index].filter(([, labels]) => selects(subject.namespaces, labels)).map(([name]) => name);
    const selectors = (direction: Direction, namespace: string) => isolated.get(`${direction} ${namespace}`) ?? [];
    // Where no pod is isolated nothing is opened, whatever the rules say.
    const directions = DIRECTIONS.filter((each) => spaces.some((name) => selectors(each, name).length > 0));
    return rulesOf(object, { directions, nodes, notJudged }).flatMap(({ direction, id, rule }) =>
      spaces.flatMap((namespace) =>
        selectors(direction, namespace).map((selector, count) =>
          policyOf({
            ...{ name: `${id} #${count + 1}`, namespace, direction, rule },
            selector: [...selector, ...subject.pods],
          }),
        ),
      ),
    );
  });
  const isRead = (policy: KubeObject) => faultsOf(() => parsePolicies([policy])) === undefined;
  const [read, unread] = [policies.filter(isRead), policies.filter((policy) => !isRead(policy))];
  notJudged.push(...unread.map(({ metadata }) => metadata.name.replace(/ #\d+$/, "")));
  return { policies: read, notJudged: [...new Set(notJudged)] };
}

/** For each direction and namespace the selectors of isolated pods; one for all, where every pod is. */
function isolatedPods({ policies }: Pick<ClusterSnapshot, "policies">): ReadonlyMap<string, readonly Selector[]> {
  const found = new Map<string, readonly Selector[]>();
  for (const policy of parsePolicies(policies)) {
    for (const direction of ["ingress", "egress"] as const) {
      if (policy[direction] === undefined) continue;
      const key = `${direction} ${policy.namespace}`;
      const known = found.get(key) ?? [];
      const isWhole = known.some((selector) => selector.length === 0);
      if (policy.podSelector.length === 0) found.set(key, [policy.podSelector]);
      else if (!isWhole) found.set(key, [...known, policy.podSelector]);
    }
  }
  return found;
}

const DIRECTIONS = ["ingress", "egress"] as const;

/** A subject that cannot be told matters where something is accepted; a policy without one was too large to be kept. */
function unjudgedSubject(object: KubeObject): readonly string[] {
  const { kind, metadata, spec } = object;
  if (objectIn(spec).subject === undefined) return [`${kind} ${metadata.name}: too large`];
  const [rule] = rulesOf(object, { directions: DIRECTIONS, nodes: ["0.0.0.0/0"], notJudged: [] });
  return rule === undefined ? [] : [`${rule.id}: its subject`];
}

interface AcceptRule {
  readonly direction: Direction;
  readonly id: string;
  /** As a rule of a NetworkPolicy. */
  readonly rule: Readonly<Record<string, unknown>>;
}

interface Asked {
  readonly directions: readonly Direction[];
  readonly nodes: readonly string[];
  /** Is given what is not judged. */
  readonly notJudged: string[];
}

function rulesOf(object: KubeObject, { directions, nodes, notJudged }: Asked): readonly AcceptRule[] {
  const form = KINDS[object.kind as keyof typeof KINDS];
  return directions.flatMap((direction) =>
    listIn(objectIn(object.spec)[direction]).flatMap((given, index): AcceptRule[] => {
      const rule = objectIn(given);
      if (rule.action !== form.accept) return [];
      const id = `${object.kind} ${object.metadata.name}: ${direction} ${index + 1}`;
      const side = direction === "ingress" ? "from" : "to";
      const [peers, ports] = [listIn(rule[side]).map((peer) => peersOf(peer, nodes)), form.portsOf(rule[form.ports])];
      const strange = peers.flatMap((peer) => (typeof peer === "string" ? [peer] : []));
      notJudged.push(...strange.map((what) => `${id}, a peer by ${what}`));
      if (ports === undefined) notJudged.push(`${id}, its ports`);
      const known = peers.flatMap((peer) => (typeof peer === "string" ? [] : peer));
      if (known.length === 0) return [];
      // Ports that are not understood may be any.
      return [
        { direction, id, rule: { [side]: known, ...(ports === undefined || ports.length === 0 ? {} : { ports }) } },
      ];
    }),
  );
}

/** Peers of a NetworkPolicy, or what the peer is by, where that is not judged. */
function peersOf(given: unknown, nodes: readonly string[]): readonly object[] | string {
  const peer = objectIn(given);
  const [key = "nothing"] = Object.keys(peer);
  if (key === "namespaces") return [{ namespaceSelector: peer.namespaces }];
  if (key === "pods") return [peer.pods as object];
  if (key === "networks") return listIn(peer.networks).map((cidr) => ({ ipBlock: { cidr } }));
  if (key === "nodes" && nodes.length > 0) return nodes.map((cidr) => ({ ipBlock: { cidr } }));
  return key;
}

type Ports = readonly object[] | undefined;

/** `[{ tcp: { destinationPort: { number: 80 } } }]`; `undefined` where one is of another form. */
function protocolPorts(given: unknown): Ports {
  return eachKnown(given, (entry) => {
    const [key = "", value] = Object.entries(entry)[0] ?? [];
    if (key === "destinationNamedPort") return namedPort(value);
    if (!["tcp", "udp", "sctp"].includes(key)) return undefined;
    const { number, range } = objectIn(objectIn(value).destinationPort);
    return [portOf(key.toUpperCase(), number ?? objectIn(range).start, objectIn(range).end)];
  });
}

/** `[{ portNumber: { protocol: TCP, port: 80 } }]` */
function numberedPorts(given: unknown): Ports {
  return eachKnown(given, (entry) => {
    const { portNumber, portRange, namedPort: name } = entry;
    if (name !== undefined) return namedPort(name);
    if (portNumber === undefined && portRange === undefined) return undefined;
    const { protocol = "TCP", port, start = port, end } = { ...objectIn(portNumber), ...objectIn(portRange) };
    return [portOf(protocol, start, end)];
  });
}

function eachKnown(given: unknown, read: (entry: Readonly<Record<string, unknown>>) => Ports): Ports {
  const all = listIn(given).map((entry) => read(objectIn(entry)));
  return all.some((ports) => ports === undefined) ? undefined : all.flatMap((ports) => ports ?? []);
}

function portOf(protocol: unknown, port: unknown, endPort: unknown): object {
  return { protocol, ...(port === undefined ? {} : { port }), ...(endPort === undefined ? {} : { endPort }) };
}

/** A name is one of a port of any protocol. */
function namedPort(name: unknown): Ports {
  return ["TCP", "UDP", "SCTP"].map((protocol) => ({ protocol, port: textIn(name) }));
}

interface Subject {
  readonly namespaces: Selector;
  readonly pods: Selector;
}

/** The pods that a policy is about; `undefined` where they cannot be told. */
function subjectOf({ spec }: KubeObject): Subject | undefined {
  const subject = objectIn(objectIn(spec).subject);
  const pods = objectIn(subject.pods);
  const isByPods = subject.pods !== undefined;
  const issues: Issue[] = [];
  const read = (value: unknown) => parseSelector(new Field(value ?? {}, ["subject"], issues));
  if (!isByPods && subject.namespaces === undefined) return undefined;
  const found = {
    namespaces: read(isByPods ? pods.namespaceSelector : subject.namespaces),
    pods: isByPods ? read(pods.podSelector) : [],
  };
  return issues.length === 0 ? found : undefined;
}

function policyOf(given: {
  readonly name: string;
  readonly namespace: string;
  readonly direction: Direction;
  readonly rule: object;
  readonly selector: Selector;
}): KubeObject {
  const { name, namespace, direction, rule, selector } = given;
  const matchExpressions = selector.map(({ key, operator, values }) => ({
    ...{ key, operator },
    ...(values.size === 0 ? {} : { values: [...values] }),
  }));
  return {
    ...{ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: { name, namespace } },
    spec: {
      podSelector: { matchExpressions },
      policyTypes: [direction === "ingress" ? "Ingress" : "Egress"],
      [direction]: [rule],
    },
  };
}

function faultsOf(read: () => unknown): SpecError | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof SpecError) return error;
    throw error;
  }
}
