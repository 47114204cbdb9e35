// Made by scripts/provider-bindings.ts of the provider's schema.
import type { IResolvable, TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { type Binding, BoundDataSource } from "../bound";

/** Arguments of `hikube_tenant_usage`. */
export interface DataHikubeTenantUsageConfig extends TerraformMetaArguments {
  /** Namespace of the tenant, e.g. `tenant-production-shop`. */
  readonly namespace: string;
}

/** What the schema says of the arguments. */
const BINDING: Binding = { type: "hikube_tenant_usage", version: "0.1.0", shape: { namespace: true } };

/** What a tenant may take and what it takes, by the keys of ResourceQuota: `limits.cpu`, `requests.storage`. */
export class DataHikubeTenantUsage extends BoundDataSource {
  /** Terraform's name of the type. */
  static readonly tfResourceType = "hikube_tenant_usage";

  /** @throws SpecError where a field is none of these */
  constructor(scope: Construct, id: string, config: DataHikubeTenantUsageConfig) {
    super(scope, id, BINDING, config);
  }

  /** Namespace of the tenant, e.g. `tenant-production-shop`. */
  get namespace(): string {
    return this.getStringAttribute("namespace");
  }

  /** What the namespace itself may take, as its quota says. */
  get hard(): Record<string, string> {
    return this.getStringMapAttribute("hard");
  }

  /** What it takes, as the cluster counts it. Empty until the cluster has counted. */
  get used(): Record<string, string> {
    return this.getStringMapAttribute("used");
  }

  /** What the tenant and all below it may take together. Null of a tenant that the constructs made. */
  get declared(): Record<string, string> {
    return this.getStringMapAttribute("declared");
  }

  /** What of it is set aside. Null of a tenant that the constructs made and that sets nothing aside. */
  get reserved(): Record<string, string> {
    return this.getStringMapAttribute("reserved");
  }

  /** What each tenant directly below takes of it, by namespace; of a tenant that the constructs made, of what it sets aside. Null where that is nothing. */
  get shares(): IResolvable {
    return this.interpolationForAttribute("shares");
  }

  /** What is declared, without what is reserved and what the shares take: what `hard` is where nobody changed it. Of a tenant that the constructs made, what is left of what it sets aside; null where that is nothing. */
  get left(): Record<string, string> {
    return this.getStringMapAttribute("left");
  }
}
