import { DataKubernetesNamespaceV1 } from "@cdktf/provider-kubernetes/lib/data-kubernetes-namespace-v1";
import { TerraformElement, type TerraformDataSource, type TerraformResource } from "cdktf";
import { addressOf } from "./resource-id";
import { asTerraformText, hclReference } from "./terraform-text";

/** What adoption reads of a tenant. */
interface Adopted {
  readonly namespace: string;
  readonly namespaceResource: TerraformResource;
  readonly isolation: readonly TerraformResource[];
}

/**
 * Imports the namespace if it is there: what is adopted is made anew in a fresh cluster. It is the only object that certainly exists: an import of anything else would fail in a namespace
 * that lacks it. All other objects are created.
 *
 * The ServiceAccount `default` exists too, but creating its resource takes it over and stops it from mounting its token.
 * An import would not: the provider reads an account that does not set `automountServiceAccountToken` as one that mounts
 * none. The account's image pull secrets, secrets and annotations stay, because pods use them.
 */
export function adopt({ namespace, namespaceResource, isolation }: Adopted): void {
  const { provider } = namespaceResource;
  const found = new DataKubernetesNamespaceV1(namespaceResource, "existing", {
    ...(provider === undefined ? {} : { provider }),
    metadata: { name: asTerraformText(namespace) },
  });
  new ImportBlock(namespaceResource, "import", asTerraformText(namespace), isThere(found));
  for (const account of isolation.filter((resource) => resource.terraformResourceType === DEFAULT_ACCOUNT)) {
    account.lifecycle = { ignoreChanges: ["image_pull_secret", "secret", "metadata[0].annotations"] };
  }
}

/** The provider takes a namespace that is not there for an empty one, which has no uid. */
function isThere({ terraformResourceType, friendlyUniqueId }: TerraformDataSource): string {
  return `toset(coalesce(data.${terraformResourceType}.${friendlyUniqueId}.metadata[0].uid, "-") == "-" ? [] : ["it"])`;
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
    /** Expression of a set that is empty where nothing is to be imported. @default - it is always imported */
    private readonly forEach?: string,
  ) {
    super(resource, id);
  }

  override toTerraform() {
    const { provider, to } = this.references();
    const only = this.forEach === undefined ? {} : { for_each: `\${${this.forEach}}` };
    return { import: [{ ...only, provider, id: this.imported, to }] };
  }

  /** What `cdktf synth --hcl` prints. */
  override toHclTerraform() {
    const { provider, to } = this.references();
    return {
      import: [
        {
          ...(this.forEach === undefined ? {} : { for_each: hclReference(this.forEach) }),
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
