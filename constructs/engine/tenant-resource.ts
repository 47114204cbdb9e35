import type { TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import type { JsonRecord } from "../../src/model/json";
import { TENANT_SPEC } from "../../src/model/tenant/spec/spec-schema";
import { Tenant } from "../provider/bindings/tenant";
import { tellFacts } from "../provider/facts";
import { hclAttributes } from "../provider/shape";
import type { GrowingNode } from "../registry";
import { asTerraformText } from "../terraform-text";
import type { IHikubeTenant } from "../tenant-construct";
import { attributesOf } from "./attributes";
import { type Former, TakenOver } from "./taken-over";
import { emitObjects, type TenantPlot, type TenantResources } from "./tenant-resources";

/**
 * Id of the resource in its tenant's construct. cdktf leaves it out of addresses: `hikube_tenant.production` is the tenant of the
 * construct `production`. A public contract, as all ids are.
 */
const ID = "Default";

/**
 * The whole tenant as one resource of the provider `hikube`.
 * @param wasOfObjects - whether it takes over the resources of its objects
 */
export function emitTenant(
  plot: TenantPlot,
  parent: IHikubeTenant | undefined,
  wasOfObjects: boolean,
): TenantResources {
  const { construct, node, provider, ordered } = plot;
  const { tenant } = node;
  const lifecycle = tenant.protected ? { preventDestroy: true } : undefined;
  const attributes = () => ({ ...specNow(node), ...parentOf(resource, parent) });
  const resource: LateTenant = new LateTenant(construct, ID, { provider, lifecycle }, attributes);
  tellFacts(tenant.cluster.facts, resource, provider);
  ordered(resource);
  if (wasOfObjects) new TakenOver(resource, formerObjects(node));
  return { namespaceResource: resource, quotaResource: resource, isolation: [], bindings: [] };
}

function formerObjects(node: GrowingNode): Former {
  const plot = { node, provider: undefined, ordered: () => undefined };
  return { becomes: NAMESPACE, emit: (construct) => emitObjects({ ...plot, construct }) };
}

const NAMESPACE = "kubernetes_namespace_v1";

/** What the place of a monitoring stack is follows from its parent. */
function specNow({ tenant: { name, spec, isStack } }: GrowingNode): JsonRecord {
  return asTerraformText(attributesOf(isStack ? { name } : { ...spec }, TENANT_SPEC));
}

/** By reference within a stack, which orders the two; by name across stacks, which then needs no other state. */
function parentOf({ cdktfStack }: Tenant, parent: IHikubeTenant | undefined): JsonRecord {
  if (parent === undefined) return {};
  const { namespaceResource: above, namespace } = parent;
  const isNear = above !== undefined && "parent" in above && above.cdktfStack === cdktfStack;
  return { parent: isNear ? above.namespace : asTerraformText(namespace) };
}

/** A tenant changes until synth: other tenants open ways to it. */
class LateTenant extends Tenant {
  readonly #attributes: () => JsonRecord;

  constructor(scope: Construct, id: string, meta: TerraformMetaArguments, attributes: () => JsonRecord) {
    super(scope, id, { ...meta, name: "" });
    this.#attributes = attributes;
  }

  protected override synthesizeAttributes() {
    return { ...this.#attributes() };
  }

  protected override synthesizeHclAttributes() {
    return hclAttributes(this.#attributes());
  }
}
