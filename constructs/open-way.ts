import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { Construct } from "constructs";
import { type Issue, type Path, show } from "../src/model/issue";
import { kindOf } from "../src/model/schema/faults";
import { portIssues } from "../src/model/tenant/rules/port-issues";
import { networkPolicies } from "../src/model/tenant/objects/network-policies";
import type { NetworkPolicy } from "../src/model/tenant/objects/network-policy";
import type { PeerSpec, PortSpec, TenantSpec } from "../src/model/tenant/spec/spec";
import { engineOf } from "./engine/engine";
import { isKnown } from "./known";
import { networkPolicySpec } from "./manifest-fields";
import { emitGroup } from "./order";
import { registryOf } from "./registry";
import { changeSpec } from "./resolved-again";
import { resourceId } from "./resource-id";
import type { TenantConstruct } from "./tenant-construct";
import { foreignConstruct, nodeIfAny, nodeOf } from "./tenant-record";
import { asTerraformText } from "./terraform-text";

/** Adds one side of a peering to an existing tenant. */
export function openWay(construct: TenantConstruct, peer: PeerSpec): void {
  const node = nodeOf(construct);
  if (!("tenant" in node)) return;
  changeSpec(node, withPeer(node.tenant.spec, peer));
  registryOf(construct).changed();
  // The one resource of the tenant is written of its spec, at synth.
  if (engineOf(construct.platform) === "hikube") return;
  const { ways } = networkPolicies(node.tenant);
  const side = "toTenant" in peer ? "egress" : "ingress";
  for (const policy of ways.filter(({ metadata }) => metadata.name.endsWith(`-peers-${side}`)))
    writePolicy(construct, policy);
}

/** A network or a list of a wrong type is reported elsewhere, and stays as it is. */
function withPeer(spec: TenantSpec, peer: PeerSpec): TenantSpec {
  const { network = {} } = spec;
  const { peers = [] } = network;
  return isList(peers) ? { ...spec, network: { ...network, peers: [...peers, peer] } } : spec;
}

function isList(peers: readonly PeerSpec[]): boolean {
  return Array.isArray(peers);
}

/** Adds a policy to an existing tenant, or changes the one of that name. */
export function writePolicy(construct: TenantConstruct, policy: NetworkPolicy): void {
  const known = construct.node.tryFindChild(resourceId(policy));
  if (known instanceof NetworkPolicyV1) known.putSpec(networkPolicySpec(asTerraformText(policy)));
  else emitGroup(construct, [policy], [construct.quotaResource], { provider: construct.provider });
}

/**
 * Faults of a way between two tenants, told once: both sides would have them.
 * @param other - whatever was given for the other tenant
 */
export function wayIssues(construct: TenantConstruct, other: unknown, ports: readonly PortSpec[]): readonly Issue[] {
  const path = [construct.node.path, "allowTo"];
  const fault = otherFault(construct, other, path);
  return [...(fault === undefined ? [] : [fault]), ...portIssues(ports, [...path, "ports"], isKnown)];
}

function otherFault(construct: TenantConstruct, other: unknown, path: Path): Issue | undefined {
  const [own, node] = [nodeOf(construct), nodeIfAny(other)];
  const hint =
    "pass the construct of the other tenant; to one of another repository, use `network.peers` and Peer.expected";
  const expected = "another tenant that is declared in this app, on the same cluster";
  const fault = { path, expected, hint };
  if (node === undefined || !("tenant" in node) || !("tenant" in own)) {
    return { ...fault, code: "wrong-type", message: "not a tenant of this app", received: kindOf(other) };
  }
  if (Construct.isConstruct(other) && other.node.root !== construct.node.root) return foreignConstruct(other, path);
  const isSelf = node === own;
  if (!isSelf && node.tenant.cluster === own.tenant.cluster) return undefined;
  const message = isSelf ? "a tenant reaches its own pods already" : "the other tenant is on another cluster";
  return { ...fault, code: "invalid-peer", message, received: show(node.tenant.namespace) };
}
