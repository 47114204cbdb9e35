import { validateClusterFacts } from "../../model/cluster/cluster-facts-rules";
import { knownCluster } from "../../model/cluster/known-cluster";
import type { Issue } from "../../model/issue";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { ClusterFacts } from "../../model/cluster/cluster-facts";
import { reserveOn } from "../../model/tenant/objects/reserve";
import type { PrivateState } from "../../plugin";
import { tenantNodes, type Forest, type Tenant } from "../../model/tenant/resolve/tenant";
import { validateTenants } from "../../model/tenant/rules/validate";
import { isShareLeft, validateTenant } from "../../model/tenant/rules/validate-one";
import { NAMESPACE, type LiveObjects } from "../objects/live";
import { Holders } from "./holders";
import { Families, namedBy } from "./families";
import { Members, sameMember, type Member, type Relative } from "./members";
import { MadeObjects, memberOn } from "./record";
import { atParent } from "./stack-place";

/** What is known of a tenant that stands in the state. */
export interface HeldTenant {
  /** Whether another resource holds it now. @default - as far as is known, none */
  readonly isElsewhere?: boolean;
  /** What the state keeps of who holds it. @default - that is not known */
  readonly kept?: PrivateState;
  /** Whether it was told that another resource holds it. @default false */
  readonly isTold?: boolean;
}

interface Resolver {
  readonly families: Families;
  /** Whether the facts of the cluster have no faults. */
  readonly areSound: boolean;
}

/**
 * The tenants of a run: those on the cluster, and over them those that were planned or written so far. Terraform plans a
 * parent before what names its namespace, so that a child is judged by what its parent is about to be.
 */
export class Registry {
  /** What they consist of. */
  readonly objects = new MadeObjects();
  /** Who takes and leaves them. */
  readonly holders = new Holders();
  private readonly inRun = new Map<string, Member | undefined>();
  /** Tenants that stand in the state, as far as this run met it. */
  private readonly held = new Map<string, HeldTenant>();
  private readonly askedFor = new Set<string>();
  private readonly recorded = new WeakMap<KubeObject, Relative | undefined>();
  private resolving: Promise<Resolver> | undefined;
  private readonly known = new Members();
  /** How much of what this process wrote `known` has. @default - nothing was read yet */
  private seen: number | undefined;

  constructor(
    private readonly live: LiveObjects,
    private readonly facts: () => Promise<ClusterFacts>,
  ) {}

  /** Takes a tenant as it is planned; without a member, as one that goes. */
  plan(namespace: string, member: Member | undefined): void {
    this.inRun.set(namespace, member);
    if (this.seen !== undefined) this.known.set(namespace, member);
  }

  /** Takes a tenant as the state says it, whose own record on the cluster is gone or cannot be read. */
  async assume(namespace: string, member: Member): Promise<void> {
    const members = await this.members();
    if (!this.inRun.has(namespace)) members.set(namespace, member);
  }

  /** Takes a tenant as one of the state. @param held - what is left out is as it was told before */
  hold(namespace: string, held: HeldTenant = {}): void {
    this.held.set(namespace, { ...this.held.get(namespace), ...held });
  }

  /** A tenant of the state, as far as this run met it. */
  heldAt(namespace: string): HeldTenant {
    return this.held.get(namespace) ?? {};
  }

  /** Tells that Terraform has asked what becomes of a tenant of the state. */
  asked(namespace: string): void {
    this.askedFor.add(namespace);
  }

  /** What the state keeps of tenants that were read, and of which it was not asked yet: of what is tainted that is all there is. */
  unasked(): ReadonlyMap<string, PrivateState> {
    const all = [...this.held].filter(([namespace]) => !this.askedFor.has(namespace));
    return new Map(all.flatMap(([namespace, { kept }]) => (kept === undefined ? [] : [[namespace, kept] as const])));
  }

  /**
   * Why a tenant of the state is planned anew. Of `-replace` Terraform plans the change first, and the new one then; of what is
   * tainted the new one alone. `undefined`: it is another one.
   */
  replacement(namespace: string, member: Member): "asked for" | "tainted" | undefined {
    if (!this.held.has(namespace)) return undefined;
    const planned = this.inRun.get(namespace);
    if (planned === undefined) return "tainted";
    return sameMember(planned, member) ? "asked for" : undefined;
  }

  /** Whether this run removes it, as far as that was planned. */
  goes(namespace: string): boolean {
    return this.inRun.has(namespace) && this.inRun.get(namespace) === undefined;
  }

  /** Whether this run makes or changes it, as far as that was planned. */
  comes(namespace: string): boolean {
    return this.inRun.get(namespace) !== undefined;
  }

  /** Whether this run plans it directly below another one. */
  isPlannedBelow(namespace: string, parent: string): boolean {
    return this.inRun.get(namespace)?.parent === parent;
  }

  /** As it will be, where this run plans or applies it: what it consists of may not be there yet. */
  async planned(namespace: string): Promise<Tenant | undefined> {
    return this.inRun.get(namespace) === undefined ? undefined : this.tenant(namespace);
  }

  /** As it will be. `undefined` where an ancestor of it is not known. */
  async tenant(namespace: string): Promise<Tenant | undefined> {
    return (await this.resolver()).families.tenant(namespace, await this.members());
  }

  /** Whether what it will be follows from what its parent does not know yet. */
  async isUndecided(namespace: string): Promise<boolean> {
    return (await this.resolver()).families.isUndecided(namespace, await this.members());
  }

  /** The way up from a tenant as far as it comes back to one: from that one to itself. Nothing where it ends. */
  async loopAbove(namespace: string): Promise<readonly string[] | undefined> {
    const members = await this.members();
    const line: string[] = [];
    for (let at: string | undefined = namespace; at !== undefined; at = members.parentOf(at)) {
      if (line.includes(at)) return [...line.slice(line.indexOf(at)), at];
      line.push(at);
    }
    return undefined;
  }

  /** As it will be, below its parent and among those that share it. */
  async nearest(namespace: string): Promise<Forest[number] | undefined> {
    return (await this.resolver()).families.nearest(namespace, await this.members());
  }

  /**
   * What the rules say of a tenant as it will be.
   *
   * @param instead - in place of what it will be, among all others as they will be
   */
  async issuesOf(namespace: string, instead?: Member): Promise<readonly Issue[]> {
    const resolver = await this.resolver();
    const members = await this.members();
    if (instead === undefined) return issuesIn(resolver, members, namespace);
    const planned = members.get(namespace);
    members.set(namespace, instead);
    try {
      return issuesIn(resolver, members, namespace);
    } finally {
      members.set(namespace, planned);
    }
  }

  /** Whether this run makes another tenant of it than stands there. */
  async isChanged(namespace: string): Promise<boolean> {
    const planned = this.inRun.get(namespace);
    if (planned === undefined) return this.inRun.has(namespace);
    const found = await this.live.get(NAMESPACE, namespace);
    const recorded = found && memberOn(found);
    return recorded === undefined || !sameMember(recorded, planned);
  }

  private resolver(): Promise<Resolver> {
    return (this.resolving ??= this.facts().then((facts) => ({
      families: new Families(knownCluster(facts)),
      areSound: validateClusterFacts(facts).length === 0,
    })));
  }

  private async members(): Promise<Members> {
    const { until, objects } = await this.live.changes(NAMESPACE, this.seen);
    const isFirst = this.seen === undefined;
    this.seen = until;
    for (const [name, found] of objects) {
      if (!this.inRun.has(name)) this.known.set(name, found && this.recordOn(found));
    }
    if (isFirst) for (const [name, member] of this.inRun) this.known.set(name, member);
    return this.known;
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

/** Sees the same tenants from its first line to its last: nothing is waited for. */
function issuesIn(resolver: Resolver, members: Members, namespace: string): readonly Issue[] {
  const tenant = resolver.families.tenant(namespace, members);
  return tenant === undefined ? [] : issuesOf(tenant, resolver, members).map((issue) => atParent(issue, tenant));
}

function issuesOf(tenant: Tenant, { families, areSound }: Resolver, members: Members): readonly Issue[] {
  const around = families.around(tenant, members);
  // The whole family is judged only where its shares need a closer look.
  const isAlone = areSound && isShareLeft(tenant, families.besides(tenant, members), around);
  if (isAlone) return validateTenant(tenant, around);
  return validateTenants(judgedWith(tenant, families, members)).filter(({ path }) => path[0] === tenant.namespace);
}

/** The tenant below its parent with all who share that, and the tenants elsewhere that it names. */
function judgedWith(tenant: Tenant, families: Families, members: Members): Forest {
  const node = families.nearest(tenant.namespace, members);
  if (node === undefined) return [];
  const here = new Set(tenantNodes([node]).map(({ tenant: { namespace } }) => namespace));
  const names = [...new Set(namedBy(tenant))].filter((name) => !here.has(name));
  const others = names.map((name) => families.tenant(name, members)).filter((one) => one !== undefined);
  return [node, ...others.map((one) => ({ tenant: one, children: [] }))];
}
