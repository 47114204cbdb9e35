import type { AddressSet } from "./address";
import type { Endpoint } from "./endpoint";
import { openPorts, rulesFor } from "./match";
import type { Direction, Policy, Rule } from "./policy";
import type { PodClass } from "./pod-class";
import type { PodIndex } from "./pod-index";
import { ALL_PORTS, NO_PORTS } from "./ports";
import type { PortSet } from "./ports";
import { difference, intersection, union } from "./range-set";

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
  private readonly blocks: AddressPorts[] = [];

  /** Follows every rule of the policies that isolate the class; without one, everything is open. */
  constructor(
    private readonly owner: PodClass,
    private readonly direction: Direction,
    policies: readonly Policy[],
    index: PodIndex,
  ) {
    const isolating = policies.flatMap((policy) => {
      const rules = rulesFor(policy, direction, owner.endpoint.pod);
      return rules === undefined ? [] : [rules];
    });
    this.everybody = isolating.length === 0 ? ALL_PORTS : NO_PORTS;
    for (const rule of isolating.flat()) this.open(rule, index);
  }

  /** The ports between the class and another one. */
  toClass(other: PodClass): PortSet {
    return union(this.everybody, this.byClass.get(other.index) ?? NO_PORTS);
  }

  /** Whether anything at all is open between the class and a group of classes. */
  touches(group: number): boolean {
    return this.everybody.length > 0 || this.groups.has(group);
  }

  /** The addresses of a place, split into parts with the same ports each. Together they are the place. */
  toAddresses(place: AddressSet): readonly AddressPorts[] {
    let parts: readonly AddressPorts[] = [{ addresses: place, ports: this.everybody }];
    for (const block of this.blocks) {
      if (intersection(block.addresses, place).length > 0) parts = parts.flatMap((part) => split(part, block));
    }
    return parts;
  }

  private open(rule: Rule, index: PodIndex): void {
    const hasNames = this.direction === "egress" && rule.ports?.some((port) => "name" in port) === true;
    const unnamed = openPorts(rule, this.direction === "ingress" ? this.owner.endpoint : {});
    if (rule.peers === undefined) {
      this.everybody = union(this.everybody, unnamed);
      if (hasNames) this.openTo(index.classes, (other) => openPorts(rule, other));
      return;
    }
    for (const peer of rule.peers) {
      if (peer.kind === "addresses") this.blocks.push({ addresses: peer.addresses, ports: unnamed });
      this.openTo(index.find(peer), hasNames ? (other) => openPorts(rule, other) : () => unnamed);
    }
  }

  private openTo(classes: readonly PodClass[], portsOf: (destination: Endpoint) => PortSet): void {
    for (const { index, group, endpoint } of classes) {
      const ports = portsOf(endpoint);
      if (ports.length === 0) continue;
      this.byClass.set(index, union(this.byClass.get(index) ?? NO_PORTS, ports));
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
