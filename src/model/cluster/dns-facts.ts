import type { Protocol } from "../kubernetes/port-set";
import type { DnsFacts } from "./cluster-facts";

/** Where DNS answers in pods. */
export type DnsPods = Required<Omit<DnsFacts, "cidrs">>;

/** The fields that tell the pods: all of them or none. */
export const DNS_POD_FIELDS = ["namespace", "podLabels", "ports"] as const;

/** Resolvers that are no pods are asked on this port alone. @see https://www.rfc-editor.org/rfc/rfc1035#section-4.2 */
export const DNS_PORT = 53;

/** The pods of the cluster's DNS; `undefined` where addresses alone answer. */
export function dnsPods({ namespace, podLabels, ports }: DnsFacts): DnsPods | undefined {
  if (namespace === undefined || podLabels === undefined || ports === undefined) return undefined;
  return { namespace, podLabels, ports };
}

/** Names are asked for over both protocols: what is too long for a datagram comes by TCP. */
export function dnsPorts(ports: readonly number[]): readonly { readonly protocol: Protocol; readonly port: number }[] {
  return ports.flatMap((port) => [
    { protocol: "UDP", port },
    { protocol: "TCP", port },
  ]);
}
