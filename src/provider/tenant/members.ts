import { sameJson } from "../../model/json";
import { holdsInvalid } from "../../model/schema/invalid";
import type { ReserveRecord } from "../../model/tenant/objects/reserve";
import type { TenantSpec } from "../../model/tenant/spec/spec";

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
  private readonly changed = new Map<string | undefined, Set<string>>();

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

  /** Those of them that came, went or changed since this was last asked. */
  takeChanged(parent: string): ReadonlySet<string> {
    const changed = this.changed.get(parent) ?? new Set();
    this.changed.delete(parent);
    return changed;
  }

  /** Takes a tenant, in place of what it was; without a member, it goes. The same as before changes nothing. */
  set(namespace: string, member: Relative | undefined): void {
    const before = this.all.get(namespace);
    if (isSame(before, member)) return;
    if (before !== undefined) this.leave(namespace);
    if (member === undefined) return;
    this.all.set(namespace, member);
    const parent = this.parentOf(namespace);
    entry(this.below, parent).add(namespace);
    entry(this.changed, parent).add(namespace);
  }

  private leave(namespace: string): void {
    const parent = this.parentOf(namespace);
    this.below.get(parent)?.delete(namespace);
    entry(this.changed, parent).add(namespace);
    this.all.delete(namespace);
  }
}

function entry(sets: Map<string | undefined, Set<string>>, key: string | undefined): Set<string> {
  const known = sets.get(key);
  if (known !== undefined) return known;
  const set = new Set<string>();
  sets.set(key, set);
  return set;
}

/** Whether two say the same tenant. The namespace is the same on both sides; only where it does not follow from the name it is recorded. */
export function sameMember(left: Member, right: Member): boolean {
  if (left.parent !== right.parent || holdsInvalid(left.spec) || holdsInvalid(right.spec)) return false;
  return sameJson({ ...left.spec, namespace: undefined }, { ...right.spec, namespace: undefined });
}

function isSame(left: Relative | undefined, right: Relative | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  if ("spec" in left && "spec" in right) return left === right || sameMember(left, right);
  return sameJson(left, right);
}
