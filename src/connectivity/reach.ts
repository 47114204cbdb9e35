import type { AddressSet } from "../model/kubernetes/address-set";
import type { Endpoint } from "./endpoint";
import { openPorts } from "./match";
import type { Direction, Rule } from "./policy";
import type { PodClass } from "./pod-class";
import type { PodIndex } from "./pod-index";
import { ALL_PORTS, NO_PORTS } from "../model/kubernetes/port-set";
import type { PortSet } from "../model/kubernetes/port-set";
import { difference, intersection, rangeSet, union } from "../model/kubernetes/range-set";
import type { Work } from "./work";

/** Addresses with the ports that are open to all of them. */
export interface AddressPorts {
  readonly addresses: AddressSet;
  readonly ports: PortSet;
}

/** All that one class of pods may reach, or be reached by, in one direction. */
export class Reach {
  private everybody: PortSet;
  private readonly byClass = new Map<number, PortSet>();
  private readonly groups = new Set<number>();
  private readonly blocks = new Map<string, { readonly addresses: AddressSet[]; readonly ports: PortSet }>();
  private readonly places = new Map<AddressSet, readonly AddressPorts[]>();

  /**
   * Follows every rule of the policies that isolate the class; without one, everything is open.
   * @throws OverLimit
   */
  constructor(
    private readonly owner: PodClass,
    private readonly direction: Direction,
    isolating: readonly (readonly Rule[])[],
    { index, work }: { readonly index: PodIndex; readonly work: Work },
  ) {
    this.everybody = isolating.length === 0 ? ALL_PORTS : NO_PORTS;
    for (const rule of isolating.flat()) this.open(rule, index, work);
  }

  /** The ports between the class and another one. */
  toClass(other: PodClass): PortSet {
    return union(this.everybody, this.byClass.get(other.index) ?? NO_PORTS);
  }

  /** Whether anything at all is open between the class and a group of classes. */
  touches(group: number): boolean {
    return this.everybody.length > 0 || this.groups.has(group);
  }

  /**
   * The addresses of a place, split into parts with the same ports each. Together they are the place.
   * @throws OverLimit
   */
  toAddresses(place: AddressSet, work: Work): readonly AddressPorts[] {
    const parts = this.places.get(place) ?? this.splitPlace(place, work);
    this.places.set(place, parts);
    return parts;
  }

  private splitPlace(place: AddressSet, work: Work): readonly AddressPorts[] {
    let parts: readonly AddressPorts[] = [{ addresses: place, ports: this.everybody }];
    for (const { addresses, ports } of this.blocks.values()) {
      const block = { addresses: rangeSet(addresses.flat()), ports };
      work.spend(place.length + block.addresses.length);
      if (intersection(block.addresses, place).length === 0) continue;
      work.spend(parts.reduce((steps, part) => steps + part.addresses.length + block.addresses.length, 0));
      parts = parts.flatMap((part) => split(part, block));
    }
    return parts;
  }

  private open(rule: Rule, index: PodIndex, work: Work): void {
    const hasNames = this.direction === "egress" && rule.ports?.some((port) => "name" in port) === true;
    const unnamed = openPorts(rule, this.direction === "ingress" ? this.owner.endpoint : {});
    work.spend(1 + unnamed.length);
    if (rule.peers === undefined) {
      this.everybody = union(this.everybody, unnamed);
      if (hasNames) this.openTo(index.classes, (other) => openPorts(rule, other), work);
      return;
    }
    for (const peer of rule.peers) {
      if (peer.kind === "addresses") this.openBlock(peer.addresses, unnamed, work);
      this.openTo(index.find(peer, work), hasNames ? (other) => openPorts(rule, other) : () => unnamed, work);
    }
  }

  /** Blocks with the same ports are one. */
  private openBlock(addresses: AddressSet, ports: PortSet, work: Work): void {
    work.spend(addresses.length);
    const key = ports.map(({ start, end }) => `${start}-${end}`).join();
    const known = this.blocks.get(key);
    if (known === undefined) this.blocks.set(key, { addresses: [addresses], ports });
    else known.addresses.push(addresses);
  }

  private openTo(classes: readonly PodClass[], portsOf: (destination: Endpoint) => PortSet, work: Work): void {
    for (const { index, group, endpoint } of classes) {
      const ports = portsOf(endpoint);
      const before = this.byClass.get(index) ?? NO_PORTS;
      work.spend(1 + ports.length + before.length);
      if (ports.length === 0) continue;
      this.byClass.set(index, union(before, ports));
      this.groups.add(group);
    }
  }
}

function split(part: AddressPorts, block: AddressPorts): readonly AddressPorts[] {
  const inside = intersection(part.addresses, block.addresses);
  if (inside.length === 0) return [part];
  const outside = difference(part.addresses, block.addresses);
  const opened = { addresses: inside, ports: union(part.ports, block.ports) };
  return outside.length === 0 ? [opened] : [opened, { addresses: outside, ports: part.ports }];
}
