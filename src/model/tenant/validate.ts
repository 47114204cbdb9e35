import type { Issue } from "../issue";
import { validateClusterFacts } from "../platform/cluster-facts-rules";
import { accessRules } from "./rules/access-rules";
import { carveOutRules } from "./rules/carve-out-rules";
import { containerRules } from "./rules/container-rules";
import { costRules } from "./rules/cost-rules";
import { deployerRules } from "./rules/deployer-rules";
import { externalRules, unboundedRules } from "./rules/external-rules";
import { nameRules, uniqueNamespaces } from "./rules/name-rules";
import { networkRules } from "./rules/network-rules";
import { peerRules } from "./rules/peer-rules";
import { quotaRules } from "./rules/quota-rules";
import type { RuleContext, TenantRule } from "./rules/rule";
import { securityRules } from "./rules/security-rules";
import { flagRules, lifetimeRules, profileRules } from "./rules/setting-rules";
import type { TenantNode } from "./tenant";

const RULES: readonly TenantRule[] = [
  nameRules,
  profileRules,
  quotaRules,
  unboundedRules,
  containerRules,
  networkRules,
  peerRules,
  accessRules,
  deployerRules,
  securityRules,
  costRules,
  lifetimeRules,
  flagRules,
];

/** Of a tenant that is declared elsewhere only what was said of it here can be wrong. */
const EXTERNAL_RULES: readonly TenantRule[] = [externalRules, quotaRules, accessRules, deployerRules, securityRules];

/**
 * All faults of a whole forest at once, each tenant's before its children's.
 * @param isKnown whether a value is known already; tokens of a CDKTF app are not, and rules skip them
 */
export function validateTenants(
  roots: readonly TenantNode[],
  isKnown: (value: unknown) => boolean = () => true,
): readonly Issue[] {
  const nodes = roots.flatMap(flatten);
  const clusters = new Set(nodes.map(({ tenant }) => tenant.cluster));
  const facts = [...clusters].flatMap((cluster) => validateClusterFacts(cluster));
  // Rules about addresses would trip over broken facts and tell the same fault again.
  if (facts.length > 0) return facts;
  const context: RuleContext = { isKnown, tenants: new Map(nodes.map(({ tenant }) => [tenant.namespace, tenant])) };
  return [
    ...nodes.flatMap((node) => [
      ...(node.tenant.external === undefined ? RULES : EXTERNAL_RULES).flatMap((rule) => rule(node.tenant, context)),
      ...carveOutRules(node, context),
    ]),
    ...uniqueNamespaces(nodes),
  ];
}

function flatten(node: TenantNode): readonly TenantNode[] {
  return [node, ...node.children.flatMap(flatten)];
}
