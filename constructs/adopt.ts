import { TerraformElement, type TerraformResource } from "cdktf";
import { addressOf } from "./resource-id";
import { asTerraformText } from "./terraform-text";

/** What adoption reads of a tenant. */
interface Adopted {
  readonly namespace: string;
  readonly namespaceResource: TerraformResource;
  readonly isolation: readonly TerraformResource[];
}

/**
 * Imports what certainly exists: the namespace itself. All else is ours alone and is made; where one of our names is
 * there already, an import of it would fail everywhere that it is not.
 *
 * The ServiceAccount `default` exists too, but to make its resource takes it over, and forbids it to mount its token. An
 * import would not: the provider reads an account that says nothing of its token as one that mounts none. What pods
 * need of the account stays as it was.
 */
export function adopt({ namespace, namespaceResource, isolation }: Adopted): void {
  new ImportBlock(namespaceResource, "import", asTerraformText(namespace));
  for (const account of isolation.filter((resource) => resource.terraformResourceType === DEFAULT_ACCOUNT)) {
    account.lifecycle = { ignoreChanges: ["image_pull_secret", "secret", "metadata[0].annotations"] };
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
    /** As Terraform has to be given it. */
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
          to: { value: to, type: "simple", storageClassType: "reference" },
          id: { value: this.imported, type: "simple", storageClassType: "string" },
          provider: provider && { value: provider, type: "simple", storageClassType: "reference" },
        },
      ],
    };
  }

  private references() {
    return { provider: this.resource.provider?.fqn, to: addressOf(this.resource) };
  }
}
