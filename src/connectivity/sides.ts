import type { AddressSet } from "../model/kubernetes/address-set";
import type { Outcome } from "./cell";
import { groupByNamespace } from "./evaluate";
import type { Column } from "./groups";
import { rulesFor } from "./match";
import { classifyPods } from "./pod-class";
import type { GroupedPod, PodClass } from "./pod-class";
import { PodIndex } from "./pod-index";
import type { Direction, Policy, Rule } from "./policy";
import { intersection } from "../model/kubernetes/range-set";
import { Reach } from "./reach";
import type { LabelMap } from "./selector";
import { OverLimit, type Work } from "./work";

/** A row or column with its members. */
export interface Side {
  readonly index: number;
  readonly column: Column;
  readonly members: readonly ClassReach[];
  /** Counts what is done for the sake of this side. */
  readonly work: Work;
  /** Whether it took more steps than it may to tell what its members reach: they are not known then. */
  readonly isOver: boolean;
}

/** What one class of pods may do in both directions. */
interface ClassReach {
  readonly podClass: PodClass;
  readonly egress: Reach;
  readonly ingress: Reach;
}

export interface SideOptions {
  readonly columns: readonly Column[];
  /** Those of the columns that are asked for, by their indexes. */
  readonly groups: readonly number[];
  readonly namespaces: ReadonlyMap<string, LabelMap>;
  /** The policies that hold in the snapshot. */
  readonly policies: readonly Policy[];
  /** Policies that its pods are told apart by. ClusterSnapshots with the same pods then have the same classes, in one order. */
  readonly classifiers: readonly Policy[];
  /** The counter of a column. */
  readonly workOf: (index: number) => Work;
}

/** Steps that one pair of classes takes: its ports, and its part in what is printed. */
const PAIR = 8;

/** The rows, which are the columns too, with what their pods may do. */
export function sidesOf(pods: readonly GroupedPod[], options: SideOptions): ReadonlyMap<number, Side> {
  const { columns, groups, namespaces, policies, classifiers, workOf } = options;
  const classes = classifyPods(pods, classifiers, namespaces);
  const reaches = new Reaches(groupByNamespace(policies), new PodIndex(namespaces, classes));
  const byGroup = new Map<number, PodClass[]>(groups.map((group) => [group, []]));
  for (const podClass of classes) byGroup.get(podClass.group)?.push(podClass);
  const sides = [...byGroup].flatMap(([index, own]): Side[] => {
    const column = columns[index];
    if (column === undefined) return [];
    const work = workOf(index);
    const members = membersOf(own, reaches, work);
    return [{ index, column, members: members ?? [], work, isOver: members === undefined }];
  });
  return new Map(sides.map((side) => [side.index, side]));
}

function membersOf(classes: readonly PodClass[], reaches: Reaches, work: Work): readonly ClassReach[] | undefined {
  try {
    return classes.map((podClass) => ({
      podClass,
      egress: reaches.of(podClass, "egress", work),
      ingress: reaches.of(podClass, "ingress", work),
    }));
  } catch (error) {
    if (error instanceof OverLimit) return undefined;
    throw error;
  }
}

/** Classes that the same policies speak for reach the same. */
class Reaches {
  private readonly known = new Map<string, Reach>();

  constructor(
    private readonly byNamespace: ReadonlyMap<string, readonly Policy[]>,
    private readonly index: PodIndex,
  ) {}

  of(owner: PodClass, direction: Direction, work: Work): Reach {
    const own = this.byNamespace.get(owner.endpoint.pod.namespace) ?? [];
    work.spend(own.length);
    const isolating = own.flatMap((policy) => {
      const rules = rulesFor(policy, direction, owner.endpoint.pod);
      return rules === undefined ? [] : [{ id: policy.id, rules }];
    });
    // A name of a port means another number on each pod that answers.
    const isOwn = direction === "ingress" && isolating.some(({ rules }) => rules.some(namesPorts));
    const ids = isolating.map(({ id }) => id).join();
    const key = `${direction} ${owner.endpoint.pod.namespace} ${isOwn ? owner.index : ""} ${ids}`;
    const rules = isolating.map((one) => one.rules);
    const reach = this.known.get(key) ?? new Reach(owner, direction, rules, { index: this.index, work });
    this.known.set(key, reach);
    return reach;
  }
}

function namesPorts({ ports = [] }: Rule): boolean {
  return ports.some((port) => "name" in port);
}

/** Whether nothing at all is open between two groups of pods: known without looking at each pair. */
export function isClosed(from: Side, to: Side): boolean {
  if (from.members.length === 0 || to.members.length === 0) return false;
  return (
    from.members.every(({ egress }) => !egress.touches(to.index)) ||
    to.members.every(({ ingress }) => !ingress.touches(from.index))
  );
}

/**
 * What is open between each two ends of two groups; nothing where there is nobody to judge.
 * @throws OverLimit where one of the sides has done more than it may
 */
export function outcomesBetween(from: Side, to: Side): readonly Outcome[] {
  if (from.isOver || to.isOver) throw new OverLimit();
  const [source, destination] = [from.column.addresses, to.column.addresses];
  if (source !== undefined) return destination === undefined ? entering(source, to) : [];
  return destination === undefined ? betweenPods(from, to) : leaving(from, destination);
}

/** A place outside never refuses, so that the side inside decides alone. */
function leaving({ members, work }: Side, place: AddressSet): readonly Outcome[] {
  return members.flatMap(({ podClass, egress }) =>
    egress.toAddresses(place, work).map(({ addresses, ports }) => ({ from: podClass, to: addresses, ports })),
  );
}

function entering(place: AddressSet, { members, work }: Side): readonly Outcome[] {
  return members.flatMap(({ podClass, ingress }) =>
    ingress.toAddresses(place, work).map(({ addresses, ports }) => ({ from: addresses, to: podClass, ports })),
  );
}

function betweenPods(from: Side, to: Side): readonly Outcome[] {
  const { work } = from.members.length > to.members.length ? from : to;
  work.spend(PAIR * from.members.length * to.members.length);
  return from.members.flatMap(({ podClass: source, egress }) =>
    to.members.map(({ podClass: destination, ingress }) => ({
      from: source,
      to: destination,
      ports: intersection(egress.toClass(destination), ingress.toClass(source)),
    })),
  );
}
