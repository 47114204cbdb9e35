import type { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import type { TerraformProvider, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { KubeObject } from "../src/model/kubernetes/kube-object";
import type { ClusterFacts } from "../src/model/platform/cluster-facts";
import { tenantQuota } from "../src/model/tenant/objects/carve-out";
import { tenantObjects } from "../src/model/tenant/objects/objects";
import { resolveTenant } from "../src/model/tenant/resolve/resolve";
import type { TenantSpec } from "../src/model/tenant/spec/spec";
import type { Parent, Tenant, TenantNode } from "../src/model/tenant/resolve/tenant";
import { adopt } from "./adopt";
import { deferredMap } from "./deferred";
import { warnOfUnknown } from "./external-tenant";
import { forestOf } from "./forest";
import { emitNamespace } from "./manifest";
import { emitGroup, emitIsolation, waitFor } from "./order";
import { asTerraformText } from "./terraform-text";

/** What a sub-tenant needs of its parent. */
export interface IHikubeTenant {
  /** Name of the tenant's namespace: its identity in the cluster. */
  readonly namespace: string;
  /** The tenant with all defaults filled in, as the model sees it. */
  readonly tenant: Parent;
  /** Resource of the namespace. @default - the namespace is made elsewhere */
  readonly namespaceResource?: NamespaceV1;
  /**
   * Resource of the quota that sub-tenants take their shares of: their namespaces wait for it, so that Terraform gives
   * a share back only when the sub-tenant is gone. @default - the quota is made elsewhere
   */
  readonly quotaResource?: TerraformResource;
  /** Provider of the tenant's resources and of its sub-tenants'. @default - the stack's only Kubernetes provider */
  readonly provider?: TerraformProvider;
}

/** Where a tenant stands. */
export interface TenantPlace {
  readonly cluster: ClusterFacts;
  readonly parent?: IHikubeTenant;
  readonly provider?: TerraformProvider;
}

/** What top tenants and sub-tenants have in common. */
export abstract class TenantConstruct extends Construct implements IHikubeTenant {
  readonly namespace: string;
  readonly tenant: Tenant;
  readonly provider?: TerraformProvider;
  /** Resource of the namespace, for what the props do not offer (an import, a lifecycle rule). */
  readonly namespaceResource: NamespaceV1;
  /** Resource of the quota, which stands when all stands that every tenant has of its isolation. */
  readonly quotaResource: TerraformResource;
  /** Quotas, limits, policies: all that must stand before anybody gets in. */
  readonly isolation: readonly TerraformResource[];
  /** Role bindings, made after the isolation. */
  readonly bindings: readonly TerraformResource[];

  protected constructor(scope: Construct, id: string, spec: TenantSpec, place: TenantPlace) {
    super(scope, id);
    const { parent, provider } = place;
    const forest = forestOf(this);
    const cluster = forest.factsOf(place.cluster);
    this.provider = provider;
    this.tenant = resolveTenant(spec, { path: this.node.path, parent: parent?.tenant, cluster });
    this.namespace = this.tenant.namespace;
    const objects = tenantObjects(this.tenant, []);
    const lifecycle = this.tenant.protected ? { preventDestroy: true } : undefined;
    this.namespaceResource = emitNamespace(this, "namespace", objects.namespace, { provider, lifecycle });
    const awaited = parent?.quotaResource ?? parent?.namespaceResource;
    if (awaited !== undefined) waitFor(this.namespaceResource, awaited);
    const node = forest.addTenant(this.tenant, this.namespaceResource);
    const declared = { ...objects.isolation, quota: carvedOut(objects.isolation.quota, node) };
    const isolation = emitIsolation(this, declared, this.namespaceResource, { provider });
    this.isolation = isolation.all;
    this.quotaResource = isolation.quota;
    this.bindings = emitGroup(this, objects.bindings, isolation.last, { provider });
    if (this.tenant.adopt) adopt(this);
    if (parent !== undefined) warnOfUnknown(this, parent.tenant, this.tenant);
  }
}

/** The quota is read when Terraform's JSON is written: until then sub-tenants may still take their shares. */
function carvedOut(object: KubeObject, { tenant, children }: TenantNode): KubeObject {
  const quota = () => {
    const shares = children.map((child) => child.tenant);
    return asTerraformText(tenantQuota(tenant, shares));
  };
  return { ...object, spec: { hard: deferredMap(quota) } };
}
