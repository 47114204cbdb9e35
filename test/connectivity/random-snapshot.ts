import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import type { EndpointRef, Labels, Protocol, Query, ClusterSnapshot, SnapshotPod } from "../../src/connectivity";

/** A snapshot with questions about it, the same for the same seed. */
export interface RandomCase {
  readonly snapshot: ClusterSnapshot;
  readonly queries: readonly Query[];
}

type Random = () => number;

const NAMESPACES: readonly { name: string; labels: Labels }[] = [
  { name: "blue", labels: { team: "a", stage: "live" } },
  { name: "green", labels: { team: "b" } },
  { name: "red", labels: { team: "a", stage: "test" } },
  { name: "bare", labels: {} },
];
const OUTSIDE = ["8.8.8.8", "198.51.100.77", "10.0.200.9", "2001:db8:f::1", "2a00:1450::5"];
const BLOCKS = [
  ...["0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "10.0.1.0/24", "10.0.1.2/31", "10.0.2.5/32", "198.51.100.0/25"],
  ...["::/0", "2001:db8::/32", "2001:db8:1::/48", "2001:db8:1::4/127", "2a00::/11", "8.8.8.8/32", "10.0.2.3/29"],
];
const PROTOCOLS: readonly Protocol[] = ["TCP", "UDP", "SCTP"];
const PORTS = [53, 80, 81, 443, 8080, 8085];
const PORT_NAMES = ["http", "dns", "admin"];

/** A small generator of numbers from 0 to 1 (mulberry32): tests need repeatable chance, not good chance. */
function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const below = (random: Random, limit: number) => Math.floor(random() * limit);
const pick = <T>(random: Random, items: readonly T[]): T => items[below(random, items.length)]!;
const some = <T>(random: Random, max: number, make: () => T): T[] =>
  Array.from({ length: below(random, max + 1) }, () => make());
const chance = (random: Random, share: number) => random() < share;

/** Policies, pods and queries that meet often: few labels, few ports, blocks around the pods' addresses. */
export function randomCase(seed: number, queryCount = 40): RandomCase {
  const random = randomFrom(seed);
  const pods = Array.from({ length: 8 }, (_, index) => randomPod(random, index));
  const policies = Array.from({ length: 1 + below(random, 6) }, (_, index) => randomPolicy(random, index));
  const snapshot: ClusterSnapshot = { namespaces: NAMESPACES, pods, policies };
  return { snapshot, queries: Array.from({ length: queryCount }, () => randomQuery(random, pods)) };
}

function randomPod(random: Random, index: number): SnapshotPod {
  const isIpv6 = chance(random, 0.3);
  const subnet = 1 + below(random, 2);
  const ports = PORT_NAMES.filter(() => chance(random, 0.5)).map((name, at) => ({
    name,
    port: PORTS[(at * 2 + below(random, 2)) % PORTS.length]!,
    protocol: name === "dns" ? ("UDP" as const) : ("TCP" as const),
  }));
  return {
    namespace: pick(random, NAMESPACES).name,
    name: `p${index}`,
    labels: {
      ...(chance(random, 0.7) ? { app: pick(random, ["web", "db", "job"]) } : {}),
      ...(chance(random, 0.6) ? { tier: pick(random, ["front", "back"]) } : {}),
    },
    ip: isIpv6 ? `2001:db8:${subnet}::${index}` : `10.0.${subnet}.${index}`,
    ports,
  };
}

/** `app` and `team` may be missing, `tier` and `stage` too: `NotIn` is only asked of the latter two. */
function randomSelector(random: Random, keys: readonly [string, readonly string[], string, readonly string[]]): object {
  const [plain, plainValues, other, otherValues] = keys;
  const labels = chance(random, 0.4) ? { matchLabels: { [plain]: pick(random, plainValues) } } : {};
  const expressions = some(random, 2, () =>
    chance(random, 0.5)
      ? { key: plain, operator: pick(random, ["Exists", "DoesNotExist"]) }
      : {
          key: other,
          operator: pick(random, ["In", "NotIn"]),
          values: [...new Set([pick(random, otherValues), pick(random, otherValues)])],
        },
  );
  return { ...labels, ...(expressions.length > 0 ? { matchExpressions: expressions } : {}) };
}

const podSelector = (random: Random) =>
  chance(random, 0.25) ? {} : randomSelector(random, ["app", ["web", "db", "job"], "tier", ["front", "back"]]);
const namespaceSelector = (random: Random) =>
  chance(random, 0.25) ? {} : randomSelector(random, ["team", ["a", "b"], "stage", ["live", "test"]]);

function randomPeer(random: Random): object {
  const kind = random();
  if (kind < 0.35) return { ipBlock: randomBlock(random) };
  if (kind < 0.6) return { podSelector: podSelector(random) };
  if (kind < 0.8) return { namespaceSelector: namespaceSelector(random) };
  return { namespaceSelector: namespaceSelector(random), podSelector: podSelector(random) };
}

function randomBlock(random: Random): object {
  const cidr = pick(random, BLOCKS);
  const except = some(random, 2, () => pick(random, BLOCKS)).filter(
    (block) => block.includes(":") === cidr.includes(":"),
  );
  return { cidr, ...(except.length > 0 ? { except } : {}) };
}

function randomPort(random: Random): object {
  const protocol = chance(random, 0.3) ? {} : { protocol: pick(random, PROTOCOLS) };
  const kind = random();
  if (kind < 0.2) return { ...protocol, port: pick(random, PORT_NAMES) };
  if (kind < 0.5) return { ...protocol, port: pick(random, PORTS) };
  if (kind < 0.7) return protocol;
  const first = pick(random, PORTS);
  return { ...protocol, port: first, endPort: first + below(random, 400) };
}

function randomRule(random: Random, peers: "from" | "to"): object {
  const who = some(random, 2, () => randomPeer(random));
  const ports = some(random, 2, () => randomPort(random));
  return { ...(who.length > 0 ? { [peers]: who } : {}), ...(ports.length > 0 ? { ports } : {}) };
}

function randomPolicy(random: Random, index: number): KubeObject {
  const policyTypes = pick(random, [["Ingress"], ["Egress"], ["Ingress", "Egress"]]);
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: `policy-${index}`, namespace: pick(random, NAMESPACES).name },
    spec: {
      podSelector: podSelector(random),
      policyTypes,
      ingress: some(random, 2, () => randomRule(random, "from")),
      egress: some(random, 2, () => randomRule(random, "to")),
    },
  };
}

/** Never from a pod to itself: nothing keeps a pod from itself, and no judge has to say so. */
function randomQuery(random: Random, pods: readonly SnapshotPod[]): Query {
  const from = below(random, pods.length);
  const to = (from + 1 + below(random, pods.length - 1)) % pods.length;
  const ends = [reference(pods[from]!), reference(pods[to]!)];
  if (chance(random, 0.35)) ends[below(random, 2)] = { outside: pick(random, OUTSIDE) };
  return { from: ends[0]!, to: ends[1]!, protocol: pick(random, PROTOCOLS), port: pick(random, PORTS) };
}

function reference({ namespace, name }: SnapshotPod): EndpointRef {
  return { namespace, pod: name };
}
