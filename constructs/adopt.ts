import { TerraformElement, type TerraformResource } from "cdktf";
import { addressOf } from "./resource-id";
import { asTerraformText, hclReference } from "./terraform-text";

/** What adoption reads of a tenant. */
interface Adopted {
  readonly namespace: string;
  readonly namespaceResource: TerraformResource;
  readonly isolation: readonly TerraformResource[];
}

/**
 * Imports the namespace, the only object that certainly exists: an import of anything else would fail in a namespace
 * that lacks it. All other objects are created.
 *
 * The ServiceAccount `default` exists too, but creating its resource takes it over and stops it from mounting its token.
 * An import would not: the provider reads an account that does not set `automountServiceAccountToken` as one that mounts
 * none. The account's image pull secrets, secrets and annotations stay, because pods use them.
 */
export function adopt({ namespace, namespaceResource, isolation }: Adopted): void {
  new ImportBlock(namespaceResource, "import", asTerraformText(namespace));
  for (const account of isolation.filter((resource) => resource.terraformResourceType === DEFAULT_ACCOUNT)) {
    account.lifecycle = { ignoreChanges: ["image_pull_secret", "secret", "metadata[0].annotations"] };
  }
}

const DEFAULT_ACCOUNT = "kubernetes_default_service_account_v1";

/**
 * An `import` block as an element of its own, because `importFrom` runs `terraform version` at every synth.
 * @see https://developer.hashicorp.com/terraform/language/import
 */
export class ImportBlock extends TerraformElement {
  constructor(
    private readonly resource: TerraformResource,
    id: string,
    /** Escaped for Terraform. */
    private readonly imported: string,
  ) {
    super(resource, id);
  }

  override toTerraform() {
    const { provider, to } = this.references();
    return { import: [{ provider, id: this.imported, to }] };
  }

  /** What `cdktf synth --hcl` prints. */
  override toHclTerraform() {
    const { provider, to } = this.references();
    return {
      import: [
        {
          to: hclReference(to),
          id: { value: this.imported, type: "simple", storageClassType: "string" },
          provider: provider && hclReference(provider),
        },
      ],
    };
  }

  private references() {
    return { provider: this.resource.provider?.fqn, to: addressOf(this.resource) };
  }
}
