import type { KnownCluster } from "../../model/cluster/known-cluster";
import { resolveTenant } from "../../model/tenant/resolve/resolve";
import type { Tenant, TenantNode } from "../../model/tenant/resolve/tenant";
import type { TenantSpec } from "../../model/tenant/spec/spec";
import { namespaceOf } from "../../model/tenant/spec/tenant-names";

/** A tenant as it is declared: on its namespace, or in a configuration that is being planned. */
export interface Member {
  readonly spec: TenantSpec;
  /** Namespace of the tenant above. @default - a top tenant */
  readonly parent?: string;
}

/** Tenants by their namespaces, and by their parents. */
export class Members {
  private readonly all = new Map<string, Member>();
  private readonly below = new Map<string | undefined, Set<string>>();

  get(namespace: string): Member | undefined {
    return this.all.get(namespace);
  }

  has(namespace: string): boolean {
    return this.all.has(namespace);
  }

  /** Namespaces of the tenants directly below one. */
  childrenOf(parent: string): readonly string[] {
    return [...(this.below.get(parent) ?? [])];
  }

  /** Takes a tenant, in place of what it was; without a member, it goes. */
  set(namespace: string, member: Member | undefined): void {
    const before = this.all.get(namespace);
    if (before !== undefined) this.below.get(before.parent)?.delete(namespace);
    if (member === undefined) {
      this.all.delete(namespace);
      return;
    }
    this.all.set(namespace, member);
    const brothers = this.below.get(member.parent);
    if (brothers === undefined) this.below.set(member.parent, new Set([namespace]));
    else brothers.add(namespace);
  }
}

interface Resolved {
  readonly member: Member;
  readonly parent: Tenant | undefined;
  readonly tenant: Tenant;
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
    const line = lineOf(namespace, members);
    return line?.reduce<Tenant | undefined>((parent, one) => this.resolve(one, parent, members), undefined);
  }

  /** A tenant below its parent, with its brothers, as far as they are known: what the rules of shares need. */
  nearest(namespace: string, members: Members): TenantNode | undefined {
    const tenant = this.tenant(namespace, members);
    if (tenant === undefined) return undefined;
    const parent = members.get(namespace)?.parent;
    const above = parent === undefined ? undefined : this.tenant(parent, members);
    if (above === undefined) return { tenant, children: this.children(tenant, members) };
    return { tenant: above, children: this.children(above, members) };
  }

  private children(parent: Tenant, members: Members): readonly TenantNode[] {
    const resolved = (namespace: string) => ({ tenant: this.resolve(namespace, parent, members), children: [] });
    return members.childrenOf(parent.namespace).map(resolved);
  }

  private resolve(namespace: string, parent: Tenant | undefined, members: Members): Tenant {
    const member = members.get(namespace) ?? { spec: { name: namespace } };
    const known = this.resolved.get(namespace);
    if (known?.member === member && known.parent === parent) return known.tenant;
    const context = { path: namespace, cluster: this.cluster, ...(parent === undefined ? {} : { parent }) };
    const tenant = resolveTenant(placed(member.spec, namespace, parent), context);
    this.resolved.set(namespace, { member, parent, tenant });
    return tenant;
  }
}

/** The way from the topmost ancestor down to a tenant. */
function lineOf(namespace: string, members: Members): readonly string[] | undefined {
  const line: string[] = [];
  for (let at: string | undefined = namespace; at !== undefined; at = members.get(at)?.parent) {
    if (line.includes(at) || !members.has(at)) return undefined;
    line.unshift(at);
  }
  return line;
}

/** With its namespace, where its place in the tree does not say it. */
function placed(spec: TenantSpec, namespace: string, parent: Tenant | undefined): TenantSpec {
  const rest = { ...spec, namespace: undefined };
  return namespaceOf(rest, parent?.namespace) === namespace ? rest : { ...rest, namespace };
}
