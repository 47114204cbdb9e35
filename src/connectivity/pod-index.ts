import type { AddressSet } from "../model/kubernetes/address-set";
import { matchesPeer } from "./match";
import type { Peer } from "./policy";
import type { PodClass } from "./pod-class";
import type { LabelMap, Requirement, Selector } from "./selector";
import type { Work } from "./work";

/** Finds the classes that a peer means without trying all of them: a tenant's selectors mean few namespaces. */
export class PodIndex {
  private readonly byNamespace = new Map<string, PodClass[]>();
  private readonly byLabel = new Map<string, Map<string, string[]>>();
  private readonly found = new Map<Peer, readonly PodClass[]>();
  private readonly byAddress: readonly { readonly address: bigint; readonly podClass: PodClass }[];

  constructor(
    namespaces: ReadonlyMap<string, LabelMap>,
    readonly classes: readonly PodClass[],
  ) {
    for (const podClass of classes) push(this.byNamespace, podClass.endpoint.pod.namespace, podClass);
    for (const [name, labels] of namespaces) {
      for (const [key, value] of labels) {
        const values = this.byLabel.get(key) ?? new Map<string, string[]>();
        this.byLabel.set(key, values);
        push(values, value, name);
      }
    }
    this.byAddress = classes
      .flatMap((podClass) => {
        const { address } = podClass.endpoint;
        return address === undefined ? [] : [{ address, podClass }];
      })
      .sort((left, right) => (left.address < right.address ? -1 : 1));
  }

  /**
   * The classes that the peer means.
   * @throws OverLimit
   */
  find(peer: Peer, work: Work): readonly PodClass[] {
    const known = this.found.get(peer) ?? this.search(peer, work);
    this.found.set(peer, known);
    return known;
  }

  private search(peer: Peer, work: Work): readonly PodClass[] {
    if (peer.kind === "addresses") return this.withAddress(peer.addresses);
    const candidates = this.namespacesOf(peer.namespaces).flatMap((namespace) => this.byNamespace.get(namespace) ?? []);
    work.spend(candidates.length);
    return candidates.filter((podClass) => matchesPeer(peer, podClass.endpoint));
  }

  private withAddress(addresses: AddressSet): readonly PodClass[] {
    return addresses.flatMap(({ start, end }) => {
      const from = this.firstAtLeast(start);
      return this.byAddress.slice(from, this.firstAtLeast(end)).map(({ podClass }) => podClass);
    });
  }

  private firstAtLeast(address: bigint): number {
    let [low, high] = [0, this.byAddress.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const entry = this.byAddress[middle];
      if (entry !== undefined && entry.address < address) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The namespaces that may be meant: those which the narrowest condition leaves. */
  private namespacesOf(namespaces: string | Selector): readonly string[] {
    if (typeof namespaces === "string") return [namespaces];
    const candidates = namespaces
      .map((requirement) => this.withLabel(requirement))
      .filter((names) => names !== undefined)
      .sort((left, right) => left.length - right.length);
    return candidates[0] ?? [...this.byNamespace.keys()];
  }

  private withLabel({ key, operator, values }: Requirement): readonly string[] | undefined {
    const byValue = this.byLabel.get(key);
    if (operator === "In") return [...values].flatMap((value) => byValue?.get(value) ?? []);
    return operator === "Exists" ? [...(byValue?.values() ?? [])].flat() : undefined;
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
