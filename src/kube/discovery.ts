import { objectIn } from "../model/json";
import { choiceHint } from "../model/schema/did-you-mean";
import type { KindRef } from "./cluster";
import { KubeError } from "./kube-error";

/** Where the objects of a kind live in the API. */
export interface ApiResource {
  /** Plural name in paths, e.g. `networkpolicies`. */
  readonly name: string;
  readonly namespaced: boolean;
}

interface ApiResourceList {
  readonly resources: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
}

/** Finds the resource of a kind by asking the API server once for each group version. */
export class Discovery {
  private readonly groups = new Map<string, Promise<Map<string, ApiResource>>>();

  constructor(private readonly fetch: (path: string) => Promise<unknown>) {}

  /** @throws KubeError with reason `NoKind` where the server does not serve the kind */
  async resource({ apiVersion, kind }: KindRef): Promise<ApiResource> {
    const known = (await this.group(apiVersion)).get(kind);
    if (known !== undefined) return known;
    // A definition may have been added since: ask again before failing.
    this.groups.delete(apiVersion);
    const served = await this.group(apiVersion);
    const fresh = served.get(kind);
    if (fresh === undefined) throw noKind({ apiVersion, kind }, [...served.keys()]);
    return fresh;
  }

  private group(apiVersion: string): Promise<Map<string, ApiResource>> {
    const cached = this.groups.get(apiVersion);
    if (cached !== undefined) return cached;
    const loading = this.load(apiVersion);
    this.groups.set(apiVersion, loading);
    loading.catch(() => this.groups.delete(apiVersion));
    return loading;
  }

  private async load(apiVersion: string): Promise<Map<string, ApiResource>> {
    try {
      const path = groupPath(apiVersion);
      const { resources } = objectIn(await this.fetch(path));
      if (!Array.isArray(resources)) throw notKubernetes(path);
      const own = (resources as ApiResourceList["resources"]).filter((resource) => !resource.name.includes("/"));
      return new Map(own.map(({ kind, name, namespaced }) => [kind, { name, namespaced }]));
    } catch (error) {
      if (error instanceof KubeError && error.code === 404) return new Map();
      throw error;
    }
  }
}

/** `/api/v1` for the core group, `/apis/<group>/<version>` for all others. */
export function groupPath(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** An answer that is not from an API server, e.g. a proxy's login page or another service. */
export function notKubernetes(path: string): KubeError {
  const hint = "is the server of the kubeconfig a Kubernetes API server?";
  return new KubeError(
    `GET ${path}: the answer does not have the form that the Kubernetes API gives it; ${hint}`,
    0,
    "NoAnswer",
  );
}

/** @param served - kinds that it may be a slip of */
export function noKind({ apiVersion, kind }: KindRef, served: readonly string[] = []): KubeError {
  const hint = choiceHint(kind, served, "");
  const told = `the API server serves no kind "${kind}" in version "${apiVersion}"`;
  return new KubeError(hint === "" ? told : `${told}; ${hint}`, 404, "NoKind");
}
