/**
 * A Kubernetes object as plain data: what the model emits and what a cluster stores.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/
 */
export interface KubeObject {
  /** Group and version, e.g. `apps/v1`; `v1` for the core group. */
  readonly apiVersion: string;
  /** Kind, e.g. `Deployment`. */
  readonly kind: string;
  /** Name, namespace, labels and the like. */
  readonly metadata: KubeMetadata;
  /** What the kind has beside these, e.g. `spec`. */
  readonly [field: string]: unknown;
}

/** The part of the metadata that its author decides; a cluster adds the rest. */
export interface KubeMetadata {
  /** Name of the object, unique in its namespace and kind. */
  readonly name: string;
  /** Its namespace. @default - the kind has none */
  readonly namespace?: string;
  /** Labels, which selectors select by. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations, which nothing selects by. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** What else the API keeps there, e.g. `uid`. */
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
