import type { ClusterFacts } from "../platform/cluster-facts";
import type { Policy } from "./policy";
import { parsePolicies } from "./parse-policy";
import type { Labels, Selector } from "./selector";
import type { World, WorldPod } from "./world";

/**
 * Adds the pods that are to come, so that a world can be judged before anything runs in it: to each namespace one pod
 * without labels and one for each way in which its policies tell pods apart, and the cluster's DNS.
 * They get an address of the pod network: a block that holds it holds them.
 * @throws SpecError for policies that an API server would refuse
 */
export function withStandIns(world: World, facts: ClusterFacts): World {
  const { namespace: dnsNamespace, podLabels } = facts.dns;
  const hasDns = world.namespaces.some(({ name }) => name === dnsNamespace);
  const namespaces = hasDns ? world.namespaces : [...world.namespaces, { name: dnsNamespace }];
  const ip = facts.podCidrs[0]?.split("/")[0];
  const standIn = (namespace: string, labels: Labels): WorldPod => {
    const name = ["any", ...Object.entries(labels).map(([key, value]) => `${key}=${value}`)].join(" ");
    return { namespace, name, labels, ...(ip === undefined ? {} : { ip }) };
  };
  const pods = [
    ...namespaces.map(({ name }) => standIn(name, {})),
    ...parsePolicies(world.policies).flatMap((policy) =>
      kinds(policy).map((labels) => standIn(policy.namespace, labels)),
    ),
    standIn(dnsNamespace, podLabels),
  ];
  const known = new Set(namespaces.map(({ name }) => name));
  // Several policies may mean the same pods.
  const distinct = new Map(pods.map((pod) => [`${pod.namespace}/${pod.name}`, pod]));
  const added = [...distinct.values()].filter(({ namespace }) => known.has(namespace));
  return { ...world, namespaces, pods: [...world.pods, ...added] };
}

/** Pods of its namespace that a policy means, or means to leave out. */
function kinds({ podSelector, ingress = [], egress = [] }: Policy): readonly Labels[] {
  const ownPeers = [...ingress, ...egress]
    .flatMap(({ peers = [] }) => peers)
    .flatMap((peer) => (peer.kind === "pods" && typeof peer.namespaces === "string" ? [peer.podSelector] : []));
  return [podSelector, ...ownPeers].flatMap(kindsOf);
}

function kindsOf(selector: Selector): readonly Labels[] {
  const wanted = selector.filter(({ operator }) => operator === "In" || operator === "Exists");
  const unwanted = selector.filter(({ operator }) => operator === "NotIn" || operator === "DoesNotExist");
  return [wanted, ...unwanted.map((requirement) => [...wanted, requirement])]
    .filter((requirements) => requirements.length > 0)
    .map((requirements) => Object.fromEntries(requirements.map(({ key, values }) => [key, [...values][0] ?? ""])));
}
