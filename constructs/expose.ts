import type { ExposeSpec, PortSpec } from "../src/model/tenant/spec/spec";
import { orNothing } from "./given";

/** A port of the tenant's pods (not of a Service: policies see the pod's), 1–65535. */
export const Port = {
  /** A port of TCP, 1–65535. */
  tcp: (port: number): PortSpec => ({ protocol: "TCP", port }),
  /** A port of UDP, 1–65535. */
  udp: (port: number): PortSpec => ({ protocol: "UDP", port }),
  /** A port of SCTP, 1–65535. */
  sctp: (port: number): PortSpec => ({ protocol: "SCTP", port }),
} as const;

export type Port = PortSpec;

/** Traffic into a tenant from outside. What is not exposed is denied. */
export const Expose = {
  /** From the pods of one namespace, e.g. the ingress controller's. */
  fromNamespace: (namespace: string, ...ports: readonly PortSpec[]): ExposeSpec => ({
    fromNamespace: orNothing(namespace),
    ports,
  }),
  /** From the cluster's nodes: an ingress controller with `hostNetwork`, and every other process on each node. */
  fromNodes: (...ports: readonly PortSpec[]): ExposeSpec => ({ fromNodes: true, ports }),
  /** From addresses outside the cluster, each with its mask, e.g. `203.0.113.0/24`. */
  fromCidrs: (cidrs: readonly string[], ...ports: readonly PortSpec[]): ExposeSpec => ({
    fromCidrs: orNothing(cidrs),
    ports,
  }),
} as const;

export type Expose = ExposeSpec;
