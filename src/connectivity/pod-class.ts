import { parseAddress } from "../model/kubernetes/address-set";
import { podEndpoint } from "./endpoint";
import type { Endpoint, PodEndpoint } from "./endpoint";
import type { Policy, Rule } from "./policy";
import type { LabelMap, Labels, Requirement } from "./selector";
import type { SnapshotPod } from "./snapshot";

/** Pods that no policy of the snapshot can tell apart: judged once, however many they are. */
export interface PodClass {
  readonly index: number;
  /** Index of the group that the class belongs to. */
  readonly group: number;
  readonly endpoint: Endpoint & { readonly pod: PodEndpoint };
  /** The labels that its pods share, and the name of one of them where that does not set the class apart. */
  readonly description: string;
}

/** A pod with the index of its group. */
export interface GroupedPod {
  readonly pod: SnapshotPod;
  readonly group: number;
}

/**
 * Sorts pods into classes.
 * @param policies all that may be judged with these classes
 */
export function classifyPods(
  pods: readonly GroupedPod[],
  policies: readonly Policy[],
  namespaces: ReadonlyMap<string, LabelMap>,
): readonly PodClass[] {
  const traits = traitsOf(policies);
  const members = new Map<string, GroupedPod[]>();
  for (const one of pods) {
    const key = JSON.stringify([one.group, one.pod.namespace, ...traitsOfPod(one.pod, traits)]);
    const known = members.get(key);
    if (known === undefined) members.set(key, [one]);
    else known.push(one);
  }
  const describe = describer([...members.values()]);
  return [...members.values()].map((same, index) => classOf(same, index, { namespaces, describe }));
}

interface ClassContext {
  readonly namespaces: ReadonlyMap<string, LabelMap>;
  readonly describe: (index: number) => string;
}

/** Few cells show who is meant: a class is described when one does. */
function classOf([first]: readonly GroupedPod[], index: number, { namespaces, describe }: ClassContext): PodClass {
  if (first === undefined) throw new RangeError("a class of pods has no pod");
  return {
    ...{ index, group: first.group, endpoint: podEndpoint(first.pod, namespaces) },
    get description() {
      return describe(index);
    },
  };
}

function describer(classes: readonly (readonly GroupedPod[])[]): (index: number) => string {
  let texts: readonly string[] | undefined;
  return (index) => (texts ??= descriptionsOf(classes))[index] ?? "";
}

function descriptionsOf(classes: readonly (readonly GroupedPod[])[]): readonly string[] {
  const texts = classes.map((same) => textOf(same.map(({ pod }) => pod)));
  const keyOf = (index: number) => `${classes[index]?.[0]?.group ?? 0} ${texts[index] ?? ""}`;
  const counts = new Map<string, number>();
  for (const index of texts.keys()) counts.set(keyOf(index), (counts.get(keyOf(index)) ?? 0) + 1);
  return texts.map((text, index) => {
    const pod = classes[index]?.[0]?.pod;
    const isAlone = counts.get(keyOf(index)) === 1;
    return isAlone || pod === undefined ? text : `${text} (like pod ${pod.namespace}/${pod.name})`;
  });
}

/** So many labels tell a class; a pod may carry thousands. */
const MOST_LABELS = 20;

function textOf(pods: readonly SnapshotPod[]): string {
  const shared = pods.map(({ labels = {} }) => labels).reduce(sharedLabels);
  const texts = sortedLabels(shared).map(([key, value]) => `${key}=${value}`);
  const rest = texts.length - MOST_LABELS;
  if (texts.length > 0) return [...texts.slice(0, MOST_LABELS), ...(rest > 0 ? [`${rest} more labels`] : [])].join(",");
  return pods.some(({ labels = {} }) => Object.keys(labels).length > 0) ? "other pods" : "pods without labels";
}

function sharedLabels(left: Labels, right: Labels): Labels {
  return Object.fromEntries(Object.entries(left).filter(([key, value]) => right[key] === value));
}

function sortedLabels(labels: Labels): readonly [string, string][] {
  return Object.entries(labels).sort(([left], [right]) => (left < right ? -1 : 1));
}

/** What policies look at: everything else about a pod may differ within a class. */
interface Traits {
  /** By the key of a label: the values that selectors name. Any two others are alike. */
  readonly labels: ReadonlyMap<string, ReadonlySet<string>>;
  readonly portNames: ReadonlySet<string>;
  /** Where any block begins or ends: two addresses without such a cut between them are in the same blocks. */
  readonly cuts: readonly bigint[];
}

function traitsOf(policies: readonly Policy[]): Traits {
  const rules = policies.flatMap(({ ingress = [], egress = [] }): readonly Rule[] => [...ingress, ...egress]);
  const labels = new Map<string, Set<string>>();
  const portNames = new Set<string>();
  const cuts = new Set<bigint>();
  for (const { podSelector } of policies) addLabels(labels, podSelector);
  for (const { peers = [], ports = [] } of rules) {
    for (const port of ports) if ("name" in port) portNames.add(port.name);
    for (const peer of peers) {
      if (peer.kind === "pods") addLabels(labels, peer.podSelector);
      else for (const { start, end } of peer.addresses) cuts.add(start).add(end);
    }
  }
  return { labels, portNames, cuts: [...cuts].sort((left, right) => (left < right ? -1 : 1)) };
}

function addLabels(labels: Map<string, Set<string>>, selector: readonly Requirement[]): void {
  for (const { key, values } of selector) {
    const known = labels.get(key) ?? new Set<string>();
    labels.set(key, known);
    for (const value of values) known.add(value);
  }
}

/** Stands for any value that no selector names. */
const SOME_VALUE = 1;

function traitsOfPod({ labels = {}, ports = [], ip }: SnapshotPod, traits: Traits): readonly unknown[] {
  const seen: (string | number)[] = [];
  for (const [key, values] of traits.labels) {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    if (value !== undefined) seen.push(key, values.has(value) ? value : SOME_VALUE);
  }
  const named = ports.filter(({ name }) => traits.portNames.has(name));
  return [seen, named.map(({ name, port, protocol = "TCP" }) => [name, port, protocol]), placeOf(ip, traits.cuts)];
}

/** Between which cuts an address lies. What is no address is told where the pod is read. */
function placeOf(ip: string | undefined, cuts: readonly bigint[]): number {
  const address = ip === undefined ? undefined : parseAddress(ip);
  return address === undefined ? -1 : cutsBelow(cuts, address);
}

function cutsBelow(cuts: readonly bigint[], address: bigint): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle] ?? address) <= address) low = middle + 1;
    else high = middle;
  }
  return low;
}
