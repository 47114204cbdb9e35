import type { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import type { TerraformProvider, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { Issue } from "../src/model/issue";
import type { KubeObject } from "../src/model/kubernetes/kube-object";
import { tenantQuota } from "../src/model/tenant/objects/carve-out";
import { tenantObjects } from "../src/model/tenant/objects/objects";
import { resolveTenant } from "../src/model/tenant/resolve/resolve";
import type { Parent } from "../src/model/tenant/resolve/tenant";
import { amountWarnings } from "../src/model/tenant/rules/amount-warnings";
import { exposeWarnings } from "../src/model/tenant/rules/expose-rules";
import type { PortSpec, TenantSpec } from "../src/model/tenant/spec/spec";
import { adopt } from "./adopt";
import { deferredMap } from "./deferred";
import { propIssues, PROVIDER } from "./given";
import { givenPlatform } from "./given-platform";
import type { IHikubePlatform } from "./hikube-platform";
import { isKnown } from "./known";
import { emitNamespace } from "./manifest";
import { moveFrom } from "./moved";
import { emitGroup, emitIsolation, waitFor } from "./order";
import { openWay, wayIssues } from "./open-way";
import { type GrowingNode, registryOf } from "./registry";
import { nodeOf, parentOf, record } from "./tenant-record";
import { optionIssues, withoutOptions } from "./tenant-options";
import { asTerraformText } from "./terraform-text";
import { warn, warnOfUnchecked } from "./unchecked";

/** What a sub-tenant needs of its parent. */
export interface IHikubeTenant {
  /** Name of the tenant's namespace: its identity in the cluster. */
  readonly namespace: string;
  /** The platform that the tenant lives on. */
  readonly platform: IHikubePlatform;
  /** Resource of the namespace. @default - the namespace is made elsewhere */
  readonly namespaceResource?: NamespaceV1;
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
  /** Resource of the namespace, for what the props do not offer (an import, a lifecycle rule). */
  readonly namespaceResource: NamespaceV1;
  /** Resource of the quota, which is created after the base isolation. */
  readonly quotaResource: TerraformResource;
  /** Quotas, limits, policies: everything that must exist before anybody gets access. */
  readonly isolation: readonly TerraformResource[];
  /** Role bindings, made after the isolation. */
  readonly bindings: readonly TerraformResource[];

  protected constructor(scope: Construct, id: string, given: TenantSpec, place: TenantPlace) {
    super(scope, id);
    const { parent, provider } = place;
    const platform = givenPlatform(place.platform, this);
    const misplaced = optionIssues(given, place.parent === undefined ? TOP_OPTIONS : SUB_OPTIONS, this.node.path);
    const spec = withoutOptions(given, misplaced);
    registryOf(this).report(...misplaced, ...propIssues({ provider }, { provider: PROVIDER }, this.node.path));
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
    const meta = { provider: this.provider };
    const objects = tenantObjects(tenant, []);
    const lifecycle = tenant.protected ? { preventDestroy: true } : undefined;
    this.namespaceResource = emitNamespace(this, "namespace", objects.namespace, {
      ...meta,
      lifecycle,
    });
    this.waitForOthers(parent);
    const declared = { ...objects.isolation, quota: carvedOut(objects.isolation.quota, node) };
    const isolation = emitIsolation(this, declared, this.namespaceResource, meta);
    this.isolation = isolation.all;
    this.quotaResource = isolation.quota;
    this.bindings = emitGroup(this, objects.bindings, isolation.last, meta);
    if (tenant.adopt) adopt(this);
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
  private waitForOthers(parent: IHikubeTenant | undefined): void {
    const awaited = parent?.quotaResource ?? parent?.namespaceResource;
    const { ready } = this.platform;
    if (awaited !== undefined) waitFor(this.namespaceResource, awaited);
    // Two stacks that hold parts of each other's trees cannot be ordered: the tree then decides, the platform yields.
    else if (ready !== undefined && !ready.cdktfStack.dependsOn(this.namespaceResource.cdktfStack)) {
      waitFor(this.namespaceResource, ready);
    }
  }
}

/** Computed when Terraform's JSON is written: until then sub-tenants may still be added. */
function carvedOut(object: KubeObject, node: GrowingNode): KubeObject {
  const quota = () => {
    const shares = node.children.map((child) => child.tenant);
    return asTerraformText(tenantQuota(node.tenant, shares));
  };
  return { ...object, spec: { hard: deferredMap(quota) } };
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
