import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { ApiServerFacts } from "../../model/cluster/cluster-facts";
import { hostCidr } from "../../model/kubernetes/cidr";
import { named } from "../keep";
import { unique, type Reader } from "./reader";

interface Slice extends KubeObject {
  readonly endpoints?: readonly { readonly addresses?: readonly string[] }[] | null;
  readonly ports?: readonly { readonly name?: string; readonly port?: number }[] | null;
}

/** The endpoints of the `kubernetes` Service. */
export async function endpointFacts(reader: Reader): Promise<ApiServerFacts | undefined> {
  const slices = await slicesOf(reader, "default", "kubernetes");
  const addresses = slices.flatMap(({ endpoints }) => (endpoints ?? []).flatMap(({ addresses = [] }) => addresses));
  const port = slices.flatMap(({ ports }) => ports ?? []).find(({ port }) => port !== undefined)?.port;
  const cidrs = unique(addresses.map(hostCidr).filter((cidr) => cidr !== undefined));
  return cidrs.length > 0 && port !== undefined ? { cidrs, port } : undefined;
}

/** The address that this user reaches the server by, which may be that of a load balancer. */
export function ownAddress(reader: Reader): ApiServerFacts | undefined {
  const { hostname, port: own } = reader.server;
  const cidr = hostCidr(hostname.replace(/^\[|\]$/g, ""));
  return cidr === undefined ? undefined : { cidrs: [cidr], port: own === "" ? 443 : Number(own) };
}

export async function slicesOf(reader: Reader, namespace: string, service: string): Promise<readonly Slice[]> {
  const kind = { apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice" };
  const labelSelector = `kubernetes.io/service-name=${service}`;
  return await reader.list(kind, { namespace, labelSelector, keep: withPorts });
}

function withPorts(slice: KubeObject): KubeObject {
  return { ...named(slice), endpoints: slice.endpoints, ports: slice.ports };
}
