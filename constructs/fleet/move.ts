import { TerraformElement, type TerraformResource, type TerraformStack } from "cdktf";
import { ImportBlock } from "../adopt";
import type { TenantConstruct } from "../tenant-construct";

/** The resources of a tenant by their Terraform address, which is the same in whatever stack it stands. */
export function addressesOf(tenant: TenantConstruct): readonly string[] {
  return resourcesOf(tenant).map(addressOf);
}

/** Lets a tenant's new stack take over what stands already; what came to be after the move began is made. */
export function importFrom(tenant: TenantConstruct, moving: ReadonlySet<string>): void {
  for (const resource of resourcesOf(tenant)) {
    // A tenant that is adopted has some of its imports already.
    if (!moving.has(addressOf(resource)) || resource.node.tryFindChild("import") !== undefined) continue;
    new ImportBlock(resource, "import", importId(resource));
  }
}

/**
 * Lets a stack forget resources without destroying them. Does nothing where it holds none of them.
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

function resourcesOf({ namespaceResource, isolation, bindings }: TenantConstruct): readonly TerraformResource[] {
  return [namespaceResource, ...isolation, ...bindings];
}

function addressOf({ terraformResourceType, friendlyUniqueId }: TerraformResource): string {
  return `${terraformResourceType}.${friendlyUniqueId}`;
}

interface Metadata {
  readonly namespace?: string;
  readonly name: string;
}

/** How the Kubernetes provider is told what to import: `NAMESPACE/NAME`, a namespace by its name alone. */
function importId(resource: TerraformResource): string {
  // What the bindings say of their inputs, behind a base class that does not know them.
  const { metadataInput, manifestInput } = resource as unknown as {
    readonly metadataInput?: Metadata;
    readonly manifestInput?: { readonly apiVersion: string; readonly kind: string; readonly metadata: Metadata };
  };
  if (metadataInput !== undefined) return [metadataInput.namespace, metadataInput.name].filter(isGiven).join("/");
  if (manifestInput === undefined) throw new Error(`${resource.node.path} has no name to import it by`);
  const { apiVersion, kind, metadata } = manifestInput;
  const { namespace, name } = metadata;
  const parts = Object.entries({ apiVersion, kind, namespace, name }).filter(([, value]) => isGiven(value));
  return parts.map(([key, value]) => `${key}=${String(value)}`).join(",");
}

function isGiven(value: unknown): boolean {
  return value !== undefined;
}
