import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { networkPolicies } from "../src/model/tenant/objects/network-policies";
import type { NetworkPolicy } from "../src/model/tenant/objects/network-policy";
import { resolveTenant } from "../src/model/tenant/resolve/resolve";
import type { PeerSpec, TenantSpec } from "../src/model/tenant/spec/spec";
import { networkPolicySpec } from "./manifest-fields";
import { emitGroup } from "./order";
import { registryOf } from "./registry";
import { resourceId } from "./resource-id";
import type { TenantConstruct } from "./tenant-construct";
import { nodeOf } from "./tenant-record";
import { asTerraformText } from "./terraform-text";

/** Adds one side of a peering to an existing tenant. */
export function openWay(construct: TenantConstruct, peer: PeerSpec): void {
  const node = nodeOf(construct);
  if (!("tenant" in node)) return;
  const { path, parent, cluster, spec } = node.tenant;
  node.tenant = resolveTenant(withPeer(spec, peer), { path, parent, cluster });
  registryOf(construct).changed();
  const { ways } = networkPolicies(node.tenant);
  const side = "toTenant" in peer ? "egress" : "ingress";
  for (const policy of ways.filter(({ metadata }) => metadata.name.endsWith(`-peers-${side}`)))
    write(construct, policy);
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

function write(construct: TenantConstruct, policy: NetworkPolicy): void {
  const known = construct.node.tryFindChild(resourceId(policy));
  if (known instanceof NetworkPolicyV1) known.putSpec(networkPolicySpec(asTerraformText(policy)));
  else emitGroup(construct, [policy], [construct.quotaResource], { provider: construct.provider });
}
