import { LABELS } from "../model/tenant/spec/labels";
import type { AddressSet } from "../model/kubernetes/address-set";
import { placeAddresses, type Place, type PodPlace } from "./place";
import { ALL_PORTS, portSet, type PortSet } from "../model/kubernetes/port-set";
import type { WorkLimits } from "./work";
import type { ClusterSnapshot, SnapshotNamespace, SnapshotPod } from "./snapshot";

export interface MatrixOptions {
  /**
   * Name of the group that a pod belongs to; `undefined` leaves it out of the matrix.
   * @default - one group for each namespace
   */
  readonly groupOf?: (pod: SnapshotPod, namespace: SnapshotNamespace) => string | undefined;
  /** @default - none; `clusterPlaces` gives those of a cluster */
  readonly places?: readonly Place[];
  /**
   * How many steps it may take; cells beyond them are `unknown`. A step is a microsecond at most.
   * @default - no limit
   */
  readonly limits?: WorkLimits;
}

/** A row and column of the matrix. */
export interface MatrixGroup {
  /** Name of the row and column. */
  readonly name: string;
  /** Whether it stands for pods or for addresses outside of the cluster's. */
  readonly kind: "pods" | "outside";
  /** Whether it is a tenant's. @default - it is something beside the tenants */
  readonly tenant?: true;
  /** Group of the parent tenant, where it is in the matrix. */
  readonly parent?: string;
}

/** A row and column with what is needed to judge it. */
export interface Column {
  readonly group: MatrixGroup;
  /** What counts as full access to it. */
  readonly expected: PortSet;
  /** Its addresses, if it is outside. */
  readonly addresses?: AddressSet;
}

export interface Grouping {
  /** Groups of pods sorted by name, then the places as given. */
  readonly columns: readonly Column[];
  /** Index of a pod's column. */
  readonly columnOf: (pod: SnapshotPod) => number | undefined;
}

/**
 * Lays out rows and columns.
 * @throws RangeError if a place has the name of another group
 */
export function groupSnapshot(snapshot: ClusterSnapshot, options: MatrixOptions): Grouping {
  const places = options.places ?? [];
  const groupOf = grouper(snapshot, options);
  const podsPlace = (pod: SnapshotPod) => places.find((place) => "podLabels" in place && isPodOf(place, pod));
  const groups = podGroups(snapshot, groupOf);
  const columns = [...groups.map((group) => ({ group, expected: ALL_PORTS })), ...places.map(placeColumn)];
  const indexes = new Map(columns.map(({ group }, index) => [group.name, index]));
  if (indexes.size < columns.length) {
    throw new RangeError(
      `two groups share a name among ${columns.map(({ group }) => group.name).join(", ")}; rename the place`,
    );
  }
  return { columns, columnOf: (pod) => indexes.get(podsPlace(pod)?.name ?? groupOf(pod) ?? "") };
}

/** The group of a pod, or of the namespace's pods in general. */
function grouper(snapshot: ClusterSnapshot, { groupOf }: MatrixOptions): (pod: SnapshotPod) => string | undefined {
  if (groupOf === undefined) return (pod) => pod.namespace;
  const namespaces = new Map(snapshot.namespaces.map((namespace) => [namespace.name, namespace]));
  return (pod) => {
    const namespace = namespaces.get(pod.namespace);
    return namespace === undefined ? undefined : groupOf(pod, namespace);
  };
}

/** Every namespace shows up, one without pods too: a missing row would look like a missing risk. */
function podGroups(
  snapshot: ClusterSnapshot,
  groupOf: (pod: SnapshotPod) => string | undefined,
): readonly MatrixGroup[] {
  const groupOfNamespace = new Map<string, string>();
  const parents = new Map<string, string>();
  const tenants = new Set<string>();
  const names = new Set<string>();
  for (const pod of [...snapshot.namespaces.map(({ name }) => ({ namespace: name, name: "" })), ...snapshot.pods]) {
    const name = groupOf(pod);
    if (name === undefined) continue;
    names.add(name);
    groupOfNamespace.set(pod.namespace, name);
  }
  for (const { name, labels } of snapshot.namespaces) {
    const group = groupOfNamespace.get(name);
    const parent = groupOfNamespace.get(labels?.[LABELS.parent] ?? "");
    if (group === undefined) continue;
    if (labels?.[LABELS.tenant] !== undefined) tenants.add(group);
    if (parent !== undefined && parent !== group) parents.set(group, parent);
  }
  return [...names].sort().map((name) => {
    const parent = parents.get(name);
    const isTenant = tenants.has(name) ? { tenant: true as const } : {};
    return { name, kind: "pods", ...isTenant, ...(parent === undefined ? {} : { parent }) };
  });
}

function placeColumn(place: Place): Column {
  const expected = place.ports === undefined ? ALL_PORTS : portSet(place.ports);
  return "podLabels" in place
    ? { group: { name: place.name, kind: "pods" }, expected }
    : { group: { name: place.name, kind: "outside" }, expected, addresses: placeAddresses(place) };
}

function isPodOf(place: PodPlace, pod: SnapshotPod): boolean {
  const { namespace, labels = {} } = pod;
  const wanted = Object.entries(place.podLabels);
  return place.namespace === namespace && wanted.every(([key, value]) => labels[key] === value);
}
