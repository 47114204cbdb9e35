import type { AddressSet } from "../model/kubernetes/address-set";
import type { Protocol } from "../model/kubernetes/port-set";
import type { Selector } from "./selector";

/** A NetworkPolicy in the form that is evaluated: defaults filled in, selectors and blocks read. */
export interface Policy {
  /** `namespace/name`, as answers name it. */
  readonly id: string;
  readonly namespace: string;
  readonly podSelector: Selector;
  /** What may come in. Missing: the policy does not isolate this direction; empty: it lets nothing in. */
  readonly ingress?: readonly Rule[];
  /** What may go out. Missing: the policy does not isolate this direction; empty: it lets nothing out. */
  readonly egress?: readonly Rule[];
}

/** One way through: any of the peers on any of the ports. */
export interface Rule {
  /** Missing: everybody, inside and outside the cluster. */
  readonly peers?: readonly Peer[];
  /** Missing: every port of every protocol. */
  readonly ports?: readonly PortMatch[];
}

export type Peer = PodPeer | AddressPeer;

/** Pods that both selectors fit. */
export interface PodPeer {
  readonly kind: "pods";
  /** The policy's own namespace by its name, or namespaces by their labels. */
  readonly namespaces: string | Selector;
  readonly podSelector: Selector;
}

/** Whatever has an address of the set, a pod too. */
export interface AddressPeer {
  readonly kind: "addresses";
  readonly addresses: AddressSet;
}

/** A port by the name that the destination pod gives it, or by number, both ends included. */
export type PortMatch =
  | { readonly protocol: Protocol; readonly name: string }
  | { readonly protocol: Protocol; readonly first: number; readonly last: number };

export type Direction = "ingress" | "egress";
