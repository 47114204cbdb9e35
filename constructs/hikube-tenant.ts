import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import type { ClusterFacts } from "../src/model/platform/cluster-facts";
import { externalParent } from "../src/model/tenant/external";
import type { ExternalTenantSpec } from "../src/model/tenant/spec/external-spec";
import type { TenantSpec } from "../src/model/tenant/spec/spec";
import { type IHikubeTenant, TenantConstruct } from "./tenant-construct";
import type { TenantProfile } from "./tenant-profile";

export interface HikubeTenantProps extends TenantSpec {
  /** Complete set of defaults; every other prop overrides its part. */
  readonly profile: TenantProfile;
  /** Facts of the cluster that the tenant lives on, the same that its `HikubePlatform` was given. */
  readonly cluster: ClusterFacts;
  /**
   * Provider of all the tenant's resources and of its sub-tenants'.
   * @default - the stack's only Kubernetes provider
   */
  readonly provider?: TerraformProvider;
}

export interface ExternalTenantProps extends ExternalTenantSpec {
  /** Facts of the cluster that the tenant lives on. */
  readonly cluster: ClusterFacts;
  /** Provider of the sub-tenants' resources. @default - the stack's only Kubernetes provider */
  readonly provider?: TerraformProvider;
}

/**
 * An isolated private space on a cluster: namespace, quota, limits, network policies, rights, security labels.
 * Faults in the props are not thrown here: synth reports those of the whole app at once.
 */
export class HikubeTenant extends TenantConstruct {
  constructor(scope: Construct, id: string, props: HikubeTenantProps) {
    const { cluster, provider, ...spec } = props;
    super(scope, id, spec, { cluster, provider });
  }

  /**
   * The parent of sub-tenants whose own declaration is in another app or repository; one of the same app, in whatever
   * stack, is given as itself. Nothing is made of it. A fact that is not given skips its check, with a warning at synth.
   */
  static fromNamespace(props: ExternalTenantProps): IHikubeTenant {
    const { cluster, provider, ...spec } = props;
    const tenant = externalParent(spec, cluster);
    return { namespace: tenant.namespace, tenant, provider };
  }
}
