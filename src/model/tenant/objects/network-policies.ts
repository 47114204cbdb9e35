import { nodeSources, outsideBlock } from "../../cluster/known-cluster";
import { LABELS, subtreeLabel } from "../spec/labels";
import type { EgressSpec, ExposeSpec } from "../spec/spec";
import type { Tenant } from "../resolve/tenant";
import type { EgressRule, IngressRule, LabelSelector, NetworkPolicy, PolicyPeer } from "./network-policy";
import { dnsRules, egress, ingress, namespaces, policyPort } from "./policy-builders";
import { scraperOf, stackPolicies } from "./stack-policies";

const EVERY_POD: LabelSelector = {};

/** Pods for which, inside the tenant, only the tenant's own policies speak, are left out. */
const ALL_BUT_ISOLATED: LabelSelector = {
  matchExpressions: [{ key: LABELS.isolated, operator: "NotIn", values: ["true"] }],
};

/** The policies of a tenant. */
export interface TenantPolicies {
  readonly denials: readonly NetworkPolicy[];
  readonly ways: readonly NetworkPolicy[];
}

/**
 * Ingress and egress never share an object: some engines (kube-router, k3s) let the rules of one direction leak into
 * the other. Policies are additive, so two deny everything and each other one allows one thing, named after it.
 */
export function networkPolicies(tenant: Tenant): TenantPolicies {
  const ways = tenant.isStack
    ? [...toDns(tenant), ...stackPolicies(tenant)]
    : [
        ...insideTenant(tenant),
        ...alongTree(tenant),
        ...toDns(tenant),
        ...toApiServer(tenant),
        ...withPeers(tenant),
        ...outside(tenant),
        fromCollector(tenant),
      ];
  return {
    denials: [ingress(tenant, "default-deny", EVERY_POD, []), egress(tenant, "default-deny", EVERY_POD, [])],
    ways: ways.filter((policy) => policy !== undefined),
  };
}

/**
 * Every pod of the tenant is a peer, so that a policy of the tenant which selects an isolated pod opens the whole
 * way by itself; until then the isolated pod's own side stays shut.
 */
function insideTenant(tenant: Tenant): NetworkPolicy[] {
  const peers = [{ podSelector: EVERY_POD }];
  return [
    ingress(tenant, "same-tenant", ALL_BUT_ISOLATED, [{ from: peers }]),
    egress(tenant, "same-tenant", ALL_BUT_ISOLATED, [{ to: peers }]),
  ];
}

/** Ancestors may connect to descendants, not the reverse: the ancestor's egress and the descendant's ingress agree. */
function alongTree(tenant: Tenant): (NetworkPolicy | undefined)[] {
  const { ancestors, namespace, network } = tenant;
  const fromAncestors = [namespaces(ancestors)];
  const descendants: LabelSelector = {
    matchExpressions: [
      // The tenant's own namespace has the label too, where it would let isolated pods out.
      { key: LABELS.namespaceName, operator: "NotIn", values: [namespace] },
      { key: subtreeLabel(namespace), operator: "Exists" },
    ],
  };
  return [
    ancestors.length > 0 && network.fromAncestors
      ? ingress(tenant, "from-ancestors", EVERY_POD, [{ from: fromAncestors }])
      : undefined,
    egress(tenant, "to-descendants", EVERY_POD, [{ to: [{ namespaceSelector: descendants }] }]),
  ];
}

/** One direction of each declared peer; the other tenant's policy allows the other side. */
function withPeers(tenant: Tenant): (NetworkPolicy | undefined)[] {
  const { peers } = tenant.network;
  const from = peers.flatMap((peer): IngressRule[] =>
    "fromTenant" in peer ? [{ from: [namespaces([peer.fromTenant])], ports: peer.ports.map(policyPort) }] : [],
  );
  const to = peers.flatMap((peer): EgressRule[] =>
    "toTenant" in peer ? [{ to: [namespaces([peer.toTenant])], ports: peer.ports.map(policyPort) }] : [],
  );
  return [
    from.length > 0 ? ingress(tenant, "from-peers", EVERY_POD, from) : undefined,
    to.length > 0 ? egress(tenant, "to-peers", EVERY_POD, to) : undefined,
  ];
}

/** Scraping of annotated pods: a pod that says no port is not asked. */
function fromCollector(tenant: Tenant): NetworkPolicy | undefined {
  const { monitoring } = tenant;
  if (monitoring === undefined) return undefined;
  return ingress(tenant, "from-collector", EVERY_POD, [{ from: [scraperOf(monitoring)] }]);
}

function toDns(tenant: Tenant): NetworkPolicy[] {
  return [egress(tenant, "to-dns", EVERY_POD, dnsRules(tenant.cluster.facts.dns))];
}

function toApiServer(tenant: Tenant): NetworkPolicy[] {
  const { apiServer } = tenant.cluster.facts;
  const servers = apiServer.cidrs.map((cidr) => ({ ipBlock: { cidr } }));
  const mayReachServer = { matchLabels: { [LABELS.allowApiServer]: "true" } };
  return [
    egress(tenant, "to-apiserver", mayReachServer, [
      { to: servers, ports: [{ protocol: "TCP", port: apiServer.port }] },
    ]),
  ];
}

function outside(tenant: Tenant): (NetworkPolicy | undefined)[] {
  const { network, cluster } = tenant;
  const exposed = network.expose.map((expose) => exposeRule(expose, tenant));
  const allowed = network.egress.map((way) => egressRule(way, tenant));
  const blocks = cluster.internet.map((ipBlock) => ({ ipBlock }));
  return [
    exposed.length > 0 ? ingress(tenant, "expose", EVERY_POD, exposed) : undefined,
    allowed.length > 0 ? egress(tenant, "to-cidrs", EVERY_POD, allowed) : undefined,
    network.internet ? egress(tenant, "to-internet", EVERY_POD, [{ to: blocks }]) : undefined,
  ];
}

function exposeRule(expose: ExposeSpec, tenant: Tenant): IngressRule {
  return { from: exposedTo(expose, tenant), ports: expose.ports.map(policyPort) };
}

function exposedTo(expose: ExposeSpec, { cluster }: Tenant): readonly PolicyPeer[] {
  if ("fromNamespace" in expose) return [namespaces([expose.fromNamespace])];
  if ("fromNodes" in expose) return nodeSources(cluster.facts).map((cidr) => ({ ipBlock: { cidr } }));
  return expose.fromCidrs.map((cidr) => ({ ipBlock: outsideBlock(cidr, cluster) }));
}

function egressRule(way: EgressSpec, tenant: Tenant): EgressRule {
  return {
    to: way.toCidrs.map((cidr) => ({ ipBlock: outsideBlock(cidr, tenant.cluster) })),
    ports: way.ports.map(policyPort),
  };
}
