import type { Issue } from "../../issue";
import type { ClusterFacts } from "../../cluster/cluster-facts";
import { knownCluster } from "../../cluster/known-cluster";
import { validateClusterFacts } from "../../cluster/cluster-facts-rules";
import { isPartial, withoutFaults } from "../../cluster/partial-facts";
import { INVALID } from "../../schema/invalid";
import { tenantNodes, type ExternalParent, type Forest, type Tenant, type TenantNode } from "../resolve/tenant";
import { accessRules } from "./access-rules";
import { carveOutRules } from "./carve-out-rules";
import { containerRules } from "./container-rules";
import { controllerHomeRules } from "./controller-home-rules";
import { costRules } from "./cost-rules";
import { deployerRules } from "./deployer-rules";
import { egressRules } from "./egress-rules";
import { externalRules, unboundedRules } from "./external-rules";
import { monitoringRules } from "./monitoring-rules";
import { nameRules, uniqueNamespaces } from "./name-rules";
import { networkRules } from "./network-rules";
import { peerRules } from "./peer-rules";
import { quotaRules } from "./quota-rules";
import type { RuleContext, TenantRule } from "./rule";
import { securityRules } from "./security-rules";
import { flagRules, lifetimeRules, profileRules } from "./setting-rules";

const RULES: readonly TenantRule[] = [
  nameRules,
  profileRules,
  quotaRules,
  unboundedRules,
  containerRules,
  networkRules,
  egressRules,
  peerRules,
  accessRules,
  deployerRules,
  controllerHomeRules,
  securityRules,
  costRules,
  lifetimeRules,
  flagRules,
  monitoringRules,
];

/**
 * All faults of a whole forest at once, each tenant's before its children's. Where facts of the cluster are invalid, what
 * needs those is not checked; `NO_FACTS` are not reported, nor is what facts lack that were checked before.
 * @param isKnown whether a value is known already; tokens of a CDKTF app are not, and rules skip them
 */
export function validateTenants(given: Forest, isKnown: (value: unknown) => boolean = () => true): readonly Issue[] {
  const faults = factIssues(given);
  const facts = [...faults.values()].flat();
  // Rules about addresses cannot work with invalid facts.
  const forest = given.map((node) => withoutFaulty(node, faults.get(factsOf(node)) ?? []));
  const context = contextOf(forest, isKnown);
  return [
    ...facts,
    ...forest.flatMap((node) => ("external" in node ? externalIssues(node.external, context) : [])),
    ...forest.flatMap((node) => nodeIssues(node, context)),
    ...uniqueNamespaces(forest),
  ];
}

function nodeIssues(node: Forest[number], context: RuleContext): readonly Issue[] {
  return [
    ...("tenant" in node ? tenantIssues(node.tenant, context) : []),
    ...carveOutRules(node, context),
    ...node.children.flatMap((child) => nodeIssues(child, context)),
  ];
}

/** What the rules say of a tenant by itself, without the shares that it gives and takes. */
export function tenantIssues(tenant: Tenant, context: RuleContext): readonly Issue[] {
  if (!context.isKnown(tenant.spec)) return tenant.formIssues;
  return [...tenant.formIssues, ...RULES.flatMap((rule) => rule(tenant, context))];
}

function externalIssues(external: ExternalParent, context: RuleContext): readonly Issue[] {
  if (!context.isKnown(external.given)) return external.formIssues;
  return [...external.formIssues, ...externalRules(external, context)];
}

function contextOf(forest: Forest, isKnown: (value: unknown) => boolean): RuleContext {
  const tenants = tenantNodes(forest).map(({ tenant }) => tenant);
  const externals = forest.flatMap((node) => ("external" in node ? [node.external.namespace] : []));
  return {
    isKnown: (value) => value !== INVALID && isKnown(value),
    isDeferred: (value) => !isKnown(value),
    tenants: new Map(tenants.map((tenant) => [tenant.namespace, tenant])),
    grants: new Map(),
    namespaces: new Set([...tenants.flatMap((tenant) => [...tenant.ancestors, tenant.namespace]), ...externals]),
  };
}

const PATH = ["cluster"];

function factsOf(node: Forest[number]): ClusterFacts {
  return ("tenant" in node ? node.tenant : node.external).cluster.facts;
}

function factIssues(forest: Forest): ReadonlyMap<ClusterFacts, readonly Issue[]> {
  const all = new Set(forest.map(factsOf));
  return new Map([...all].map((facts) => [facts, isPartial(facts) ? [] : validateClusterFacts(facts, PATH)]));
}

function withoutFaulty(node: Forest[number], issues: readonly Issue[]): Forest[number] {
  if (issues.length === 0) return node;
  const cluster = knownCluster(withoutFaults(factsOf(node), issues, PATH));
  if ("tenant" in node) return treeWithout(node, { cluster });
  const external = { ...node.external, cluster };
  return { external, children: node.children.map((child) => treeWithout(child, { cluster, parent: external })) };
}

/** Rules of a sub-tenant read its parent's cluster too, so the whole tree loses it. */
function treeWithout(
  { tenant, children }: TenantNode,
  { cluster, parent }: Pick<Tenant, "cluster" | "parent">,
): TenantNode {
  const judged = { ...tenant, parent, cluster };
  return { tenant: judged, children: children.map((child) => treeWithout(child, { cluster, parent: judged })) };
}
