/**
 * A Kubernetes object as plain data: what the model emits and what a cluster stores.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/
 */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: KubeMetadata;
  readonly [field: string]: unknown;
}

/** The part of the metadata that its author decides; a cluster adds the rest. */
export interface KubeMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** Texts by name, as labels and amounts are. */
export type StringMap = Readonly<Record<string, string>>;

/** A rule of RBAC. @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}
