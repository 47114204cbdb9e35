import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import type { TenantSpec } from "../src/model/tenant/spec/spec";
import { ExternalTenant, type TenantAttributes } from "./external-tenant";
import { givenProps } from "./given";
import type { IHikubePlatform } from "./hikube-platform";
import { type IHikubeTenant, TenantConstruct, type TenantOptions } from "./tenant-construct";
import type { TenantProfile } from "./tenant-profile";

export interface HikubeTenantProps extends Omit<TenantSpec, "monitoring">, TenantOptions {
  /**
   * The platform that the tenant lives on, and waits for: a `HikubePlatform` of this app, or
   * `HikubePlatform.fromClusterFacts` where it is applied elsewhere.
   */
  readonly platform: IHikubePlatform;
  /** Complete set of defaults; every other prop overrides its part. */
  readonly profile: TenantProfile;
  /** Provider of all the tenant's resources and of its sub-tenants'. @default - the platform's */
  readonly provider?: TerraformProvider;
}

/**
 * An isolated private space on a cluster: namespace, quota, limits, network policies, rights, security labels. Invalid
 * props do not throw here: synth reports all faults of the app at once.
 */
export class HikubeTenant extends TenantConstruct {
  constructor(scope: Construct, id: string, props: HikubeTenantProps) {
    const { platform, provider, movedFrom, ...spec } = givenProps(scope, id, props);
    super(scope, id, spec, { platform, provider, movedFrom });
  }

  /**
   * The parent of sub-tenants whose own declaration is in another app or repository; one of the same app, in whatever
   * stack, is given as itself. It has no resources here. Checks that need a missing fact are skipped, with a warning at
   * synth.
   */
  static fromTenantAttributes(scope: Construct, id: string, attributes: TenantAttributes): IHikubeTenant {
    return new ExternalTenant(scope, id, attributes);
  }
}
