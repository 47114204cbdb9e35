import type { KubeObject } from "../../model/kubernetes/kube-object";
import { oneOf } from "../../model/issue";
import { ANNOTATIONS, LABELS } from "../../model/tenant/spec/labels";
import { PROFILE_NAMES } from "../../model/tenant/spec/profile";
import type { Attribute, ValueRecord } from "../../plugin";

const PROFILES = oneOf(PROFILE_NAMES).replaceAll('"', "`");
const text = (description: string): Attribute => ({ type: "string", computed: true, description });
const flag = (description: string): Attribute => ({ type: "bool", computed: true, description });

/** What is told of a tenant beside its namespace. */
export const TENANT_FACTS: Readonly<Record<string, Attribute>> = {
  name: text("Name of the tenant below its parent."),
  parent: text("Namespace of the tenant above. Null of a top tenant."),
  children: {
    type: ["list", "string"],
    computed: true,
    description: "Namespaces of the tenants directly below, sorted.",
  },
  profile: text(`The profile that its defaults come from: ${PROFILES}.`),
  engine: text("What made it: `hikube`, this provider, or `kubernetes`, the constructs with the Kubernetes provider."),
  cost_center: text("Cost center that its use is charged to. Null where none is given."),
  project: text("Project that its use is charged to. Null where none is given."),
  owner: text("Who answers for it. Null where nobody is named."),
  protected: flag("Whether it refuses to be deleted."),
  suspended: flag("Whether it may run no pods."),
  expires_at: text("When it ends, in RFC 3339, or `never`. Null where it has no end."),
  labels: { type: ["map", "string"], computed: true, description: "All labels of the namespace." },
};

/** What the namespaces of all tenants say of one of them. */
export function tenantFacts({ metadata }: KubeObject, all: readonly KubeObject[]): ValueRecord {
  const { name, labels = {}, annotations = {} } = metadata;
  const children = all.filter((other) => other.metadata.labels?.[LABELS.parent] === name);
  return {
    namespace: name,
    name: labels[LABELS.name] ?? null,
    parent: labels[LABELS.parent] ?? null,
    children: children.map((child) => child.metadata.name).sort(),
    profile: labels[LABELS.profile] ?? null,
    engine: annotations[ANNOTATIONS.spec] === undefined ? "kubernetes" : "hikube",
    cost_center: labels[LABELS.costCenter] ?? null,
    project: labels[LABELS.project] ?? null,
    owner: labels[LABELS.owner] ?? null,
    protected: annotations[ANNOTATIONS.protected] === "true",
    suspended: annotations[ANNOTATIONS.suspended] === "true",
    expires_at: annotations[ANNOTATIONS.expiresAt] ?? null,
    labels,
  };
}
