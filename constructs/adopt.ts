import { TerraformElement, type TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/** What adoption reads of a tenant. */
interface Adopted extends Construct {
  readonly namespace: string;
  readonly namespaceResource: TerraformResource;
  readonly walls: readonly TerraformResource[];
}

/**
 * Takes over what certainly exists where a namespace does: itself, and the ServiceAccount that Kubernetes makes in it.
 * All else is ours alone and is made; where one of our names is there already, an import of it would fail everywhere
 * that it is not.
 */
export function adopt(tenant: Adopted): void {
  const { namespace, namespaceResource, walls } = tenant;
  new ImportBlock(namespaceResource, "import", namespace);
  for (const account of walls.filter((wall) => wall.terraformResourceType === DEFAULT_ACCOUNT)) {
    new ImportBlock(account, "import", `${namespace}/default`);
  }
}

const DEFAULT_ACCOUNT = "kubernetes_default_service_account_v1";

/**
 * Beside its resource instead of `importFrom` on it, which would run `terraform version` at every synth.
 * @see https://developer.hashicorp.com/terraform/language/import
 */
export class ImportBlock extends TerraformElement {
  constructor(
    private readonly resource: TerraformResource,
    id: string,
    private readonly imported: string,
  ) {
    super(resource, id);
  }

  override toTerraform() {
    const { terraformResourceType, friendlyUniqueId, provider } = this.resource;
    const to = `${terraformResourceType}.${friendlyUniqueId}`;
    return { import: [{ provider: provider?.fqn, id: this.imported, to }] };
  }
}
