import type { KubeObject } from "../model/kubernetes/kube-object";
import type { RoleFacts } from "./roles";

/** What a cluster tells of access. */
export interface LiveAccess {
  /** Namespaces of tenants, by their labels. */
  readonly namespaces: readonly LiveNamespace[];
  /** RoleBindings of these namespaces, and of the platform's. */
  readonly bindings: readonly KubeObject[];
  readonly clusterBindings: readonly KubeObject[];
  readonly roles: readonly RoleFacts[];
}

/** A namespace of a tenant, as its labels and annotations tell. */
export interface LiveNamespace {
  /** Its name. */
  readonly namespace: string;
  /** Name of the tenant. */
  readonly name: string;
  /** @default - a top tenant */
  readonly parent?: string;
  /** What the names of people start with whom an owner may bind; `*`: any. */
  readonly subjectPrefixes: readonly string[];
}
