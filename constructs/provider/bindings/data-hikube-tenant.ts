// Made by scripts/provider-bindings.ts of the provider's schema.
import type { IResolvable, TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { type Binding, BoundDataSource } from "../bound";

/** Arguments of `hikube_tenant`. */
export interface DataHikubeTenantConfig extends TerraformMetaArguments {
  /** Namespace of the tenant, e.g. `tenant-production-shop`. */
  readonly namespace: string;
}

/** What the schema says of the arguments. */
const BINDING: Binding = { type: "hikube_tenant", version: "0.1.0", shape: { namespace: true } };

/** A tenant as it is on the cluster, also where another configuration or the constructs made it. */
export class DataHikubeTenant extends BoundDataSource {
  /** Terraform's name of the type. */
  static readonly tfResourceType = "hikube_tenant";

  /** @throws SpecError where a field is none of these */
  constructor(scope: Construct, id: string, config: DataHikubeTenantConfig) {
    super(scope, id, BINDING, config);
  }

  /** Namespace of the tenant, e.g. `tenant-production-shop`. */
  get namespace(): string {
    return this.getStringAttribute("namespace");
  }

  /** Name of the tenant below its parent. */
  get name(): string {
    return this.getStringAttribute("name");
  }

  /** Namespace of the tenant above. Null of a top tenant. */
  get parent(): string {
    return this.getStringAttribute("parent");
  }

  /** Namespaces of the tenants directly below, sorted. */
  get children(): string[] {
    return this.getListAttribute("children");
  }

  /** The profile that its defaults come from: `production`, `staging`, `development` or `sandbox`. */
  get profile(): string {
    return this.getStringAttribute("profile");
  }

  /** What made it: `hikube`, this provider, or `kubernetes`, the constructs with the Kubernetes provider. */
  get engine(): string {
    return this.getStringAttribute("engine");
  }

  /** Cost center that its use is charged to. Null where none is given. */
  get costCenter(): string {
    return this.getStringAttribute("cost_center");
  }

  /** Project that its use is charged to. Null where none is given. */
  get project(): string {
    return this.getStringAttribute("project");
  }

  /** Who answers for it. Null where nobody is named. */
  get owner(): string {
    return this.getStringAttribute("owner");
  }

  /** Whether it refuses to be deleted. */
  get protected(): IResolvable {
    return this.interpolationForAttribute("protected");
  }

  /** Whether it may run no pods. */
  get suspended(): IResolvable {
    return this.interpolationForAttribute("suspended");
  }

  /** When it ends, in RFC 3339, or `never`. Null where it has no end. */
  get expiresAt(): string {
    return this.getStringAttribute("expires_at");
  }

  /** All labels of the namespace. */
  get labels(): Record<string, string> {
    return this.getStringMapAttribute("labels");
  }
}
