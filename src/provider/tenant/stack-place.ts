import { show, type Issue } from "../../model/issue";
import type { KnownCluster } from "../../model/cluster/known-cluster";
import { holdsInvalid, INVALID } from "../../model/schema/invalid";
import { resolveTenant } from "../../model/tenant/resolve/resolve";
import { stackSpec } from "../../model/tenant/resolve/stack";
import type { Parent, Tenant } from "../../model/tenant/resolve/tenant";
import type { TenantSpec } from "../../model/tenant/spec/spec";
import { MONITORING_NAME, stackNamespace } from "../../model/tenant/spec/tenant-names";

/** Fields that the place of a stack has of itself; all others follow from `monitoring` of its parent. */
const OWN = ["name", "protected"] as const;

/** Whether a tenant bears the name that is reserved for the place of its parent's stack. */
export function isStackName({ name }: TenantSpec, parent: string | undefined): boolean {
  return parent !== undefined && name === MONITORING_NAME;
}

/** Whether what a parent says of its stack is not known yet, as a whole or in part. */
export function isStackUnknown(parent: Parent): boolean {
  return "spec" in parent && holdsInvalid(parent.spec.monitoring);
}

interface Place {
  readonly namespace: string;
  readonly parent: Parent;
  readonly cluster: KnownCluster;
}

/** The place of the stack of a parent; nothing where that has none, or none that is known yet. */
export function stackPlace(given: TenantSpec, { namespace, parent, cluster }: Place): Tenant | undefined {
  const stack = "spec" in parent && !isStackUnknown(parent) ? parent.stack : undefined;
  if (stack === undefined) return undefined;
  const kept = given.protected === undefined ? {} : { protected: given.protected };
  const context = { path: namespace, parent, cluster, isStack: true };
  const tenant = resolveTenant({ ...stackSpec(stack), ...kept }, context);
  return { ...tenant, namespace, formIssues: [...tenant.formIssues, ...foreignFields(given, namespace, parent)] };
}

/** Whoever has rights below the place of a stack is near what reads everybody's data. */
export function belowStack(namespace: string, parent: Parent | undefined): readonly Issue[] {
  if (parent === undefined || !("spec" in parent) || !parent.isStack) return [];
  return [
    {
      path: [namespace, "parent"],
      code: "wrong-type",
      message: "not a tenant that can have sub-tenants",
      received: `the place of a monitoring stack, ${show(parent.namespace)}`,
      expected: "any other tenant",
      hint: "give the tenant whose stack it is",
    },
  ];
}

function foreignFields(given: TenantSpec, namespace: string, parent: Parent): readonly Issue[] {
  const isPlaced = namespace === stackNamespace(parent.namespace);
  const own: readonly string[] = [...OWN, ...(isPlaced ? ["namespace"] : [])];
  const foreign = Object.entries(given).filter(
    ([field, value]) => value !== undefined && value !== INVALID && !own.includes(field),
  );
  return foreign.map(([field]): Issue => ({
    path: [namespace, field],
    code: "unknown-field",
    message: `the place of a monitoring stack follows from \`monitoring\` of ${parent.namespace}`,
    received: `\`${field}\``,
    expected: "`name`, `parent` and `protected`, and no more",
    hint: `remove it; where it says something of the stack, change \`monitoring\` of ${parent.namespace}`,
  }));
}

/** What the namespace of a tenant records of it: what was given. */
export function recordedSpec({ spec, isStack }: Tenant): TenantSpec {
  if (!isStack) return spec;
  return { name: spec.name, ...(spec.protected === undefined ? {} : { protected: spec.protected }) };
}

/** A fault of what follows from the parent is told where the place names it. */
export function atParent(issue: Issue, { isStack, parent }: Tenant): Issue {
  const [namespace = "", field] = issue.path;
  const isOwn = issue.code === "unknown-field" || [...OWN, "namespace"].includes(String(field));
  if (!isStack || parent === undefined || isOwn) return issue;
  const hint = `${issue.hint}; of a stack, all of that is \`monitoring\` of ${parent.namespace}`;
  return { ...issue, path: [namespace, "parent"], message: `in the place of the stack, ${issue.message}`, hint };
}
