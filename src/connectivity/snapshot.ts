import type { KubeObject } from "../model/kubernetes/kube-object";
import type { Protocol } from "../model/kubernetes/port-set";
import type { Labels } from "./selector";

/** What connectivity is judged in: plain data, read from a cluster or made from the objects of a synth. */
export interface ClusterSnapshot {
  /** All namespaces, with their labels. */
  readonly namespaces: readonly SnapshotNamespace[];
  /** All pods that can be reached or connect. */
  readonly pods: readonly SnapshotPod[];
  /** NetworkPolicies, and Lists of them. Policies of other kinds are refused, all other objects are passed over. */
  readonly policies: readonly KubeObject[];
  /** Addresses outside the cluster that queries call by a name. @default - none */
  readonly outside?: readonly OutsideAddress[];
  /** Objects that have no part in this, by what they are: `{ what: "v1 Service", count: 3 }`. @default - none */
  readonly passedOver?: readonly PassedOver[];
  /** Namespaces of which not all is here: what depends on the rest is not judged. @default - none */
  readonly crowded?: readonly CrowdedNamespace[];
}

/** Objects that `snapshotOf` was given and did not use. */
export interface PassedOver {
  /** Version and kind, or why pods have no part: `Pod on its node's network`, `Pod that has ended`. */
  readonly what: string;
  /** How many of them there are. */
  readonly count: number;
}

/** A namespace whose policies mean more kinds of pods than were added for them, or of which only a part was read. */
export interface CrowdedNamespace {
  /** Name of the namespace. */
  readonly namespace: string;
  /** Whether ways to other namespaces depend on what is missing; else only those among its own pods do. */
  readonly across: boolean;
}

/** A namespace. It always carries `kubernetes.io/metadata.name`, as in a cluster, written here or not. */
export interface SnapshotNamespace {
  /** Name of the namespace. */
  readonly name: string;
  /** @default - none but the one with its name */
  readonly labels?: Labels;
}

/** A pod on the pod network. Pods on their node's network are outside what NetworkPolicy defines. */
export interface SnapshotPod {
  /** Namespace of the pod. */
  readonly namespace: string;
  /** Name of the pod. */
  readonly name: string;
  /** @default - none */
  readonly labels?: Labels;
  /** IPv4 or IPv6. @default - none: no `ipBlock` holds the pod */
  readonly ip?: string;
  /** Container ports, for policies that name them. @default - none */
  readonly ports?: readonly SnapshotPort[];
}

/** A container port. Only its name matters to policies: a port that is not declared can still be reached. */
export interface SnapshotPort {
  /** Name of the port, as policies may call it. */
  readonly name: string;
  /** 1–65535. */
  readonly port: number;
  /** @default "TCP" */
  readonly protocol?: Protocol;
}

/** An address outside the cluster. */
export interface OutsideAddress {
  /** What it is called in answers. */
  readonly name: string;
  /** IPv4 or IPv6. */
  readonly ip: string;
}

/** One end of a connection: a pod of the snapshot, or an address outside by its name in the snapshot or written out. */
export type EndpointRef = { readonly namespace: string; readonly pod: string } | { readonly outside: string };

/** May this connection be opened? Answers to it come back by themselves: NetworkPolicy is about connections. */
export interface Query {
  /** Who opens the connection. */
  readonly from: EndpointRef;
  /** Who is reached. */
  readonly to: EndpointRef;
  /** @default "TCP" */
  readonly protocol?: Protocol;
  /** 1–65535, or the name that the destination pod gives to a port of the protocol. */
  readonly port: number | string;
}

/** What one side says to a connection, and why. */
export interface Verdict {
  /** Whether this side allows the connection. */
  readonly allowed: boolean;
  /** The policies (`namespace/name`) that isolate this side, sorted. None: everything is allowed. */
  readonly isolatedBy: readonly string[];
  /** Those of them with a rule that lets the connection through, sorted. */
  readonly by: readonly string[];
}

/** A connection needs both sides: egress at its source and ingress at its destination. */
export interface Answer {
  /** Whether the connection can be opened: both sides allow it. */
  readonly allowed: boolean;
  /** What the side that opens it says. */
  readonly egress: Verdict;
  /** What the side that is reached says. */
  readonly ingress: Verdict;
}
