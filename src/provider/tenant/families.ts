import type { KnownCluster } from "../../model/cluster/known-cluster";
import { reservingParent } from "../../model/tenant/external";
import type { ReserveRecord } from "../../model/tenant/objects/reserve";
import { resolveTenant } from "../../model/tenant/resolve/resolve";
import type { Forest, Parent, Tenant, TenantNode } from "../../model/tenant/resolve/tenant";
import type { TenantSpec } from "../../model/tenant/spec/spec";
import { namespaceOf } from "../../model/tenant/spec/tenant-names";

/** A tenant as it is declared: on its namespace, or in a configuration that is being planned. */
export interface Member {
  readonly spec: TenantSpec;
  /** Namespace of the tenant above. @default - a top tenant */
  readonly parent?: string;
}

/** A tenant of the constructs, by what it sets aside for others. */
export interface Reserve {
  readonly reserve: ReserveRecord;
}

export type Relative = Member | Reserve;

/** Tenants by their namespaces, and by their parents. */
export class Members {
  private readonly all = new Map<string, Relative>();
  private readonly below = new Map<string | undefined, Set<string>>();

  get(namespace: string): Relative | undefined {
    return this.all.get(namespace);
  }

  /** Of a tenant of the constructs, all that it hands down stands on its own namespace. */
  parentOf(namespace: string): string | undefined {
    const member = this.all.get(namespace);
    return member !== undefined && "spec" in member ? member.parent : undefined;
  }

  has(namespace: string): boolean {
    return this.all.has(namespace);
  }

  /** Namespaces of the tenants directly below one. */
  childrenOf(parent: string): readonly string[] {
    return [...(this.below.get(parent) ?? [])];
  }

  /** Takes a tenant, in place of what it was; without a member, it goes. */
  set(namespace: string, member: Relative | undefined): void {
    if (this.all.has(namespace)) this.below.get(this.parentOf(namespace))?.delete(namespace);
    if (member === undefined) {
      this.all.delete(namespace);
      return;
    }
    this.all.set(namespace, member);
    const parent = this.parentOf(namespace);
    const brothers = this.below.get(parent);
    if (brothers === undefined) this.below.set(parent, new Set([namespace]));
    else brothers.add(namespace);
  }
}

interface Resolved {
  readonly member: Relative;
  readonly parent: Parent | undefined;
  readonly tenant: Parent;
}

/**
 * Tenants with all that they inherit. What was resolved is kept as long as neither it nor its parent changes, so that a tenant more
 * costs one resolution.
 */
export class Families {
  private readonly resolved = new Map<string, Resolved>();

  constructor(private readonly cluster: KnownCluster) {}

  /** `undefined` where an ancestor is not known, or where it would be its own. */
  tenant(namespace: string, members: Members): Tenant | undefined {
    const found = this.relative(namespace, members);
    return found !== undefined && "spec" in found ? found : undefined;
  }

  /** A tenant below its parent, with its brothers, as far as they are known: what the rules of shares need. */
  nearest(namespace: string, members: Members): Forest[number] | undefined {
    const tenant = this.tenant(namespace, members);
    if (tenant === undefined) return undefined;
    const parent = members.parentOf(namespace);
    const above = parent === undefined ? undefined : this.relative(parent, members);
    const children = this.children(above ?? tenant, members);
    if (above === undefined) return { tenant, children };
    return "spec" in above ? { tenant: above, children } : { external: above, children };
  }

  private relative(namespace: string, members: Members): Parent | undefined {
    const line = lineOf(namespace, members);
    return line?.reduce<Parent | undefined>((parent, one) => this.resolve(one, parent, members), undefined);
  }

  private children(parent: Parent, members: Members): readonly TenantNode[] {
    const below = members.childrenOf(parent.namespace).map((namespace) => this.resolve(namespace, parent, members));
    return below.flatMap((tenant) => ("spec" in tenant ? [{ tenant, children: [] }] : []));
  }

  private resolve(namespace: string, parent: Parent | undefined, members: Members): Parent {
    const member = members.get(namespace) ?? { spec: { name: namespace } };
    const known = this.resolved.get(namespace);
    if (known?.member === member && known.parent === parent) return known.tenant;
    const tenant =
      "reserve" in member ? reservingParent(member.reserve, this.cluster) : this.made(member, namespace, parent);
    this.resolved.set(namespace, { member, parent, tenant });
    return tenant;
  }

  private made({ spec }: Member, namespace: string, parent: Parent | undefined): Tenant {
    const context = { path: namespace, cluster: this.cluster, ...(parent === undefined ? {} : { parent }) };
    return resolveTenant(placed(spec, namespace, parent), context);
  }
}

/** The way from the topmost ancestor down to a tenant. */
function lineOf(namespace: string, members: Members): readonly string[] | undefined {
  const line: string[] = [];
  for (let at: string | undefined = namespace; at !== undefined; at = members.parentOf(at)) {
    if (line.includes(at) || !members.has(at)) return undefined;
    line.unshift(at);
  }
  return line;
}

/** With its namespace, where its place in the tree does not say it. */
function placed(spec: TenantSpec, namespace: string, parent: Parent | undefined): TenantSpec {
  const rest = { ...spec, namespace: undefined };
  return namespaceOf(rest, parent?.namespace) === namespace ? rest : { ...rest, namespace };
}
