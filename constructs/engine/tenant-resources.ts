import type { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import type { TerraformProvider, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { tenantQuota } from "../../src/model/tenant/objects/carve-out";
import { tenantObjects } from "../../src/model/tenant/objects/objects";
import { deferredMap } from "../deferred";
import { emitNamespace } from "../manifest";
import { emitGroup, emitIsolation } from "../order";
import type { Tenant as TenantResource } from "../provider/bindings/tenant";
import type { GrowingNode } from "../registry";
import { asTerraformText } from "../terraform-text";

/** What a tenant is in Terraform. */
export interface TenantResources {
  /** The namespace; with the engine `hikube` the whole tenant. */
  readonly namespaceResource: NamespaceV1 | TenantResource;
  /** What sub-tenants take their shares of. */
  readonly quotaResource: TerraformResource;
  readonly isolation: readonly TerraformResource[];
  readonly bindings: readonly TerraformResource[];
}

/** Where the resources of a tenant are made. */
export interface TenantPlot {
  readonly construct: Construct;
  readonly node: GrowingNode;
  readonly provider: TerraformProvider | undefined;
  /** Called with the first resource, before the others are made. */
  readonly ordered: (first: TerraformResource) => void;
}

/** A resource for each object of a tenant. */
export function emitObjects({ construct, node, provider, ordered }: TenantPlot): TenantResources {
  const meta = { provider };
  const { tenant } = node;
  const objects = tenantObjects(tenant, []);
  const lifecycle = tenant.protected ? { preventDestroy: true } : undefined;
  const namespaceResource = emitNamespace(construct, "namespace", objects.namespace, { ...meta, lifecycle });
  ordered(namespaceResource);
  const declared = { ...objects.isolation, quota: carvedOut(objects.isolation.quota, node) };
  const { all: isolation, quota, last } = emitIsolation(construct, declared, namespaceResource, meta);
  const bindings = emitGroup(construct, objects.bindings, last, meta);
  return { namespaceResource, quotaResource: quota, isolation, bindings };
}

/** Computed when Terraform's JSON is written: until then sub-tenants may still be added. */
function carvedOut(object: KubeObject, node: GrowingNode): KubeObject {
  const quota = () => {
    const shares = node.children.map((child) => child.tenant);
    return asTerraformText(tenantQuota(node.tenant, shares));
  };
  return { ...object, spec: { hard: deferredMap(quota) } };
}
