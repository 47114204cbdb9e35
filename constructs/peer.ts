import type { PeerSpec, PortSpec } from "../src/model/tenant/spec/spec";

/** Another tenant, or the name of its namespace. */
type OtherTenant = string | { readonly namespace: string };

/**
 * One side of a way between two tenants. The other tenant declares the mirror image, or the way stays shut: synth
 * refuses a side without its answer.
 */
export const Peer = {
  /** This tenant's pods call those ports of the other's pods. */
  to: (other: OtherTenant, ...ports: readonly PortSpec[]): PeerSpec => ({ toTenant: namespaceOf(other), ports }),
  /** The other's pods call those ports of this tenant's pods. */
  from: (other: OtherTenant, ...ports: readonly PortSpec[]): PeerSpec => ({ fromTenant: namespaceOf(other), ports }),
  /** A way whose other side is declared in another repository, where this one cannot check it. */
  expected: (peer: PeerSpec): PeerSpec => ({ ...peer, expected: true }),
} as const;

export type Peer = PeerSpec;

function namespaceOf(other: OtherTenant): string {
  return typeof other === "string" ? other : other.namespace;
}
