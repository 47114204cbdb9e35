import type { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import type { TerraformProvider, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { Issue } from "../src/model/issue";
import { resolveTenant } from "../src/model/tenant/resolve/resolve";
import type { Parent } from "../src/model/tenant/resolve/tenant";
import { amountWarnings } from "../src/model/tenant/rules/amount-warnings";
import { exposeWarnings } from "../src/model/tenant/rules/expose-rules";
import type { PortSpec, TenantSpec } from "../src/model/tenant/spec/spec";
import { adopt } from "./adopt";
import { engineOf, providerOf, wasOfObjects } from "./engine/engine";
import { emitTenant } from "./engine/tenant-resource";
import { emitObjects } from "./engine/tenant-resources";
import { propIssues } from "./given";
import { givenPlatform } from "./given-platform";
import type { IHikubePlatform } from "./hikube-platform";
import { isKnown } from "./known";
import { moveFrom } from "./moved";
import { waitFor } from "./order";
import { openWay, wayIssues } from "./open-way";
import type { Tenant as TenantResource } from "./provider/bindings/tenant";
import { type GrowingNode, registryOf } from "./registry";
import { nodeOf, parentOf, record } from "./tenant-record";
import { optionIssues, withoutOptions } from "./tenant-options";
import { warn, warnOfUnchecked } from "./unchecked";

/** What a sub-tenant needs of its parent. */
export interface IHikubeTenant {
  /** Name of the tenant's namespace: its identity in the cluster. */
  readonly namespace: string;
  /** The platform that the tenant lives on. */
  readonly platform: IHikubePlatform;
  /**
   * Resource of the namespace; with the engine `hikube` of the whole tenant.
   * @default - the namespace is made elsewhere
   */
  readonly namespaceResource?: NamespaceV1 | TenantResource;
  /**
   * Resource of the quota that sub-tenants take their shares of: their namespaces wait for it, so that Terraform gives
   * a share back only when the sub-tenant is gone. @default - the quota is made elsewhere
   */
  readonly quotaResource?: TerraformResource;
  /** Provider of the tenant's resources and of its sub-tenants'. @default - the platform's */
  readonly provider?: TerraformProvider;
}

/** Options of tenants beside the spec. */
export interface TenantOptions {
  /**
   * Where the construct was before it was renamed or given another parent construct: its path in the stack, or the
   * whole path as `hikube.json` has it. Every resource of the tenant is then moved in Terraform's state, and none is
   * replaced. The tenant's name and namespace stay what they were. Keep it until it has been applied to every state.
   * @see https://developer.hashicorp.com/terraform/language/block/moved
   * @default - it was not moved
   */
  readonly movedFrom?: string;
}

/** Where a tenant is. */
export interface TenantPlace extends TenantOptions {
  /** Whether it is the place of its parent's monitoring stack. @default false */
  readonly isStack?: boolean;
  readonly platform: IHikubePlatform;
  readonly parent?: IHikubeTenant;
  readonly provider?: TerraformProvider;
}

/** Props that are no part of the spec. */
const TOP_OPTIONS = ["platform", "provider", "movedFrom"];
const SUB_OPTIONS = ["parent", "movedFrom"];

/** What top tenants and sub-tenants have in common. */
export abstract class TenantConstruct extends Construct implements IHikubeTenant {
  /** Name of the tenant's namespace: its identity in the cluster. */
  readonly namespace: string;
  /** The platform that the tenant lives on. */
  readonly platform: IHikubePlatform;
  /** Provider of the tenant's resources and of its sub-tenants'. @default - the platform's */
  readonly provider?: TerraformProvider;
  /** Whether the tenant is protected from deletion. */
  readonly isProtected: boolean;
  /**
   * Resource of the namespace, for what the props do not offer (an import, a lifecycle rule). With the engine `hikube` the one
   * resource of the tenant; it has `parent`, and a NamespaceV1 has `metadata`.
   */
  readonly namespaceResource: NamespaceV1 | TenantResource;
  /** Resource of the quota, which is created after the base isolation. With the engine `hikube` the tenant's one resource. */
  readonly quotaResource: TerraformResource;
  /** Quotas, limits, policies: everything that must exist before anybody gets access. With the engine `hikube` none. */
  readonly isolation: readonly TerraformResource[];
  /** Role bindings, made after the isolation. With the engine `hikube` none. */
  readonly bindings: readonly TerraformResource[];

  protected constructor(scope: Construct, id: string, given: TenantSpec, place: TenantPlace) {
    super(scope, id);
    const { parent, provider } = place;
    const platform = givenPlatform(place.platform, this);
    const engine = engineOf(platform);
    const misplaced = optionIssues(given, place.parent === undefined ? TOP_OPTIONS : SUB_OPTIONS, this.node.path);
    const spec = withoutOptions(given, misplaced);
    registryOf(this).report(
      ...misplaced,
      ...propIssues({ provider }, { provider: providerOf(engine) }, this.node.path),
    );
    const { known, roots } = registryOf(this).cluster(platform.cluster);
    const above = parent && parentOf(parent);
    const { isStack } = place;
    registryOf(this).report(...belowStack(above, this.node.path));
    const tenant = resolveTenant(spec, { path: this.node.path, parent: above, cluster: known, isStack });
    const node: GrowingNode = { tenant, children: [] };
    (parent === undefined ? roots : nodeOf(parent).children).push(node);
    record(this, node);
    this.platform = platform;
    this.provider = provider ?? parent?.provider ?? platform.provider;
    this.namespace = tenant.namespace;
    this.isProtected = tenant.protected;
    const plot = { construct: this, node, provider: this.provider, ordered: this.waitForOthers.bind(this, parent) };
    const resources = engine === "hikube" ? emitTenant(plot, parent, wasOfObjects(platform)) : emitObjects(plot);
    this.namespaceResource = resources.namespaceResource;
    this.quotaResource = resources.quotaResource;
    this.isolation = resources.isolation;
    this.bindings = resources.bindings;
    if (tenant.adopt && engine === "kubernetes") adopt(this);
    if (place.movedFrom !== undefined) moveFrom(this, place.movedFrom);
    warn(this, [...amountWarnings(tenant, isKnown), ...exposeWarnings(tenant, isKnown)]);
    if (above !== undefined) warnOfUnchecked(this, above, tenant);
  }

  /** All resources of the tenant. */
  get resources(): readonly TerraformResource[] {
    return [this.namespaceResource, ...this.isolation, ...this.bindings];
  }

  /**
   * Lets this tenant's pods connect to ports of another tenant's pods, and adds both sides: this one's egress and the
   * other's ingress. The other tenant must be in the same app; tenants of different repositories use `network.peers` on
   * both sides.
   * @param other - tenant or sub-tenant of the same cluster, not this one
   * @param ports - ports of the other's pods (policies see the pod's port, not a Service's); at least one
   */
  allowTo(other: TenantConstruct, ...ports: readonly PortSpec[]): void {
    const issues = wayIssues(this, other, ports);
    registryOf(this).report(...issues);
    if (issues.length > 0) return;
    openWay(this, { toTenant: other.namespace, ports });
    openWay(other, { fromTenant: this.namespace, ports });
  }

  /** The parent of a sub-tenant waits for the platform. */
  private waitForOthers(parent: IHikubeTenant | undefined, first: TerraformResource): void {
    const awaited = parent?.quotaResource ?? parent?.namespaceResource;
    const { ready } = this.platform;
    if (awaited !== undefined) waitFor(first, awaited);
    // Two stacks that hold parts of each other's trees cannot be ordered: the tree then decides, the platform yields.
    else if (ready !== undefined && !ready.cdktfStack.dependsOn(first.cdktfStack)) waitFor(first, ready);
  }
}

/** A sub-tenant of a stack would share its namespace tree with what reads everybody's data. */
function belowStack(parent: Parent | undefined, path: string): readonly Issue[] {
  if (parent === undefined || !("isStack" in parent) || !parent.isStack) return [];
  return [
    {
      path: [path, "parent"],
      code: "wrong-type",
      message: "not a tenant that can have sub-tenants",
      received: "a HikubeMonitoring",
      expected: "a HikubeTenant or a HikubeSubTenant",
      hint: "pass the tenant whose stack it is",
    },
  ];
}
