import { namespaceIndex, podEndpoint } from "./endpoint";
import type { Endpoint, PodEndpoint } from "./endpoint";
import type { Direction, Policy } from "./policy";
import type { Labels } from "./selector";
import type { World, WorldPod } from "./world";

/** Pods that no policy of the world can tell apart: judged once, however many they are. */
export interface PodClass {
  readonly index: number;
  /** Index of the group that the class belongs to. */
  readonly group: number;
  readonly endpoint: Endpoint & { readonly pod: PodEndpoint };
  /** The labels, and the name of one of the pods where the group has another class with the same labels. */
  readonly description: string;
}

/** A class with the first pod found of it. */
type Undescribed = Omit<PodClass, "description"> & { readonly pod: WorldPod };

/**
 * Sorts the pods of a world into classes.
 * @param groupOf index of a pod's group; `undefined` leaves the pod out
 */
export function classifyPods(
  world: World,
  policies: readonly Policy[],
  groupOf: (pod: WorldPod) => number | undefined,
): readonly PodClass[] {
  const namespaces = namespaceIndex(world);
  const cuts = addressCuts(policies);
  const classes = new Map<string, Undescribed>();
  for (const pod of world.pods) {
    const group = groupOf(pod);
    if (group === undefined) continue;
    const endpoint = podEndpoint(pod, namespaces);
    const side = endpoint.address === undefined ? -1 : cutsBelow(cuts, endpoint.address);
    const key = JSON.stringify([group, pod.namespace, sortedLabels(pod.labels), endpoint.pod.ports, side]);
    if (!classes.has(key)) classes.set(key, { index: classes.size, group, endpoint, pod });
  }
  return described([...classes.values()]);
}

function described(classes: readonly Undescribed[]): readonly PodClass[] {
  const labelled = classes.map(({ pod, ...podClass }) => ({ podClass, pod, text: describeLabels(pod.labels) }));
  const counts = new Map<string, number>();
  const keyOf = ({ podClass, text }: (typeof labelled)[number]) => `${podClass.group} ${text}`;
  for (const one of labelled) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  return labelled.map((one) => {
    const { podClass, pod, text } = one;
    const isAlone = counts.get(keyOf(one)) === 1;
    return { ...podClass, description: isAlone ? text : `${text} (like pod ${pod.namespace}/${pod.name})` };
  });
}

function describeLabels(labels: Labels | undefined): string {
  const texts = sortedLabels(labels).map(([key, value]) => `${key}=${value}`);
  return texts.length === 0 ? "pods without labels" : texts.join(",");
}

function sortedLabels(labels: Labels = {}): readonly [string, string][] {
  return Object.entries(labels).sort(([left], [right]) => (left < right ? -1 : 1));
}

/** Where any block begins or ends: two addresses without such a cut between them are in the same blocks. */
function addressCuts(policies: readonly Policy[]): readonly bigint[] {
  const directions: readonly Direction[] = ["ingress", "egress"];
  const rules = policies.flatMap((policy) => directions.flatMap((direction) => policy[direction] ?? []));
  const cuts = new Set<bigint>();
  for (const peer of rules.flatMap((rule) => rule.peers ?? [])) {
    if (peer.kind !== "addresses") continue;
    for (const { start, end } of peer.addresses) cuts.add(start).add(end);
  }
  return [...cuts].sort((left, right) => (left < right ? -1 : 1));
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
