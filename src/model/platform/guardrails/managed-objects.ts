import { LABELS, MANAGER } from "../../tenant/spec/labels";
import { changedKeys, isOurs, isPodSecurity, mapsOf } from "./changed-keys";
import type { Guardrail } from "./guardrail";
import { TRUSTED } from "./trusted";

const EVERY_WRITE = { apiVersions: ["*"], operations: ["CREATE", "UPDATE", "DELETE"] } as const;

const isGuarded = (key: string) => `(key == '${LABELS.managedBy}' || ${isOurs(key)} || ${isPodSecurity(key)})`;

/**
 * CEL: whether a field is as it was. An owner added to an object has it deleted by the cluster, a finalizer keeps it:
 * both hold for what the platform made.
 */
const isKept = (field: string) =>
  `(has(object.${field}) == has(oldObject.${field}) && (!has(object.${field}) || object.${field} == oldObject.${field}))`;

const KEPT_FIELDS: Readonly<Record<string, readonly string[]>> = {
  Namespace: ["metadata.ownerReferences", "spec"],
  PersistentVolumeClaim: ["metadata.ownerReferences", "spec.accessModes", "spec.resources"],
  ServiceAccount: ["automountServiceAccountToken", "metadata.finalizers", "metadata.ownerReferences"],
};

/**
 * Only the platform changes what it created: the isolation would be gone if a tenant could delete a deny policy, or
 * first remove the manager's label. The selector looks at the old object too, so the label cannot be stripped, and
 * every other request of the cluster is passed by without evaluating an expression.
 *
 * Of Namespaces, ServiceAccounts and claims some fields alone are ours: network plugins annotate the first, registries
 * and tenants add pull secrets to the second, and Kubernetes binds the third and takes its finalizer off, without which it
 * is never bound and never gone. RBAC says who may do that; no level writes namespaces.
 */
export const managedObjects: Guardrail = {
  name: "hikube-managed-objects",
  matchConstraints: {
    resourceRules: [{ ...EVERY_WRITE, apiGroups: ["*"], resources: ["*"] }],
    // A Service of the platform hands its labels on to its endpoints, which a controller writes, and no level does.
    excludeResourceRules: [
      { ...EVERY_WRITE, apiGroups: [""], resources: ["endpoints"] },
      { ...EVERY_WRITE, apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"] },
    ],
    objectSelector: { matchLabels: { [LABELS.managedBy]: MANAGER } },
  },
  variables: [
    ...mapsOf("labels"),
    ...mapsOf("annotations"),
    {
      name: "marks",
      expression: `(${changedKeys("labels")} + ${changedKeys("annotations")}).filter(key, ${isGuarded("key")})`,
    },
    { name: "leavesOurs", expression: `size(variables.marks) == 0 && (${keptFields()})` },
  ],
  validations: [
    {
      expression: `(request.operation == 'UPDATE' && variables.leavesOurs) || ${TRUSTED}`,
      message:
        `objects labelled ${LABELS.managedBy}=${MANAGER} are written by the platform alone; ` +
        "allowed here: objects of your own, without this label, and of Namespaces, ServiceAccounts and " +
        "PersistentVolumeClaims what the platform did not write. To change it, change the tenant's code",
    },
  ],
};

/** CEL: whether the object is of one of the kinds, and the fields that are ours are as they were. */
function keptFields(): string {
  return Object.entries(KEPT_FIELDS)
    .map(
      ([kind, fields]) =>
        `(request.kind.group == '' && request.kind.kind == '${kind}' && ${fields.map(isKept).join(" && ")})`,
    )
    .join(" || ");
}
