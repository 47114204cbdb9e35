import { TerraformElement, type TerraformResource, type TerraformStack } from "cdktf";
import { importId, kindOfType, type Kind } from "../../src/model/kubernetes/kinds";
import { ImportBlock } from "../adopt";
import { Tenant } from "../provider/bindings/tenant";
import { addressOf } from "../resource-id";
import type { TenantConstruct } from "../tenant-construct";

/** The resources of a tenant by their Terraform address, which is the same in every stack. */
export function addressesOf(tenant: TenantConstruct): readonly string[] {
  return tenant.resources.map(addressOf);
}

/** Imports existing resources into a tenant's new stack; those declared after the move began are created. */
export function importFrom(tenant: TenantConstruct, moving: ReadonlySet<string>): void {
  for (const resource of tenant.resources) {
    // An adopted tenant has some of these imports already.
    if (!moving.has(addressOf(resource)) || resource.node.tryFindChild("import") !== undefined) continue;
    new ImportBlock(resource, "import", importIdOf(resource, tenant));
  }
}

/**
 * Removes resources from a stack's state without destroying them. Does nothing if it has none of them.
 *
 * @see https://developer.hashicorp.com/terraform/language/block/removed
 */
export class ForgottenResources extends TerraformElement {
  constructor(
    stack: TerraformStack,
    id: string,
    private readonly addresses: readonly string[],
  ) {
    super(stack, id);
  }

  override toTerraform() {
    return { removed: this.addresses.map((from) => ({ from, lifecycle: { destroy: false } })) };
  }
}

interface Metadata {
  readonly namespace?: string;
  readonly name: string;
}

/** What its provider imports a resource by. */
function importIdOf(resource: TerraformResource, tenant: TenantConstruct): string {
  if (resource.terraformResourceType === Tenant.tfResourceType) return tenant.namespace;
  // The inputs of the bindings, which their base class does not declare.
  const { metadataInput, manifestInput } = resource as unknown as {
    readonly metadataInput?: Metadata;
    readonly manifestInput?: Kind & { readonly metadata: Metadata };
  };
  const { terraformResourceType: type } = resource;
  const kind = manifestInput ?? kindOfType(type);
  const metadata = metadataInput ?? manifestInput?.metadata;
  if (kind === undefined || metadata === undefined)
    throw new Error(`${resource.node.path} has no name to import it by`);
  const { name, namespace } = metadata;
  return importId({ type, apiVersion: kind.apiVersion, kind: kind.kind, name, namespace });
}
