import { knownCluster } from "../../model/cluster/known-cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { ClusterFacts } from "../../model/cluster/cluster-facts";
import { reserveOn } from "../../model/tenant/objects/reserve";
import { tenantNodes, type Forest, type Tenant } from "../../model/tenant/resolve/tenant";
import { NAMESPACE, type LiveObjects } from "../objects/live";
import { Families, Members, type Member, type Relative } from "./families";
import { memberOn } from "./record";

/**
 * The tenants of a run: those on the cluster, and over them those that were planned or written so far. Terraform plans a
 * parent before what names its namespace, so that a child is judged by what its parent is about to be.
 */
export class Registry {
  private readonly inRun = new Map<string, Member | undefined>();
  private readonly recorded = new WeakMap<KubeObject, Relative | undefined>();
  private families: Promise<Families> | undefined;
  /** As of a version of the namespaces, with what was planned since. */
  private known: { readonly version: number; readonly members: Members } | undefined;

  constructor(
    private readonly live: LiveObjects,
    private readonly facts: () => Promise<ClusterFacts>,
  ) {}

  /** Takes a tenant as it is planned; without a member, as one that goes. */
  plan(namespace: string, member: Member | undefined): void {
    this.inRun.set(namespace, member);
    this.known?.members.set(namespace, member);
  }

  /** As it will be, where this run plans or applies it: what it consists of may not be there yet. */
  async planned(namespace: string): Promise<Tenant | undefined> {
    return this.inRun.get(namespace) === undefined ? undefined : this.tenant(namespace);
  }

  /** As it will be. `undefined` where an ancestor of it is not known. */
  async tenant(namespace: string): Promise<Tenant | undefined> {
    return (await this.resolver()).tenant(namespace, await this.members());
  }

  /** As it will be, below its parent and among those that share it. */
  async nearest(namespace: string): Promise<Forest[number] | undefined> {
    return (await this.resolver()).nearest(namespace, await this.members());
  }

  /** The tree of `nearest`, and the tenants elsewhere that it is peered with. */
  async judged(namespace: string): Promise<Forest> {
    const node = await this.nearest(namespace);
    if (node === undefined) return [];
    const peers = (await this.tenant(namespace))?.network.peers ?? [];
    const names = new Set(peers.map((peer) => ("toTenant" in peer ? peer.toTenant : peer.fromTenant)));
    const here = new Set(tenantNodes([node]).map(({ tenant }) => tenant.namespace));
    const others = await Promise.all([...names].filter((name) => !here.has(name)).map((name) => this.tenant(name)));
    return [node, ...others.filter((tenant) => tenant !== undefined).map((tenant) => ({ tenant, children: [] }))];
  }

  private resolver(): Promise<Families> {
    return (this.families ??= this.facts().then((facts) => new Families(knownCluster(facts))));
  }

  private async members(): Promise<Members> {
    const version = await this.live.version(NAMESPACE);
    if (this.known?.version === version) return this.known.members;
    const members = new Members();
    for (const namespace of await this.live.all(NAMESPACE)) {
      members.set(namespace.metadata.name, this.recordOn(namespace));
    }
    for (const [namespace, member] of this.inRun) members.set(namespace, member);
    this.known = { version, members };
    return members;
  }

  /** The same member for the same namespace: what was resolved of it stays. */
  private recordOn(namespace: KubeObject): Relative | undefined {
    if (!this.recorded.has(namespace)) this.recorded.set(namespace, relativeOn(namespace));
    return this.recorded.get(namespace);
  }
}

function relativeOn(namespace: KubeObject): Relative | undefined {
  const member = memberOn(namespace);
  if (member !== undefined) return member;
  const reserve = reserveOn(namespace);
  return reserve && { reserve };
}
