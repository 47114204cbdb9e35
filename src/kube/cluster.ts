import type { KubeObject } from "../model/kubernetes/kube-object";

/** A kind of the API, by group version and kind. */
export interface KindRef {
  /** Group and version, e.g. `apps/v1`; `v1` for the core group. */
  readonly apiVersion: string;
  /** Kind, e.g. `Deployment`. */
  readonly kind: string;
}

/** One object of a kind; `namespace` stays out for cluster-scoped kinds. */
export interface ObjectRef extends KindRef {
  /** Name of the object. */
  readonly name: string;
  /** Its namespace. @default - the kind has none */
  readonly namespace?: string;
}

export interface ListOptions {
  /** @default - all namespaces */
  readonly namespace?: string;
  /** Selector of labels in Kubernetes' notation, e.g. `app=web`. @default - all */
  readonly labelSelector?: string;
  /** Selector of fields in Kubernetes' notation. @default - all */
  readonly fieldSelector?: string;
}

export interface ReadOptions extends ListOptions {
  /** What is kept of each object of a page; what others wrote may be large. @default - all of it */
  readonly keep?: (object: KubeObject) => KubeObject;
}

export interface ApplyOptions {
  /** Field manager that owns the applied fields. */
  readonly fieldManager: string;
  /** Take over fields that another manager owns. @default false */
  readonly force?: boolean;
  /** Validate and default on the server, store nothing. @default false */
  readonly dryRun?: boolean;
}

export interface DeleteOptions {
  /** @default "Background" */
  readonly propagation?: "Background" | "Foreground" | "Orphan";
  /** Time for pods to end, in seconds. @default - that of the object */
  readonly gracePeriodSeconds?: number;
  /** Only delete the object with this uid; another one of the same name is a conflict. */
  readonly uid?: string;
  /** Only delete the object as it stood at this version; one that was written since is a conflict. */
  readonly resourceVersion?: string;
}

export type PatchType = "json" | "merge" | "strategic";

export interface PatchOptions {
  /** E.g. `status`, `scale`. @default - the object itself */
  readonly subresource?: string;
  /** Field manager that owns what is patched. @default - by the `User-Agent`: "hikube-cli" */
  readonly fieldManager?: string;
}

export interface WatchEvent {
  /** What happened to the object. */
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK";
  /** The object after that; of a bookmark, its version alone. */
  readonly object: KubeObject;
}

/**
 * The port to a cluster: what the rest of the code needs of a Kubernetes API. Every refusal of the API is a
 * `KubeError`; kinds are resolved by discovery.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/
 */
export interface Cluster {
  /** Address of the API server, e.g. `https://127.0.0.1:6443`. */
  readonly server: string;
  /** The object, or `undefined` where there is none. */
  get(ref: ObjectRef): Promise<KubeObject | undefined>;
  /** The objects without `managedFields`, which take more memory than all the rest. */
  list(kind: KindRef, options?: ReadOptions): Promise<readonly KubeObject[]>;
  /** Creates an object. @returns what the API made of it */
  create(object: KubeObject): Promise<KubeObject>;
  /** Replaces the whole object (PUT). */
  replace(object: KubeObject): Promise<KubeObject>;
  /** A merge patch with a `resourceVersion` is refused where the object was changed since. */
  patch(ref: ObjectRef, type: PatchType, body: unknown, options?: PatchOptions): Promise<KubeObject>;
  /** As `patch`: the server judges, admits and answers, and stores nothing. @returns what it warned of */
  dryRunPatch(ref: ObjectRef, type: PatchType, body: unknown): Promise<readonly string[]>;
  /** Server-side apply. @see https://kubernetes.io/docs/reference/using-api/server-side-apply/ */
  apply(object: KubeObject, options: ApplyOptions): Promise<KubeObject>;
  /** Requests deletion; `false` if there was nothing to delete. Does not wait for finalizers. */
  delete(ref: ObjectRef, options?: DeleteOptions): Promise<boolean>;
  /** Events from now on, until the signal aborts or the server ends the stream. */
  watch(kind: KindRef, options: ListOptions & { readonly signal: AbortSignal }): AsyncIterable<WatchEvent>;
  /** Whether the kind lives in namespaces. */
  isNamespaced(kind: KindRef): Promise<boolean>;
  /** Any other call, e.g. `/version`, a TokenRequest, `/openid/v1/jwks`. */
  raw(method: string, path: string, body?: unknown): Promise<unknown>;
  /** The same cluster, for calls that end when a signal aborts: they then fail, and are not repeated. */
  until(signal: AbortSignal): Cluster;
  /** The same cluster by connections of its own, for who closes them: of several servers behind one address it may reach another. */
  anew(): Cluster;
  /** Closes kept connections. */
  close(): void;
}
