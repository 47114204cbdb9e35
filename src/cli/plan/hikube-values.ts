import { knownCluster } from "../../model/cluster/known-cluster";
import type { ClusterFacts } from "../../model/cluster/cluster-facts";
import { isRecord, listIn, objectIn, textIfAny } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { platformObjects } from "../../model/platform/platform";
import { forestObjects } from "../../model/tenant/objects/objects";
import type { TenantNode } from "../../model/tenant/resolve/tenant";
import { TENANT_SPEC } from "../../model/tenant/spec/spec-schema";
import type { TenantSpec } from "../../model/tenant/spec/spec";
import { UNKNOWN, type Value } from "../../plugin";
import { specOf } from "../../provider/schema/spec";
import { Families } from "../../provider/tenant/families";
import { Members, type Member } from "../../provider/tenant/members";
import { HIKUBE_PLATFORM, HIKUBE_TENANT } from "../project/tenant-resources";

/** Types of the provider `hikube` that stand for objects which the model knows. */
export { HIKUBE_PLATFORM, HIKUBE_TENANT };
/** That of any one object, which its manifest says. */
export const HIKUBE_MANIFEST = "hikube_manifest";

/** A `hikube_tenant` as its attributes say it. */
export interface TenantValues extends Member {
  readonly namespace: string;
}

/**
 * @param values - of one side of a change in a plan
 * @param unknown - `after_unknown` of the plan for the side that it is about
 * @returns nothing where it is not there, or where its namespace is not known yet
 */
export function tenantValues(values: unknown, unknown?: unknown): TenantValues | undefined {
  const known = valueIn(values, unknown);
  const { namespace, parent } = objectIn(known);
  if (!isRecord(known) || typeof namespace !== "string" || objectIn(unknown).parent === true) return undefined;
  const spec = specOf(known, TENANT_SPEC) as TenantSpec;
  return { namespace, spec, ...(textIfAny(parent) === undefined ? {} : { parent: textIfAny(parent) ?? "" }) };
}

/** Values of the plugin protocol, with what is not known yet where `unknown` says `true`. */
function valueIn(value: unknown, unknown: unknown): Value {
  if (unknown === true) return UNKNOWN;
  if (Array.isArray(value)) return value.map((item, index) => valueIn(item, listIn(unknown)[index]));
  if (!isRecord(value)) return value ?? null;
  const names = new Set([...Object.keys(value), ...Object.keys(objectIn(unknown))]);
  return Object.fromEntries([...names].map((name) => [name, valueIn(value[name], objectIn(unknown)[name])]));
}

/** The objects of tenants, by namespace; sub-tenants among them are carved out of their parents. Those whose ancestors are not among them are left out. */
export function objectsOfTenants(
  tenants: readonly TenantValues[],
  facts: ClusterFacts,
): ReadonlyMap<string, readonly KubeObject[]> {
  const members = new Members();
  for (const { namespace, spec, parent } of tenants) {
    members.set(namespace, { spec, ...(parent === undefined ? {} : { parent }) });
  }
  const families = new Families(knownCluster(facts));
  const nodeOf = (namespace: string): readonly TenantNode[] => {
    const tenant = families.tenant(namespace, members);
    return tenant === undefined ? [] : [{ tenant, children: members.childrenOf(namespace).flatMap(nodeOf) }];
  };
  const tops = tenants.filter(({ parent }) => parent === undefined).flatMap(({ namespace }) => nodeOf(namespace));
  return new Map(forestObjects(tops).map(({ namespace, objects }) => [namespace, objects]));
}

/** The objects of a `hikube_platform`. */
export function objectsOfPlatform(values: unknown, cluster: ClusterFacts): readonly KubeObject[] {
  const { guardrails, readable_classes: readableClasses, contact } = objectIn(values);
  const { base, guardrails: policies } = platformObjects({
    cluster,
    guardrails: guardrails !== false,
    readableClasses: readableClasses !== false,
    ...(textIfAny(contact) === undefined ? {} : { contact: textIfAny(contact) }),
  });
  return [...base, ...policies];
}
