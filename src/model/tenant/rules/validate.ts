import type { Issue } from "../../issue";
import { NO_FACTS } from "../../platform/cluster-facts";
import { validateClusterFacts } from "../../platform/cluster-facts-rules";
import { accessRules } from "./access-rules";
import { carveOutRules } from "./carve-out-rules";
import { containerRules } from "./container-rules";
import { controllerHomeRules } from "./controller-home-rules";
import { costRules } from "./cost-rules";
import { deployerRules } from "./deployer-rules";
import { egressRules } from "./egress-rules";
import { externalRules, unboundedRules } from "./external-rules";
import { nameRules, uniqueNamespaces } from "./name-rules";
import { networkRules } from "./network-rules";
import { peerRules } from "./peer-rules";
import { quotaRules } from "./quota-rules";
import { quotaPath, type RuleContext, type TenantRule } from "./rule";
import { securityRules } from "./security-rules";
import { flagRules, lifetimeRules, profileRules } from "./setting-rules";
import { FaultyPaths } from "./faulty-paths";
import type { Tenant, TenantNode } from "../resolve/tenant";

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
];

/** Of a tenant that is declared elsewhere only what was said of it here can be wrong. */
const EXTERNAL_RULES: readonly TenantRule[] = [
  ...[externalRules, quotaRules, networkRules, accessRules, deployerRules, securityRules],
];

/**
 * All faults of a whole forest at once, each tenant's before its children's. Where facts of the cluster are wrong, what
 * needs them is not judged; of `NO_FACTS` nothing is said.
 * @param isKnown whether a value is known already; tokens of a CDKTF app are not, and rules skip them
 */
export function validateTenants(
  roots: readonly TenantNode[],
  isKnown: (value: unknown) => boolean = () => true,
): readonly Issue[] {
  const given = roots.flatMap(flatten);
  const clusters = new Set(given.map(({ tenant }) => tenant.cluster));
  const facts = [...clusters]
    .filter((cluster) => cluster !== NO_FACTS)
    .flatMap((cluster) => validateClusterFacts(cluster));
  // Rules about addresses would trip over broken facts.
  const nodes = facts.length === 0 ? given : given.map(withoutFacts);
  const context: RuleContext = { isKnown, tenants: new Map(nodes.map(({ tenant }) => [tenant.namespace, tenant])) };
  const misread = misreadPaths(nodes);
  const told = (issues: readonly Issue[]) =>
    issues.map((issue) => misread.asGiven(issue)).filter(({ path }) => !misread.isFollowUp(path));
  return [
    ...facts,
    ...nodes.flatMap((node) => [
      ...formIssues(node.tenant),
      ...told(rulesFor(node.tenant).flatMap((rule) => rule(node.tenant, context))),
      ...told(carveOutRules(node, context)),
    ]),
    ...told(uniqueNamespaces(nodes)),
  ];
}

function rulesFor({ external }: Tenant): readonly TenantRule[] {
  return external === undefined ? RULES : EXTERNAL_RULES;
}

/** What is of another form than a spec was left out of it, so that rules can rely on the rest. */
function formIssues(tenant: Tenant): readonly Issue[] {
  return tenant.form.faults.map((fault) => {
    const path = fault.path.replace(/^\.quota(?=\.|$)/, quotaPath(tenant).slice(tenant.path.length));
    return { ...fault, path: `${tenant.path}${path}` };
  });
}

function misreadPaths(nodes: readonly TenantNode[]): FaultyPaths {
  const paths = new FaultyPaths();
  for (const { path, form } of nodes.map(({ tenant }) => tenant)) {
    for (const below of [...form.faults.map((fault) => fault.path), ...form.meant]) paths.add(`${path}${below}`);
    for (const [list, indexes] of form.kept) paths.keep(`${path}${list}`, indexes);
  }
  return paths;
}

function withoutFacts({ tenant, children }: TenantNode): TenantNode {
  return { tenant: { ...tenant, cluster: NO_FACTS }, children };
}

function flatten(node: TenantNode): readonly TenantNode[] {
  return [node, ...node.children.flatMap(flatten)];
}
