import type { AddressSet } from "./address";
import type { Outcome } from "./cell";
import { namespaceIndex } from "./endpoint";
import { groupByNamespace } from "./evaluate";
import type { Column, Grouping } from "./groups";
import { classifyPods } from "./pod-class";
import type { PodClass } from "./pod-class";
import { PodIndex } from "./pod-index";
import type { Policy } from "./policy";
import { intersection } from "./range-set";
import { Reach } from "./reach";
import type { World } from "./world";

/** A row or column with its members. */
export interface Side {
  readonly index: number;
  readonly column: Column;
  readonly members: readonly ClassReach[];
}

/** What one class of pods may do in both directions. */
interface ClassReach {
  readonly podClass: PodClass;
  readonly egress: Reach;
  readonly ingress: Reach;
}

export interface SideOptions {
  readonly grouping: Grouping;
  /** The policies that hold in the world. */
  readonly policies: readonly Policy[];
  /** Policies that its pods are told apart by. Worlds with the same pods then have the same classes, in one order. */
  readonly classifiers: readonly Policy[];
}

/** The rows, which are the columns too, with what their pods may do. */
export function sidesOf(world: World, { grouping, policies, classifiers }: SideOptions): readonly Side[] {
  const byNamespace = groupByNamespace(policies);
  const classes = classifyPods(world, classifiers, grouping.columnOf);
  const index = new PodIndex(namespaceIndex(world), classes);
  const members = grouping.columns.map((): ClassReach[] => []);
  for (const podClass of classes) {
    const own = byNamespace.get(podClass.endpoint.pod.namespace) ?? [];
    const [egress, ingress] = [new Reach(podClass, "egress", own, index), new Reach(podClass, "ingress", own, index)];
    members[podClass.group]?.push({ podClass, egress, ingress });
  }
  return grouping.columns.map((column, at) => ({ index: at, column, members: members[at] ?? [] }));
}

/** Whether nothing at all is open between two groups of pods: known without looking at each pair. */
export function isClosed(from: Side, to: Side): boolean {
  if (from.members.length === 0 || to.members.length === 0) return false;
  return (
    from.members.every(({ egress }) => !egress.touches(to.index)) ||
    to.members.every(({ ingress }) => !ingress.touches(from.index))
  );
}

/** What is open between each two ends of two groups; nothing where there is nobody to judge. */
export function outcomesBetween(from: Side, to: Side): readonly Outcome[] {
  const [source, destination] = [from.column.addresses, to.column.addresses];
  if (source !== undefined) return destination === undefined ? entering(source, to) : [];
  return destination === undefined ? betweenPods(from, to) : leaving(from, destination);
}

/** A place outside never refuses, so that the side inside decides alone. */
function leaving({ members }: Side, place: AddressSet): readonly Outcome[] {
  return members.flatMap(({ podClass, egress }) =>
    egress.toAddresses(place).map(({ addresses, ports }) => ({ from: podClass, to: addresses, ports })),
  );
}

function entering(place: AddressSet, { members }: Side): readonly Outcome[] {
  return members.flatMap(({ podClass, ingress }) =>
    ingress.toAddresses(place).map(({ addresses, ports }) => ({ from: addresses, to: podClass, ports })),
  );
}

function betweenPods(from: Side, to: Side): readonly Outcome[] {
  return from.members.flatMap(({ podClass: source, egress }) =>
    to.members.map(({ podClass: destination, ingress }) => ({
      from: source,
      to: destination,
      ports: intersection(egress.toClass(destination), ingress.toClass(source)),
    })),
  );
}
