import type { Cluster } from "../../kube/cluster";
import { readForeignPolicies, type ForeignPolicies } from "../../live/foreign-kinds";
import { readSnapshot } from "../../live/snapshot";
import type { ClusterSnapshot } from "../../connectivity/snapshot";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { attempted } from "../explained";
import { TENANT_QUOTA } from "../../model/tenant/objects/base-isolation";
import { LABELS } from "../../model/tenant/spec/labels";
import { NAMESPACE } from "../objects/live";

/** All policies of a cluster, with what they speak for. */
export interface Network {
  readonly snapshot: ClusterSnapshot;
  readonly foreign: ForeignPolicies;
}

/**
 * What data sources read. Those that ask at the same time share one answer; an answer is never older than the question, for
 * whatever the question depends on may have been written a moment before, by this provider or another one.
 */
export class Survey {
  private readonly namespaces: Shared<readonly KubeObject[]>;
  private readonly quotas: Shared<readonly KubeObject[]>;
  private readonly wholeNetwork: Shared<Network>;

  constructor(cluster: () => Cluster) {
    const question = <T>(what: string, ask: () => Promise<T>) => new Shared(() => attempted({ what }, ask));
    this.namespaces = question("list the tenants", () => cluster().list(NAMESPACE, { labelSelector: LABELS.tenant }));
    const ofTenants = { fieldSelector: `metadata.name=${TENANT_QUOTA}` };
    this.quotas = question("list the quotas of the tenants", () =>
      cluster().list({ apiVersion: "v1", kind: "ResourceQuota" }, ofTenants),
    );
    this.wholeNetwork = question("read pods and network policies", async () => {
      const foreign = await readForeignPolicies(cluster());
      return { foreign, snapshot: await readSnapshot(cluster()) };
    });
  }

  /** Namespaces of all tenants, whatever made them. */
  tenants(): Promise<readonly KubeObject[]> {
    return this.namespaces.ask();
  }

  /** The quota of a tenant's capacity. */
  async quota(namespace: string): Promise<KubeObject | undefined> {
    const found = await this.quotas.ask();
    return found.find(({ metadata }) => metadata.namespace === namespace);
  }

  network(): Promise<Network> {
    return this.wholeNetwork.ask();
  }
}

/** A question that is asked once for all who ask while the one before is being answered. */
export class Shared<T> {
  private running: Promise<unknown> = Promise.resolve();
  private next: Promise<T> | undefined;

  constructor(private readonly read: () => Promise<T>) {}

  ask(): Promise<T> {
    return (this.next ??= this.running.then(() => this.start()));
  }

  private start(): Promise<T> {
    this.next = undefined;
    const reading = this.read();
    // A failure is told to those who wait, and not to the next.
    this.running = reading.catch(() => undefined);
    return reading;
  }
}
