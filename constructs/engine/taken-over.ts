import { App, TerraformElement, TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { addressOf } from "../resource-id";

/** What the other engine made at the place of a resource. */
export interface Former {
  /** Makes the resources of the other engine below a construct that is in no app. */
  readonly emit: (place: Construct) => void;
  /** Type of the resource whose place in the state it takes. @default - it takes none */
  readonly becomes?: string;
}

/**
 * Blocks by which the one resource of a construct takes over what the other engine made of it: the namespace moves, all
 * else leaves the state, and nothing is destroyed. Where the state has none of it they do nothing.
 *
 * @see https://developer.hashicorp.com/terraform/language/block/moved
 * @see https://developer.hashicorp.com/terraform/language/block/removed
 */
export class TakenOver extends TerraformElement {
  constructor(
    private readonly resource: TerraformResource,
    private readonly former: Former,
  ) {
    super(resource, "taken-over");
  }

  /** Looked up late: other tenants open ways to a tenant until synth. */
  override toTerraform() {
    const addresses = formerAddresses(this.resource, this.former.emit);
    const moving = addresses.filter((address) => address.startsWith(`${this.former.becomes ?? ""}.`));
    const leaving = addresses.filter((address) => !moving.includes(address));
    return {
      moved: moving.map((from) => ({ from, to: addressOf(this.resource) })),
      removed: leaving.map((from) => ({ from, lifecycle: { destroy: false } })),
    };
  }
}

/** Addresses follow from the ids of constructs below their stack: the same ones are made in a stack that is thrown away. */
function formerAddresses(resource: TerraformResource, emit: Former["emit"]): readonly string[] {
  const { scopes } = resource.node;
  const inside = scopes.slice(scopes.indexOf(resource.cdktfStack) + 1, -1);
  const stack = new TerraformStack(new App({ stackTraces: false }), "former");
  const place = inside.reduce<Construct>((at, { node }) => new Construct(at, node.id), stack);
  emit(place);
  const made = place.node.findAll().filter((one) => TerraformResource.isTerraformResource(one));
  return made.map(addressOf);
}
