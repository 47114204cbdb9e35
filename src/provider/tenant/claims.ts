import type { Cluster, ReadOptions } from "../../kube/cluster";
import { boundedText, named } from "../../kube/keep";
import { KubeError } from "../../kube/kube-error";
import { objectIn, textIn } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";

const CLAIM = { apiVersion: "v1", kind: "PersistentVolumeClaim" } as const;

/** So many tenants are asked for one by one: of a few that go, whoever plans needs no more rights and reads no more than that. */
const FEW = 3;

type ByNamespace = ReadonlyMap<string, readonly string[]>;

/** The volumes that go with namespaces, as a plan tells them: of many, all are listed once for the whole run. */
export class Claims {
  private asked = 0;
  private all: Promise<ByNamespace | undefined> | undefined;

  constructor(private readonly cluster: () => Cluster) {}

  /** Name and size of each, e.g. `data (10Gi)`. */
  async of(namespace: string): Promise<readonly string[]> {
    this.asked += 1;
    const all = this.asked > FEW ? await (this.all ??= this.everywhere()) : undefined;
    return all === undefined ? (await this.listed({ namespace })).map(titleOf) : (all.get(namespace) ?? []);
  }

  /** Nothing where they may only be listed namespace by namespace. */
  private async everywhere(): Promise<ByNamespace | undefined> {
    try {
      const titles = new Map<string, string[]>();
      for (const claim of await this.listed({})) {
        const { namespace = "" } = claim.metadata;
        const own = titles.get(namespace) ?? [];
        titles.set(namespace, own);
        own.push(titleOf(claim));
      }
      return titles;
    } catch (error) {
      if (error instanceof KubeError && error.code === 403) return undefined;
      this.all = undefined;
      throw error;
    }
  }

  private listed(options: ReadOptions): Promise<readonly KubeObject[]> {
    return this.cluster().list(CLAIM, { ...options, keep });
  }
}

/** Tenants write claims, and other namespaces have some too: no more is kept than what is told. */
function keep(claim: KubeObject): KubeObject {
  return { ...named(claim), spec: { size: boundedText(sizeOf(claim)) } };
}

function sizeOf({ spec }: KubeObject): string {
  const { requests } = objectIn(objectIn(spec).resources);
  return textIn(objectIn(requests).storage);
}

function titleOf({ metadata, spec }: KubeObject): string {
  return `${metadata.name} (${textIn(objectIn(spec).size)})`;
}
