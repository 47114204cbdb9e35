import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { ApiServerFacts, DnsFacts } from "../../model/cluster/cluster-facts";
import { hostCidr } from "../../model/kubernetes/cidr";
import { named } from "../keep";
import { unique, type Reader } from "./reader";

interface Slice extends KubeObject {
  readonly endpoints?: readonly { readonly addresses?: readonly string[] }[] | null;
  readonly ports?: readonly { readonly name?: string; readonly port?: number }[] | null;
}

/** The endpoints of the `kubernetes` Service, else the address that this user reaches the server by. */
export async function apiServerFacts(reader: Reader): Promise<ApiServerFacts | undefined> {
  const slices = await slicesOf(reader, "default", "kubernetes");
  const addresses = slices.flatMap(({ endpoints }) => (endpoints ?? []).flatMap(({ addresses = [] }) => addresses));
  const port = slices.flatMap(({ ports }) => ports ?? []).find(({ port }) => port !== undefined)?.port;
  const cidrs = unique(addresses.map(hostCidr).filter((cidr) => cidr !== undefined));
  if (cidrs.length > 0 && port !== undefined) return { cidrs, port };
  const { hostname, port: own } = reader.server;
  const cidr = hostCidr(hostname.replace(/^\[|\]$/g, ""));
  return cidr === undefined ? undefined : { cidrs: [cidr], port: own === "" ? 443 : Number(own) };
}

/** Where distributions put the DNS Service. */
const DNS_SERVICES = [
  ["kube-system", "kube-dns"],
  ["kube-system", "coredns"],
  ["kube-system", "rke2-coredns-rke2-coredns"],
  ["openshift-dns", "dns-default"],
] as const;

interface DnsServiceSpec {
  readonly selector?: Readonly<Record<string, string>>;
  readonly ports?: readonly DnsPort[];
}

interface DnsPort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string;
}

/** The DNS Service's selector and the ports of the pods behind it. */
export async function dnsFacts(reader: Reader): Promise<DnsFacts | undefined> {
  for (const [namespace, name] of DNS_SERVICES) {
    const service = await reader.get({ apiVersion: "v1", kind: "Service", namespace, name });
    const spec = service?.spec as DnsServiceSpec | undefined;
    if (spec?.selector === undefined) continue;
    const queried = (spec.ports ?? []).filter(({ port }) => port === 53);
    const ports = await podPorts(reader, [namespace, name], queried);
    if (ports.length > 0) return { namespace, podLabels: spec.selector, ports };
  }
  return undefined;
}

/** A named target port is a number only behind the Service. */
async function podPorts(
  reader: Reader,
  [namespace, name]: readonly [string, string],
  ports: readonly DnsPort[],
): Promise<readonly number[]> {
  const slices = await slicesOf(reader, namespace, name);
  const behind = slices.flatMap((slice) => slice.ports ?? []);
  const numbers = ports.flatMap(({ name: portName, port, targetPort = port }) =>
    typeof targetPort === "number"
      ? [targetPort]
      : behind.filter((candidate) => candidate.name === portName).flatMap((candidate) => candidate.port ?? []),
  );
  return [...new Set(numbers)].sort((left, right) => left - right);
}

async function slicesOf(reader: Reader, namespace: string, service: string): Promise<readonly Slice[]> {
  const kind = { apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice" };
  const labelSelector = `kubernetes.io/service-name=${service}`;
  return await reader.list(kind, { namespace, labelSelector, keep: withPorts });
}

function withPorts(slice: KubeObject): KubeObject {
  return { ...named(slice), endpoints: slice.endpoints, ports: slice.ports };
}
