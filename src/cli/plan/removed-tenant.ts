import { ANNOTATIONS, LABELS, MANAGER } from "../../model/tenant/objects/labels";
import { listOf, recordOf, textOf, textsOf } from "../json";

/** A tenant's namespace that ends with a plan: it is removed, or made anew. */
export interface RemovedTenant {
  readonly namespace: string;
  /** As the state knows it. @default - the state does not say */
  readonly uid?: string;
  /** How many tenants stand above it. */
  readonly depth: number;
  /** Whether the platform refuses its deletion, as far as the state knows. */
  readonly isProtected: boolean;
}

const SUBTREE = "tenant.hikube.cloud/";

/**
 * Reads the namespace of a tenant from a resource's values.
 * @returns nothing for what is no namespace of a tenant of ours
 */
export function tenantNamespace(type: string, values: unknown): RemovedTenant | undefined {
  if (type !== "kubernetes_namespace_v1") return undefined;
  const { name, uid, labels, annotations } = recordOf(listOf(recordOf(values).metadata)[0]);
  const [namespace, identity, marks] = [textOf(name), textOf(uid), textsOf(labels)];
  if (namespace === undefined || marks[LABELS.managedBy] !== MANAGER || marks[LABELS.tenant] !== namespace) {
    return undefined;
  }
  return {
    namespace,
    ...(identity === undefined ? {} : { uid: identity }),
    depth: Object.keys(marks).filter((key) => key.startsWith(SUBTREE) && key !== SUBTREE + namespace).length,
    isProtected: textsOf(annotations)[ANNOTATIONS.protected] === "true",
  };
}
