import type { Cluster, KindRef, ObjectRef, ReadOptions } from "../cluster";
import { KubeError } from "../kube-error";
import type { KubeObject } from "../../model/kubernetes/kube-object";

/** Reads a cluster as far as the user may: what is refused or not served counts as not there. */
export interface Reader {
  get(ref: ObjectRef): Promise<KubeObject | undefined>;
  list(kind: KindRef, options: Required<Pick<ReadOptions, "keep">> & ReadOptions): Promise<readonly KubeObject[]>;
  raw(path: string): Promise<unknown>;
  /** Asks for what is answered to a request with a body, and stored nowhere. */
  post(path: string, body: object): Promise<unknown>;
  /** Host of the API server as this user reaches it. */
  readonly server: URL;
}

export function readerOf(cluster: Cluster): Reader {
  return {
    server: new URL(cluster.server),
    get: (ref) => orNothing(cluster.get(ref), undefined),
    list: (kind, options) => orNothing(cluster.list(kind, options), []),
    raw: (path) => orNothing(cluster.raw("GET", path), undefined),
    post: (path, body) => orNothing(cluster.raw("POST", path, body), undefined),
  };
}

/** 403 and 404 mean that one has to look elsewhere; no answer at all is an error. */
async function orNothing<T>(answer: Promise<T>, nothing: T): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof KubeError && (error.code === 403 || error.code === 404)) return nothing;
    throw error;
  }
}

/** Sorted and each once, so that two looks at the same cluster give the same file. */
export function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
