import type { Construct } from "constructs";
import type { TenantSpec } from "../src/model/tenant/spec/spec";
import { type IHikubeTenant, TenantConstruct, type TenantOptions } from "./tenant-construct";
import { givenProps, pathOf } from "./given";
import { givenParent } from "./tenant-record";

export interface HikubeSubTenantProps extends Omit<TenantSpec, "monitoring">, TenantOptions {
  /** A tenant or another sub-tenant, of this stack or of another one of the same app. */
  readonly parent: IHikubeTenant;
}

/**
 * A tenant inside a tenant, at any depth. Its quota is taken out of the parent's, the parent's rights apply to it too,
 * and it may be stricter than the parent, never laxer. Platform and provider are the parent's.
 */
export class HikubeSubTenant extends TenantConstruct {
  constructor(scope: Construct, id: string, props: HikubeSubTenantProps) {
    const { parent: given, movedFrom, ...spec } = givenProps(scope, id, props);
    const parent = givenParent(given, pathOf(scope, id), scope);
    super(scope, id, spec, { platform: parent.platform, parent, movedFrom });
  }
}
