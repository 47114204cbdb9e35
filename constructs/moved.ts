import { TerraformElement, type TerraformResource, type TerraformStack } from "cdktf";
import { Construct } from "constructs";
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
  if (typeof path !== "string" || !PATH.test(path) || path === construct.node.path) {
    registryOf(construct).report({
      path: [construct.node.path, "movedFrom"],
      code: "invalid-move",
      message: "invalid path of a construct",
      received: JSON.stringify(path),
      expected: `the path that the tenant had in this stack, such as "production/shop", not the one that it has`,
      hint: "take it from `path` in the hikube.json of the last synth",
    });
    return;
  }
  const ids = (path.startsWith(start) ? path.slice(start.length) : path).split("/");
  const moves = construct.resources.map((resource) => ({
    from: `${resource.terraformResourceType}.${formerId(stack, [...ids, ...idsBelow(construct, resource)])}`,
    to: () => addressOf(resource),
  }));
  new MovedResources(construct, "moved", moves);
}

function idsBelow(construct: TenantConstruct, resource: TerraformResource): readonly string[] {
  return resource.node.path.slice(construct.node.path.length + 1).split("/");
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

interface Move {
  readonly from: string;
  readonly to: () => string;
}

/** @see https://developer.hashicorp.com/terraform/language/block/moved */
class MovedResources extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly moves: readonly Move[],
  ) {
    super(scope, id);
  }

  override toTerraform() {
    return { moved: this.moves.map(({ from, to }) => ({ from, to: to() })) };
  }

  /** What `cdktf synth --hcl` prints. */
  override toHclTerraform() {
    return { moved: this.moves.map(({ from, to }) => ({ from: hclReference(from), to: hclReference(to()) })) };
  }
}
