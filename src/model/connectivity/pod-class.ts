import { namespaceIndex, podEndpoint } from "./endpoint";
import type { Endpoint, PodEndpoint } from "./endpoint";
import type { Policy, Rule } from "./policy";
import type { Labels } from "./selector";
import type { World, WorldPod } from "./world";

/** Pods that no policy of the world can tell apart: judged once, however many they are. */
export interface PodClass {
  readonly index: number;
  /** Index of the group that the class belongs to. */
  readonly group: number;
  readonly endpoint: Endpoint & { readonly pod: PodEndpoint };
  /** The labels that its pods share, and the name of one of them where that does not set the class apart. */
  readonly description: string;
}

/** A class with the first pod found of it. */
interface Undescribed extends Omit<PodClass, "description"> {
  readonly pod: WorldPod;
  /** Labels that all of its pods have. */
  shared: Labels;
  /** Whether any of its pods has a label. */
  hasLabels: boolean;
}

/**
 * Sorts the pods of a world into classes.
 * @param policies all that may be judged with these classes
 * @param groupOf index of a pod's group; `undefined` leaves the pod out
 */
export function classifyPods(
  world: World,
  policies: readonly Policy[],
  groupOf: (pod: WorldPod) => number | undefined,
): readonly PodClass[] {
  const namespaces = namespaceIndex(world);
  const traits = traitsOf(policies);
  const classes = new Map<string, Undescribed>();
  for (const pod of world.pods) {
    const group = groupOf(pod);
    if (group === undefined) continue;
    const endpoint = podEndpoint(pod, namespaces);
    const key = JSON.stringify([group, pod.namespace, ...traitsOfPod(pod, endpoint, traits)]);
    const { labels = {} } = pod;
    const known = classes.get(key) ?? { index: classes.size, group, endpoint, pod, shared: labels, hasLabels: false };
    known.shared = sharedLabels(known.shared, labels);
    known.hasLabels ||= Object.keys(labels).length > 0;
    classes.set(key, known);
  }
  return described([...classes.values()]);
}

function sharedLabels(left: Labels, right: Labels): Labels {
  return Object.fromEntries(Object.entries(left).filter(([key, value]) => right[key] === value));
}

function described(classes: readonly Undescribed[]): readonly PodClass[] {
  const labelled = classes.map(({ pod, shared, hasLabels, ...podClass }) => {
    return { podClass, pod, text: describe(shared, hasLabels) };
  });
  const counts = new Map<string, number>();
  const keyOf = ({ podClass, text }: (typeof labelled)[number]) => `${podClass.group} ${text}`;
  for (const one of labelled) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  return labelled.map((one) => {
    const { podClass, pod, text } = one;
    const isAlone = counts.get(keyOf(one)) === 1;
    return { ...podClass, description: isAlone ? text : `${text} (like pod ${pod.namespace}/${pod.name})` };
  });
}

function describe(shared: Labels, hasLabels: boolean): string {
  const texts = sortedLabels(shared).map(([key, value]) => `${key}=${value}`);
  if (texts.length > 0) return texts.join(",");
  return hasLabels ? "other pods" : "pods without labels";
}

function sortedLabels(labels: Labels = {}): readonly [string, string][] {
  return Object.entries(labels).sort(([left], [right]) => (left < right ? -1 : 1));
}

/** What policies look at: everything else about a pod may differ within a class. */
interface Traits {
  readonly labels: ReadonlySet<string>;
  readonly portNames: ReadonlySet<string>;
  /** Where any block begins or ends: two addresses without such a cut between them are in the same blocks. */
  readonly cuts: readonly bigint[];
}

function traitsOf(policies: readonly Policy[]): Traits {
  const rules = policies.flatMap(({ ingress = [], egress = [] }): readonly Rule[] => [...ingress, ...egress]);
  const labels = new Set(policies.flatMap(({ podSelector }) => podSelector.map(({ key }) => key)));
  const portNames = new Set<string>();
  const cuts = new Set<bigint>();
  for (const { peers = [], ports = [] } of rules) {
    for (const port of ports) if ("name" in port) portNames.add(port.name);
    for (const peer of peers) {
      if (peer.kind === "pods") for (const { key } of peer.podSelector) labels.add(key);
      else for (const { start, end } of peer.addresses) cuts.add(start).add(end);
    }
  }
  return { labels, portNames, cuts: [...cuts].sort((left, right) => (left < right ? -1 : 1)) };
}

function traitsOfPod({ labels }: WorldPod, { address, pod }: PodClass["endpoint"], traits: Traits): readonly unknown[] {
  const side = address === undefined ? -1 : cutsBelow(traits.cuts, address);
  return [
    sortedLabels(labels).filter(([key]) => traits.labels.has(key)),
    pod.ports.filter(({ name }) => traits.portNames.has(name)),
    side,
  ];
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
