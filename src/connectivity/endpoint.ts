import { LABELS } from "../model/tenant/spec/labels";
import { parseAddress } from "../model/kubernetes/address-set";
import type { Protocol } from "../model/kubernetes/port-set";
import { labelMap, type LabelMap } from "./selector";
import type { ClusterSnapshot, SnapshotPod } from "./snapshot";

/** One end of a connection in the form that is evaluated. */
export interface Endpoint {
  /** Where it is inside the cluster. Missing: outside. */
  readonly pod?: PodEndpoint;
  /** Missing: unknown, and no block holds it. */
  readonly address?: bigint;
}

export interface PodEndpoint {
  readonly namespace: string;
  readonly namespaceLabels: LabelMap;
  readonly labels: LabelMap;
  readonly ports: readonly NamedPort[];
}

export interface NamedPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: Protocol;
}

/** Labels of all namespaces by their names. The API server writes the label with the name on each. */
export function namespaceIndex(snapshot: ClusterSnapshot): ReadonlyMap<string, LabelMap> {
  return new Map(
    snapshot.namespaces.map(({ name, labels }) => [name, labelMap({ ...labels, [LABELS.namespaceName]: name })]),
  );
}

/** @throws RangeError for a pod in a namespace that the snapshot lacks, or with a malformed address */
export function podEndpoint(
  pod: SnapshotPod,
  namespaces: ReadonlyMap<string, LabelMap>,
): Endpoint & { pod: PodEndpoint } {
  const labels = namespaces.get(pod.namespace);
  if (labels === undefined) {
    throw new RangeError(
      `pod ${pod.namespace}/${pod.name} is in a namespace that the snapshot lacks; add it to namespaces`,
    );
  }
  return {
    pod: {
      namespace: pod.namespace,
      namespaceLabels: labels,
      labels: labelMap(pod.labels),
      ports: (pod.ports ?? []).map(({ name, port, protocol = "TCP" }) => ({ name, port, protocol })),
    },
    ...(pod.ip === undefined ? {} : { address: readAddress(pod.ip, `pod ${pod.namespace}/${pod.name}`) }),
  };
}

/** @throws RangeError for a malformed address */
export function readAddress(ip: string, owner: string): bigint {
  const address = parseAddress(ip);
  if (address === undefined) throw new RangeError(`invalid IP address "${ip}" of ${owner}`);
  return address;
}
