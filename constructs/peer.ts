import { isRecord } from "../src/model/json";
import type { PeerSpec, PortSpec } from "../src/model/tenant/spec/spec";
import { orNothing, withFields } from "./given";

/** Another tenant, or the name of its namespace. */
type OtherTenant = string | { readonly namespace: string };

/**
 * One side of a peering between two tenants. The other tenant must declare the other side: synth reports a side without
 * its counterpart.
 */
export const Peer = {
  /** This tenant's pods may connect to these ports of the other's pods. */
  to: (other: OtherTenant, ...ports: readonly PortSpec[]): PeerSpec => ({
    toTenant: orNothing(namespaceOf(other)),
    ports,
  }),
  /** The other's pods may connect to these ports of this tenant's pods. */
  from: (other: OtherTenant, ...ports: readonly PortSpec[]): PeerSpec => ({
    fromTenant: orNothing(namespaceOf(other)),
    ports,
  }),
  /** A peering whose other side is declared in another repository, so that it cannot be checked here. */
  expected: (peer: PeerSpec): PeerSpec => withFields(peer, { expected: true }),
} as const;

export type Peer = PeerSpec;

function namespaceOf(other: OtherTenant): string {
  return isRecord(other) ? other.namespace : other;
}
