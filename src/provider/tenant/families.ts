import type { KnownCluster } from "../../model/cluster/known-cluster";
import { holdsInvalid } from "../../model/schema/invalid";
import { reservingParent } from "../../model/tenant/external";
import { resolveTenant } from "../../model/tenant/resolve/resolve";
import type { Forest, Parent, Tenant, TenantNode } from "../../model/tenant/resolve/tenant";
import type { TenantSpec } from "../../model/tenant/spec/spec";
import { namespaceOf } from "../../model/tenant/spec/tenant-names";
import type { Grants } from "../../model/tenant/rules/rule";
import type { Surroundings } from "../../model/tenant/rules/validate-one";
import type { Member, Members, Relative } from "./members";
import { belowStack, isStackName, isStackUnknown, stackPlace } from "./stack-place";
import { SharesTaken, type Amounts } from "./shares-taken";

interface Resolved {
  readonly member: Relative;
  readonly parent: Parent | undefined;
  readonly tenant: Parent | undefined;
}

/**
 * Tenants with all that they inherit. What was resolved is kept as long as neither it nor its parent changes, so that a tenant more
 * costs one resolution.
 */
export class Families {
  private readonly resolved = new Map<string, Resolved>();
  private readonly shares = new Map<string, { readonly parent: Parent; readonly taken: SharesTaken }>();
  private readonly grants = new Map<Parent, Grants>();

  constructor(private readonly cluster: KnownCluster) {}

  /** `undefined` where an ancestor is not known, or where it would be its own; and of the place of a stack that its parent does not have. */
  tenant(namespace: string, members: Members): Tenant | undefined {
    const found = this.relative(namespace, members);
    return found !== undefined && "spec" in found ? found : undefined;
  }

  /** Whether it is the place of a stack of which its parent does not know all yet. */
  isUndecided(namespace: string, members: Members): boolean {
    const [member, parent] = [members.get(namespace), members.parentOf(namespace)];
    const above = parent === undefined ? undefined : this.relative(parent, members);
    const isPlace = member !== undefined && "spec" in member && isStackName(member.spec, parent);
    return isPlace && above !== undefined && isStackUnknown(above);
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

  /** What the brothers of a tenant take together. */
  besides({ namespace, parent }: Tenant, members: Members): Amounts {
    if (parent === undefined) return new Map();
    const known = this.shares.get(parent.namespace);
    const isKept = known?.parent === parent;
    const taken = isKept ? known.taken : new SharesTaken();
    const changed = members.takeChanged(parent.namespace);
    for (const child of isKept ? changed : members.childrenOf(parent.namespace)) {
      const isBelow = members.has(child) && members.parentOf(child) === parent.namespace;
      const tenant = isBelow ? this.resolve(child, parent, members) : undefined;
      taken.set(child, tenant !== undefined && "spec" in tenant ? tenant : undefined);
    }
    this.shares.set(parent.namespace, { parent, taken });
    return taken.beside(namespace);
  }

  /** What the rules of a tenant know of others: of those in `nearest`, and of those that it names. */
  around(tenant: Tenant, members: Members): Surroundings {
    const top = tenant.parent?.namespace ?? tenant.namespace;
    const peers = namedBy(tenant);
    const isNear = (name: string) => name === top || members.parentOf(name) === top || peers.includes(name);
    const find = (name: string) => (isNear(name) ? this.tenant(name, members) : undefined);
    const isAbove = (name: string, one: Tenant | undefined) => one?.ancestors.includes(name) === true;
    return {
      grants: this.grants,
      tenants: { get: find, has: (name) => find(name) !== undefined },
      namespaces: {
        has: (name) =>
          (isNear(name) && this.relative(name, members) !== undefined) ||
          [tenant, ...peers.map(find)].some((one) => isAbove(name, one)),
      },
    };
  }

  private relative(namespace: string, members: Members): Parent | undefined {
    let above: Parent | undefined;
    for (const [depth, one] of (lineOf(namespace, members) ?? []).entries()) {
      if (depth > 0 && above === undefined) return undefined;
      above = this.resolve(one, above, members);
    }
    return above;
  }

  private children(parent: Parent, members: Members): readonly TenantNode[] {
    const below = members.childrenOf(parent.namespace).map((namespace) => this.resolve(namespace, parent, members));
    return below.flatMap((tenant) => (tenant !== undefined && "spec" in tenant ? [{ tenant, children: [] }] : []));
  }

  private resolve(namespace: string, parent: Parent | undefined, members: Members): Parent | undefined {
    const member = members.get(namespace) ?? { spec: { name: namespace } };
    const known = this.resolved.get(namespace);
    if (known?.member === member && known.parent === parent) return known.tenant;
    const tenant =
      "reserve" in member ? reservingParent(member.reserve, this.cluster) : this.made(member, namespace, parent);
    this.resolved.set(namespace, { member, parent, tenant });
    return tenant;
  }

  private made({ spec }: Member, namespace: string, parent: Parent | undefined): Tenant | undefined {
    if (parent !== undefined && isStackName(spec, parent.namespace)) {
      return stackPlace(spec, { namespace, parent, cluster: this.cluster });
    }
    const context = { path: namespace, cluster: this.cluster, ...(parent === undefined ? {} : { parent }) };
    const tenant = resolveTenant(placed(spec, namespace, parent), context);
    const formIssues = [...tenant.formIssues, ...belowStack(namespace, parent)];
    // What cannot be read has a stand-in, whose namespace may be another tenant's.
    return { ...tenant, formIssues, namespace };
  }
}

/** Namespaces of the tenants that one is peered with, and of those that its stack is for. */
export function namedBy({ network: { peers }, stack }: Tenant): readonly string[] {
  const { grafanas = [], receivers = [], clusters = [], exposure } = stack ?? {};
  return [
    ...peers.map((peer) => ("toTenant" in peer ? peer.toTenant : peer.fromTenant)),
    ...[...grafanas, ...clusters].flatMap(({ tenant }) => tenant ?? []),
    ...receivers.flatMap(({ tenants = [] }) => tenants),
    ...(exposure === undefined ? [] : [exposure.fromNamespace]),
  ];
}

/** Whether all is known of what a tenant inherits. */
export function isAllAboveKnown({ parent }: Tenant): boolean {
  if (parent === undefined || !("spec" in parent)) return true;
  return !holdsInvalid(parent.spec) && isAllAboveKnown(parent);
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
