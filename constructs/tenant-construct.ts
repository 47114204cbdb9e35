import type { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import type { TerraformProvider, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { KubeObject } from "../src/model/kube-object";
import type { ClusterFacts } from "../src/model/platform/cluster-facts";
import { tenantQuota } from "../src/model/tenant/carve-out";
import { tenantObjects } from "../src/model/tenant/objects";
import { resolveTenant } from "../src/model/tenant/resolve";
import type { TenantSpec } from "../src/model/tenant/spec";
import type { Tenant, TenantNode } from "../src/model/tenant/tenant";
import { adopt } from "./adopt";
import { deferredMap } from "./deferred";
import { warnOfUnknown } from "./external-tenant";
import { forestOf } from "./forest";
import { namespaceResource } from "./manifest";
import { emitGroup, waitFor } from "./order";

/** What a sub-tenant needs of its parent. */
export interface IHikubeTenant {
  /** Name of the tenant's namespace: its identity in the cluster. */
  readonly namespace: string;
  /** The tenant with all defaults filled in, as the model sees it. */
  readonly tenant: Tenant;
  /** Resource of the namespace. @default - the namespace is made elsewhere */
  readonly namespaceResource?: NamespaceV1;
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
  /** Quotas, limits, policies: all that must stand before anybody gets in. */
  readonly walls: readonly TerraformResource[];
  /** Role bindings, made after the walls. */
  readonly doors: readonly TerraformResource[];

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
    this.namespaceResource = namespaceResource(this, "namespace", objects.namespace, { provider, lifecycle });
    if (parent?.namespaceResource !== undefined) waitFor(this.namespaceResource, parent.namespaceResource);
    const node = forest.addTenant(this.tenant, this.namespaceResource);
    const walls = objects.walls.map((object) => carvedOut(object, node));
    this.walls = emitGroup(this, walls, [this.namespaceResource], { provider });
    this.doors = emitGroup(this, objects.doors, this.walls, { provider });
    if (spec.adopt === true) adopt(this);
    if (parent !== undefined) warnOfUnknown(this, parent.tenant);
  }
}

/** The quota is read when Terraform's JSON is written: until then sub-tenants may still take their shares. */
function carvedOut(object: KubeObject, { tenant, children }: TenantNode): KubeObject {
  if (object.kind !== "ResourceQuota" || object.metadata.name !== "hikube-tenant") return object;
  const quota = () => {
    const shares = children.map((child) => child.tenant);
    return tenantQuota(tenant, shares);
  };
  return { ...object, spec: { hard: deferredMap(quota) } };
}
