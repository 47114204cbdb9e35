// Made by scripts/provider-bindings.ts of the provider's schema.
import type { IResolvable, TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { type Binding, BoundDataSource, type OrToken } from "../bound";

/** Arguments of `hikube_tenants`. */
export interface DataHikubeTenantsConfig extends TerraformMetaArguments {
  /** Only those directly below this namespace; `""` for top tenants. All where it is not set. */
  readonly parent?: string;
  /** Only those whose namespaces carry these labels: `{ "hikube.cloud/profile" = "production" }`. */
  readonly labels?: OrToken<Readonly<Record<string, string>>>;
}

/** What the schema says of the arguments. */
const BINDING: Binding = { type: "hikube_tenants", version: "0.1.0", shape: { parent: true, labels: true } };

/** The tenants of the cluster, whatever made them, sorted by namespace. */
export class DataHikubeTenants extends BoundDataSource {
  /** Terraform's name of the type. */
  static readonly tfResourceType = "hikube_tenants";

  /** @throws SpecError where a field is none of these */
  constructor(scope: Construct, id: string, config: DataHikubeTenantsConfig = {}) {
    super(scope, id, BINDING, config);
  }

  /** Only those directly below this namespace; `""` for top tenants. All where it is not set. */
  get parent(): string {
    return this.getStringAttribute("parent");
  }

  /** Only those whose namespaces carry these labels: `{ "hikube.cloud/profile" = "production" }`. */
  get labels(): Record<string, string> {
    return this.getStringMapAttribute("labels");
  }

  /** Their namespaces. */
  get namespaces(): string[] {
    return this.getListAttribute("namespaces");
  }

  /** What is known of each. */
  get tenants(): IResolvable {
    return this.interpolationForAttribute("tenants");
  }
}
