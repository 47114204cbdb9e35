import { dynamicFrom, innerOf, plainOf } from "../../kube-provider/plain";
import { hasUnknown } from "../../kube-provider/values";
import { formatIssue, type Issue } from "../../model/issue";
import { textIn, objectIn } from "../../model/json";
import type { ClusterFacts } from "../../model/cluster/cluster-facts";
import { resolveForest, type TenantTree } from "../../model/tenant/document";
import { forestObjects } from "../../model/tenant/objects/objects";
import { validateTenants } from "../../model/tenant/rules/validate";
import { TENANT_TREE } from "../../model/tenant/spec/spec-schema";
import { fn, FunctionError, UNKNOWN, type Value } from "../../plugin";
import { messageOf } from "../../support/errors";
import { factsIn } from "../facts-text";
import { literalOf } from "../schema/literal";
import { inAttributes } from "../tenant/judge";

/** What is told of a tenant that this tree does not have. */
const OF_OTHERS = "unchecked-peer";

/** All objects of a tenant and its sub-tenants, without a cluster. */
export const tenantObjects = fn({
  summary: "Objects of a tenant",
  description:
    "The Kubernetes objects that a tenant and its sub-tenants consist of, parents first, in the order in which they must be made: to read, to test, or to hand to another tool. Nothing is asked of a cluster.",
  descriptionKind: "markdown",
  parameters: [
    {
      name: "tenant",
      type: "dynamic",
      description:
        "The arguments of `hikube_tenant`; `children` is a list of sub-tenants of the same form, which are carved out of its quota.",
      descriptionKind: "markdown",
    },
    {
      name: "cluster_facts",
      type: "string",
      description: 'Facts of the cluster as JSON: `file("cluster.json")`, written by `hikube cluster inspect`.',
      descriptionKind: "markdown",
    },
  ],
  returns: "dynamic",
  call(tenant, facts) {
    if (hasUnknown(tenant)) return UNKNOWN;
    return objectsOf(plainOf(innerOf(tenant)), givenFacts(facts));
  },
});

function objectsOf(given: unknown, facts: ClusterFacts): Value {
  const name = textIn(objectIn(given).name) || "tenant";
  const { value, issues } = literalOf(given, TENANT_TREE, [name]);
  if (issues.length > 0) throw refused(issues);
  const forest = resolveForest([value as TenantTree], facts);
  const faults = validateTenants(forest).filter(({ code }) => code !== OF_OTHERS);
  if (faults.length > 0) throw refused(faults.map(inAttributes));
  const objects = forestObjects(forest).flatMap((one) => one.objects);
  // What is undefined in an object is not there in JSON.
  return dynamicFrom(JSON.parse(JSON.stringify(objects)));
}

function refused(issues: readonly Issue[]): FunctionError {
  return new FunctionError(issues.map(formatIssue).join("\n"), 0);
}

function givenFacts(text: string): ClusterFacts {
  try {
    return factsIn(text);
  } catch (cause) {
    throw new FunctionError(messageOf(cause), 1, { cause });
  }
}
