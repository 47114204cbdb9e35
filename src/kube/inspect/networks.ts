import { parse } from "yaml";
import { formatCidr, hostCidr, isCidr, parseCidr } from "../../model/kubernetes/cidr";
import { objectIn } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { Warning } from "../../model/warning";
import { named } from "../keep";
import { flagValues } from "./flags";
import { unique, type Reader } from "./reader";

/** Ranges that were found, and what the user should know of them. */
export interface Ranges {
  readonly cidrs: readonly string[];
  readonly note?: Warning;
}

/** The range that the controllers were given, else the part of it that today's nodes have. */
export async function podRanges(reader: Reader): Promise<Ranges> {
  const declared = unique([
    ...(await kubeadmRanges(reader, "podSubnet")),
    ...(await flagRanges(reader, "cluster-cidr")),
  ]);
  if (declared.length > 0) return { cidrs: declared };
  const nodes = await nodesOf(reader);
  const cidrs = unique(nodes.flatMap((node) => (node.spec as NodeSpec | undefined)?.podCIDRs ?? []));
  return { cidrs, note: partial("pod CIDRs are those of the present nodes; pass --pod-cidr for the whole range") };
}

/** ServiceCIDR objects say it since Kubernetes 1.33. */
export async function serviceRanges(reader: Reader): Promise<Ranges> {
  const objects = await reader.list({ apiVersion: "networking.k8s.io/v1", kind: "ServiceCIDR" }, { keep: withCidrs });
  const served = objects.flatMap(({ spec }) => (spec as { cidrs?: readonly string[] } | undefined)?.cidrs ?? []);
  if (served.length > 0) return { cidrs: unique(served) };
  const declared = [
    ...(await kubeadmRanges(reader, "serviceSubnet")),
    ...(await flagRanges(reader, "service-cluster-ip-range")),
  ];
  return { cidrs: unique(declared) };
}

/** No API tells the nodes' range; their own addresses are a lower bound of it. */
export async function nodeRanges(reader: Reader): Promise<Ranges> {
  const nodes = await nodesOf(reader);
  const addresses = nodes.flatMap(({ status }) => (status as NodeStatus | undefined)?.addresses ?? []);
  const cidrs = addresses
    .filter(({ type }) => type === "InternalIP" || type === "ExternalIP")
    .map(({ address }) => hostCidr(address))
    .filter((cidr) => cidr !== undefined);
  return {
    cidrs: unique(cidrs),
    note: partial("node CIDRs are the addresses of the present nodes; pass --node-cidr for the whole range"),
  };
}

/** Annotations that hold the end of a node's tunnel. Calico, its WireGuard, and Cilium. */
const TUNNEL_END =
  /^(projectcalico\.org\/IPv[46](IPIPTunnelAddr|VXLANTunnelAddr|WireguardInterfaceAddr)|network\.cilium\.io\/ipv[46]-cilium-host)$/;
/** @see https://github.com/flannel-io/flannel/blob/master/Documentation/kubernetes.md */
const FLANNEL_BACKEND = "flannel.alpha.coreos.com/backend-type";

/** Addresses out of the pods' range that nodes themselves send from, as far as their annotations tell. */
export async function tunnelEnds(reader: Reader): Promise<readonly string[]> {
  const nodes = await nodesOf(reader);
  const ends = nodes.flatMap(({ metadata: { annotations = {} }, spec }) => [
    ...Object.entries(annotations).flatMap(([key, address]) => (TUNNEL_END.test(key) ? (hostCidr(address) ?? []) : [])),
    ...(annotations[FLANNEL_BACKEND] === undefined ? [] : flannelEnds((spec as NodeSpec | undefined)?.podCIDRs ?? [])),
  ]);
  return unique(ends);
}

/** The first address of a node's part is the tunnel's, the next one that of its bridge. */
function flannelEnds(podCidrs: readonly string[]): readonly string[] {
  return podCidrs.flatMap((cidr) => {
    const block = parseCidr(cidr);
    if (block === undefined) return [];
    const prefix = block.family === 4 ? 32 : 128;
    return [0n, 1n].map((offset) => formatCidr({ ...block, address: block.address + offset, prefix }));
  });
}

function partial(message: string): Warning {
  return { code: "partial-address-range", message };
}

function nodesOf(reader: Reader): Promise<readonly KubeObject[]> {
  return reader.list({ apiVersion: "v1", kind: "Node" }, { keep: withAddresses });
}

/** A node lists the images that it has, too. */
function withAddresses(node: KubeObject): KubeObject {
  const { podCIDRs } = objectIn(node.spec);
  const { addresses } = objectIn(node.status);
  const all = Object.entries(node.metadata.annotations ?? {});
  const annotations = Object.fromEntries(all.filter(([key]) => TUNNEL_END.test(key) || key === FLANNEL_BACKEND));
  const { metadata, ...kept } = named(node);
  return { ...kept, metadata: { ...metadata, annotations }, spec: { podCIDRs }, status: { addresses } };
}

function withCidrs(range: KubeObject): KubeObject {
  return { ...named(range), spec: { cidrs: objectIn(range.spec).cidrs } };
}

interface NodeSpec {
  readonly podCIDRs?: readonly string[];
}

interface NodeStatus {
  readonly addresses?: readonly { readonly type: string; readonly address: string }[];
}

/** @see https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/ */
async function kubeadmRanges(reader: Reader, field: "podSubnet" | "serviceSubnet"): Promise<readonly string[]> {
  const ref = { apiVersion: "v1", kind: "ConfigMap", namespace: "kube-system", name: "kubeadm-config" };
  const map = await reader.get(ref);
  const text = (map?.data as { ClusterConfiguration?: string } | undefined)?.ClusterConfiguration;
  if (text === undefined) return [];
  const config = parse(text) as { networking?: Record<string, unknown> } | null;
  const value = config?.networking?.[field];
  return typeof value === "string" ? splitRanges(value) : [];
}

async function flagRanges(reader: Reader, flag: string): Promise<readonly string[]> {
  return (await flagValues(reader, flag)).flatMap(splitRanges);
}

function splitRanges(text: string): readonly string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter(isCidr);
}
