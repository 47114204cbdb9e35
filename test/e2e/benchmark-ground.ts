import type { Cluster } from "../../src/kube/cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import type { ClusterFacts } from "../../src/model/cluster/cluster-facts";
import { platformObjects } from "../../src/model/platform/platform";
import type { TenantNode } from "../../src/model/tenant/resolve/tenant";
import type { Sandbox } from "../../src/sandbox";
import { forestObjects } from "../../src/model/tenant/objects/objects";
import { SMALL, tree, type LooseSpec } from "../model/tenants";
import { allowedOf, servedResources, type Question } from "./access-reviews";
import { applyAll } from "./attack-ground";
import { own, pod } from "./attacks";
import { eventually } from "./support";

export const SHOP = "tenant-shop";
export const BANK = "tenant-bank";

export const VERBS = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];
const DATABASE = [{ protocol: "TCP", port: 5432 }];

/** A strict tenant of production. The benchmarks want node disks bounded, which no profile does by itself. */
function strict(spec: LooseSpec): LooseSpec {
  const owners = [{ kind: "Group", name: `${String(spec.name)}:owners` }];
  return { profile: "production", quota: { ephemeralStorage: "100Gi" }, access: { owners }, ...spec };
}

/** Two tenants that have nothing to do with each other, one with a sub-tenant, and one that the first may call. */
function forest(cluster: ClusterFacts): readonly TenantNode[] {
  const web = { name: "web", quota: { ...SMALL, ephemeralStorage: "1Gi" } };
  const specs = [
    strict({ name: "shop", network: { peers: [{ toTenant: "tenant-mail", ports: DATABASE }] }, children: [web] }),
    strict({ name: "mail", network: { peers: [{ fromTenant: SHOP, ports: DATABASE }] } }),
    strict({ name: "bank" }),
  ];
  return specs.map((spec) => tree(spec, undefined, cluster));
}

/** A guarded platform with tenants, their owners, and what the benchmarks ask the API server. */
export class BenchmarkGround {
  readonly admin: Cluster;
  /** The owner of `tenant-shop`: the strongest level, so what it cannot do, no level can. */
  readonly owner: Cluster;

  private constructor(
    private readonly sandbox: Sandbox,
    /** What was applied for the tenants. */
    readonly objects: readonly KubeObject[],
  ) {
    this.admin = sandbox.cluster();
    this.owner = sandbox.cluster({ user: "ann", groups: ["shop:owners", "system:authenticated"] });
  }

  static async prepare(sandbox: Sandbox): Promise<BenchmarkGround> {
    const cluster = await sandbox.facts();
    const { base, guardrails } = platformObjects({ cluster, guardrails: true });
    const ground = new BenchmarkGround(
      sandbox,
      forestObjects(forest(cluster)).flatMap(({ objects }) => objects),
    );
    await applyAll(ground.admin, [...base, ...guardrails, ...ground.objects]);
    await ground.untilGuarded();
    return ground;
  }

  /** What an owner's request would become; nothing is stored. */
  dryRun(object: KubeObject, resource: string): Promise<unknown> {
    const group = object.apiVersion.includes("/") ? `/apis/${object.apiVersion}` : `/api/${object.apiVersion}`;
    return this.owner.raw("POST", `${group}/namespaces/${SHOP}/${resource}?dryRun=All`, object);
  }

  /** Rights of a tenant's owner on everything that is served, subresources too; without namespace, of the cluster. */
  async rights(tenant: string, namespace?: string): Promise<readonly string[]> {
    const served = await servedResources(this.admin);
    const meant = served.filter(({ namespaced }) => namespaced === (namespace !== undefined));
    const questions = meant.flatMap(({ group, name }) => VERBS.map((verb) => ({ group, resource: name, verb })));
    return allowedOf(this.admin, { group: `${tenant}:owners`, namespace: namespace ?? "" }, questions);
  }

  /** Which of the rights the owner of `tenant-shop` holds there. */
  held(group: string, resources: readonly string[], verbs = VERBS): Promise<readonly string[]> {
    const questions = resources.flatMap((resource) => verbs.map((verb): Question => ({ group, resource, verb })));
    return allowedOf(this.admin, { group: "shop:owners", namespace: SHOP }, questions);
  }

  facts(): Promise<ClusterFacts> {
    return this.sandbox.facts();
  }

  /** Policies take effect within seconds, and quotas let in what they have counted. */
  private async untilGuarded(): Promise<void> {
    await eventually("a refusal", () => {
      const service = own("v1", "Service", { spec: { type: "NodePort", ports: [{ port: 80 }] } });
      return this.dryRun(service, "services").then(
        () => undefined,
        (error: unknown) => String(error).includes("hikube-services") || undefined,
      );
    });
    await eventually("an admitted pod", () =>
      this.dryRun(pod(), "pods").then(
        () => true,
        () => undefined,
      ),
    );
  }
}
