import type { TerraformStack } from "cdktf";
import { namespaceOf } from "../../src/model/tenant/spec/tenant-names";
import type { TenantTree } from "../../src/model/tenant/document";
import type { TopTenant } from "../add-tenants";
import type { TenantConstruct } from "../tenant-construct";
import { hasJustMoved, leftStacks, type AssignedTenant, type FleetTree } from "./assignment";
import { addressesOf, ForgottenResources, importFrom } from "./move";

export function treeOf(tenant: TopTenant): FleetTree {
  return { namespace: namespaceOf(tenant, undefined), namespaces: namespacesOf(tenant, undefined) };
}

/** The stack of a tree, and its entry in the previous assignment. */
interface PlaceChange {
  readonly entry: AssignedTenant;
  /** @default - the tree is new */
  readonly known?: AssignedTenant;
}

/** Writes what a move needs into the stacks. @returns the new entry of the tree */
export function carryOver(
  tree: readonly TenantConstruct[],
  { entry, known }: PlaceChange,
  stackOf: (name: string) => TerraformStack,
): AssignedTenant {
  const guarded = tree.filter(({ isProtected }) => isProtected).map(({ namespace }) => namespace);
  const remembered = { stack: entry.stack, held: entry.held, protected: guarded };
  const left = leftStacks(entry);
  if (left.length === 0) return remembered;
  const moving = movingResources(tree, { entry, known });
  for (const tenant of tree) importFrom(tenant, new Set(moving));
  for (const stack of left) new ForgottenResources(stackOf(stack), `left-${tree[0]?.namespace ?? ""}`, moving);
  return { ...remembered, moving };
}

/** Only resources that existed when the move began are moved: later ones do not exist yet, and cannot be imported. */
function movingResources(tree: readonly TenantConstruct[], { entry, known }: PlaceChange): readonly string[] {
  const before = known?.moving;
  if (before !== undefined && !hasJustMoved(known, entry)) return before;
  return [...new Set([...tree.flatMap(addressesOf), ...(before ?? [])])].sort();
}

function namespacesOf(tenant: TenantTree, parent: string | undefined): readonly string[] {
  const namespace = namespaceOf(tenant, parent);
  return [namespace, ...(tenant.children ?? []).flatMap((child) => namespacesOf(child, namespace))];
}
