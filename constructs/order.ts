import type { TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { KubeObject } from "../src/model/kubernetes/kube-object";
import type { TenantIsolation } from "../src/model/tenant/objects/objects";
import { deferredString } from "./deferred";
import { emit } from "./manifest";
import { addressOf, resourceId } from "./resource-id";

/**
 * Lets a resource wait for another: by `depends_on` within a stack, by the order of the stacks across two. Never by
 * a reference across stacks, which would need the other stack's state.
 */
export function waitFor(waiting: TerraformResource, awaited: TerraformResource): void {
  if (waiting.cdktfStack === awaited.cdktfStack) addDependencies(waiting, [lateAddress(awaited)]);
  else waiting.cdktfStack.addDependency(awaited.cdktfStack);
}

/**
 * Makes the resources of a group of objects, all of which wait for all of `before`. With few edges, because Terraform's
 * apply time grows faster than their number: the first resource waits for all, the others wait for the first.
 */
export function emitGroup(
  scope: Construct,
  objects: readonly KubeObject[],
  before: readonly TerraformResource[],
  meta: TerraformMetaArguments,
): readonly TerraformResource[] {
  const group: TerraformResource[] = [];
  let awaited = before.map(lateAddress);
  for (const object of objects) {
    const resource = emit(scope, resourceId(object), object, meta);
    if (awaited.length > 0) addDependencies(resource, awaited);
    if (awaited.length > 1) awaited = [lateAddress(resource)];
    group.push(resource);
  }
  return group;
}

/** As `emitGroup`, but the last resource also waits for the whole group, so that others can wait for it alone. */
export function emitClosedGroup(
  scope: Construct,
  objects: readonly KubeObject[],
  before: readonly TerraformResource[],
  meta: TerraformMetaArguments,
): readonly TerraformResource[] {
  const group = emitGroup(scope, objects.slice(0, -1), before, meta);
  return [...group, ...emitGroup(scope, objects.slice(-1), group.length === 0 ? before : group, meta)];
}

/** The resources of a tenant's isolation, some of which others wait for. */
export interface Isolation {
  /** In the order of the objects. */
  readonly all: readonly TerraformResource[];
  /** Its quota: created after the base isolation, and removed before any of it. */
  readonly quota: TerraformResource;
  /** The resources to wait for, to wait for all of it. */
  readonly last: readonly TerraformResource[];
}

/**
 * Makes the isolation of a tenant. Terraform destroys in the reverse order, so this order decides what lasts longest:
 * the policies that deny are created first, and the quota, which sub-tenants wait for, after the base isolation. So the
 * base isolation stays as long as a sub-tenant exists, and a parent's quota grows only when the child is gone.
 *
 * @see https://github.com/hashicorp/terraform/blob/main/docs/destroying.md
 */
export function emitIsolation(
  scope: Construct,
  { denials, base, quota, ways }: TenantIsolation,
  namespace: TerraformResource,
  meta: TerraformMetaArguments,
): Isolation {
  const denying: TerraformResource[] = [];
  for (const denial of denials) denying.push(...emitGroup(scope, [denial], [denying.at(-1) ?? namespace], meta));
  const closed = [denying.at(-1) ?? namespace];
  const standing = emitGroup(scope, base, closed, meta);
  const bound = emit(scope, resourceId(quota), quota, meta);
  addDependencies(bound, (standing.length === 0 ? closed : standing).map(lateAddress));
  const opening = emitGroup(scope, ways, closed, meta);
  return { all: [...denying, ...standing, bound, ...opening], quota: bound, last: [bound, ...opening] };
}

/** Read late, so that a caller may still override the resource's logical id. */
function lateAddress(resource: TerraformResource): string {
  return deferredString(() => addressOf(resource));
}

function addDependencies(resource: TerraformResource, addresses: readonly string[]): void {
  resource.dependsOn = [...(resource.dependsOn ?? []), ...addresses];
}
