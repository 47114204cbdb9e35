import type { ClusterFacts } from "../model/cluster/cluster-facts";
import { dnsPods } from "../model/cluster/dns-facts";
import { acrossOnly } from "./across";
import type { Policy } from "./policy";
import { parsePolicies } from "./parse-policy";
import type { Labels, Requirement, Selector } from "./selector";
import type { CrowdedNamespace, ClusterSnapshot, SnapshotPod } from "./snapshot";

export interface SamplePodOptions {
  /**
   * How many labels the added pods of one namespace may have together; a namespace whose policies need more is named in
   * `crowded`, and its cells are `unknown`.
   * @default - no limit
   */
  readonly labels?: number;
}

/**
 * Adds the pods that are to come, so that a snapshot can be judged before anything runs in it: to each namespace one pod
 * without labels and one for each way in which its policies tell pods apart, and the cluster's DNS.
 * They get an address of the pod network: a block that holds it holds them.
 * @throws SpecError for policies that an API server would refuse
 */
export function withSamplePods(
  snapshot: ClusterSnapshot,
  facts: ClusterFacts,
  { labels: limit = Infinity }: SamplePodOptions = {},
): ClusterSnapshot {
  const dns = dnsPods(facts.dns);
  const hasDns = dns === undefined || snapshot.namespaces.some(({ name }) => name === dns.namespace);
  const namespaces = hasDns ? snapshot.namespaces : [...snapshot.namespaces, { name: dns.namespace }];
  const ip = facts.podCidrs[0]?.split("/")[0];
  const samplePod = (namespace: string, labels: Labels): SnapshotPod => {
    const name = ["any", ...Object.entries(labels).map(([key, value]) => `${key}=${value}`)].join(" ");
    return { namespace, name, labels, ...(ip === undefined ? {} : { ip }) };
  };
  const { kinds, crowded: filled } = kindsByPolicies(parsePolicies(snapshot.policies), limit);
  const crowded = [...(snapshot.crowded ?? []), ...filled];
  const pods = [
    ...namespaces.map(({ name }) => samplePod(name, {})),
    ...kinds.map(({ namespace, labels }) => samplePod(namespace, labels)),
    ...(dns === undefined ? [] : [samplePod(dns.namespace, dns.podLabels)]),
  ];
  const known = new Set(namespaces.map(({ name }) => name));
  // Several policies may mean the same pods.
  const distinct = new Map(pods.map((pod) => [`${pod.namespace}/${pod.name}`, pod]));
  const added = [...distinct.values()].filter(({ namespace }) => known.has(namespace));
  return { ...snapshot, namespaces, pods: [...snapshot.pods, ...added], ...(crowded.length === 0 ? {} : { crowded }) };
}

interface Kind {
  readonly namespace: string;
  readonly labels: Labels;
}

interface Kinds {
  readonly kinds: readonly Kind[];
  readonly crowded: readonly CrowdedNamespace[];
}

/**
 * Pods that ways to other namespaces depend on come first: what is written for the pods of one namespace alone must not
 * crowd them out.
 */
function kindsByPolicies(policies: readonly Policy[], limit: number): Kinds {
  const crowded = new Map<string, CrowdedNamespace>();
  const left = new Map<string, number>();
  const kinds: Kind[] = [];
  const add = (namespace: string, meant: Iterable<Labels>, isAcross: boolean) => {
    for (const labels of meant) {
      const rest = (left.get(namespace) ?? limit) - 1 - Object.keys(labels).length;
      left.set(namespace, rest);
      if (rest < 0) {
        if (!crowded.has(namespace)) crowded.set(namespace, { namespace, across: isAcross });
        return;
      }
      kinds.push({ namespace, labels });
    }
  };
  for (const { namespace, podSelector } of acrossOnly(policies)) add(namespace, kindsOf(podSelector), true);
  for (const policy of policies) add(policy.namespace, kindsOfPolicy(policy), false);
  return { kinds, crowded: [...crowded.values()] };
}

/** Pods of its namespace that a policy means, or means to leave out. */
function* kindsOfPolicy({ podSelector, ingress = [], egress = [] }: Policy): Generator<Labels> {
  yield* kindsOf(podSelector);
  for (const { peers = [] } of [...ingress, ...egress]) {
    for (const peer of peers)
      if (peer.kind === "pods" && typeof peer.namespaces === "string") yield* kindsOf(peer.podSelector);
  }
}

/** The labels of a pod that the selector means, and of one for each of its conditions that would leave a pod out. */
function* kindsOf(selector: Selector): Generator<Labels> {
  const meant = labelsFor(selector);
  if (meant === undefined) return;
  if (Object.keys(meant).length > 0) yield meant;
  for (const { key, operator, values } of selector) {
    if (operator === "NotIn" || operator === "DoesNotExist") yield { ...meant, [key]: [...values][0] ?? "" };
  }
}

/** Labels that satisfy a selector; `undefined` where none do. */
function labelsFor(selector: Selector): Labels | undefined {
  const byKey = new Map<string, Requirement[]>();
  for (const requirement of selector) {
    const known = byKey.get(requirement.key);
    if (known === undefined) byKey.set(requirement.key, [requirement]);
    else known.push(requirement);
  }
  const labels: Record<string, string> = {};
  for (const [key, requirements] of byKey) {
    const value = valueFor(requirements);
    if (value === undefined) return undefined;
    if (value !== ABSENT) labels[key] = value;
  }
  return labels;
}

const ABSENT = Symbol("absent");

/** A value that all conditions on one label allow, or that the label is not there. */
function valueFor(requirements: readonly Requirement[]): string | typeof ABSENT | undefined {
  const of = (operator: Requirement["operator"]) => requirements.filter((one) => one.operator === operator);
  const [wanted, unwanted] = [of("In"), of("NotIn")];
  const isWanted = wanted.length > 0 || of("Exists").length > 0;
  if (of("DoesNotExist").length > 0) return isWanted ? undefined : ABSENT;
  if (!isWanted) return ABSENT;
  const fits = (value: string) =>
    wanted.every(({ values }) => values.has(value)) && unwanted.every(({ values }) => !values.has(value));
  const [first] = wanted;
  if (first !== undefined) return [...first.values].find(fits);
  // Fewer values are left out than there are numbers.
  for (let count = 0; ; count++) {
    const value = count === 0 ? "" : String(count);
    if (fits(value)) return value;
  }
}
