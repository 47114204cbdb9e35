import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { externalParent, externalWarnings } from "../src/model/tenant/external";
import { knownCluster } from "../src/model/cluster/known-cluster";
import type { ExternalTenantSpec } from "../src/model/tenant/spec/external-spec";
import { engineOf, providerOf } from "./engine/engine";
import { givenProps, propIssues } from "./given";
import { givenPlatform } from "./given-platform";
import type { IHikubePlatform } from "./hikube-platform";
import { registryOf } from "./registry";
import type { IHikubeTenant } from "./tenant-construct";
import { record } from "./tenant-record";
import { warn } from "./unchecked";

export interface TenantAttributes extends ExternalTenantSpec {
  /** The platform that the tenant lives on. */
  readonly platform: IHikubePlatform;
  /** Provider of the sub-tenants' resources. @default - the platform's */
  readonly provider?: TerraformProvider;
}

/** A tenant that is declared elsewhere. It has no resources here. */
export class ExternalTenant extends Construct implements IHikubeTenant {
  readonly namespace: string;
  readonly platform: IHikubePlatform;
  readonly provider?: TerraformProvider;

  constructor(scope: Construct, id: string, attributes: TenantAttributes) {
    const { provider, platform: given, ...spec } = givenProps(scope, id, attributes);
    super(scope, id);
    const platform = givenPlatform(given, this);
    registryOf(this).report(...propIssues({ provider }, { provider: providerOf(engineOf(platform)) }, this.node.path));
    const node = registryOf(this).external(externalParent(spec, knownCluster(platform.cluster)));
    record(this, node);
    this.namespace = node.external.namespace;
    this.platform = platform;
    this.provider = provider ?? platform.provider;
    warn(this, externalWarnings(node.external));
  }
}
