import { TerraformElement, TerraformResource, type TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { wasOfObjects } from "./engine/engine";
import { invalidMove, type Move, movedWithEngine } from "./move-issues";
import { registryOf } from "./registry";
import { addressOf } from "./resource-id";
import type { TenantConstruct } from "./tenant-construct";
import { hclReference } from "./terraform-text";

/** Ids of constructs, as they are in paths and as addresses are made of them. */
const PATH = /^[A-Za-z0-9_][A-Za-z0-9_.-]*(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$/;

/** Emits a `moved` block for each resource of a tenant that was below another path. */
export function moveFrom(construct: TenantConstruct, former: string): void {
  const stack = construct.namespaceResource.cdktfStack;
  const start = `${stack.node.path}/`;
  const path: unknown = former;
  if (typeof path !== "string" || !PATH.test(path)) {
    registryOf(construct).report(invalidMove([construct.node.path, "movedFrom"], path));
    return;
  }
  if (wasOfObjects(construct.platform)) {
    registryOf(construct).report(movedWithEngine([construct.node.path, "movedFrom"], path));
    return;
  }
  const ids = (path.startsWith(start) ? path.slice(start.length) : path).split("/");
  const moves = () => movesOf(construct, stack, ids);
  new MovedResources(construct, "moved", moves);
  registryOf(construct).moves.push({ tenant: construct.node.path, former: path, stack, moves });
}

/** Looked up late: a tenant gets resources until synth, such as those of `allowTo`. */
function movesOf(construct: Construct, stack: TerraformStack, former: readonly string[]): readonly Move[] {
  const resources = construct.node.children.filter((child) => TerraformResource.isTerraformResource(child));
  return resources.map((resource) => ({
    from: `${resource.terraformResourceType}.${formerId(stack, [...former, resource.node.id])}`,
    to: addressOf(resource),
  }));
}

/** The logical id of an element at a path, as the stack itself computes it from constructs that are removed again. */
function formerId(stack: TerraformStack, ids: readonly string[]): string {
  const made: [Construct, string][] = [];
  let at: Construct = stack;
  for (const id of ids) {
    const known = at.node.tryFindChild(id);
    const next = known instanceof Construct ? known : new Construct(at, id);
    if (known === undefined) made.push([at, id]);
    at = next;
  }
  const logicalId = stack.getLogicalId(at.node);
  for (const [scope, id] of made.reverse()) scope.node.tryRemoveChild(id);
  return logicalId;
}

/** @see https://developer.hashicorp.com/terraform/language/block/moved */
class MovedResources extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly moves: () => readonly Move[],
  ) {
    super(scope, id);
  }

  override toTerraform() {
    return { moved: this.moves() };
  }

  /** What `cdktf synth --hcl` prints. */
  override toHclTerraform() {
    return { moved: this.moves().map(({ from, to }) => ({ from: hclReference(from), to: hclReference(to) })) };
  }
}
