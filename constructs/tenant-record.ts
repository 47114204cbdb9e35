import type { Parent } from "../src/model/tenant/resolve/tenant";
import type { GrowingExternal, GrowingNode } from "./registry";
import type { IHikubePlatform } from "./hikube-platform";
import type { IHikubeTenant } from "./tenant-construct";

/** The model's node of a tenant's construct, under a global symbol that all copies of this package share. */
const NODE = Symbol.for("cdktf-hikube/tenant");

interface Recorded {
  readonly [NODE]?: GrowingNode | GrowingExternal;
}

/** Keeps the model's node on the construct of a tenant. */
export function record(construct: IHikubeTenant, node: GrowingNode | GrowingExternal): void {
  Object.defineProperty(construct, NODE, { value: node });
}

/** The model's node of a tenant. @throws TypeError if the value is not a tenant */
export function nodeOf(construct: IHikubeTenant): GrowingNode | GrowingExternal {
  const node = (construct as Recorded | undefined)?.[NODE];
  if (node === undefined)
    throw new TypeError("a parent must be a HikubeTenant, or made by HikubeTenant.fromTenantAttributes");
  return node;
}

/**
 * The platform of a parent.
 * @throws TypeError where something else was given for a tenant
 */
export function platformOf(parent: IHikubeTenant): IHikubePlatform {
  nodeOf(parent);
  return parent.platform;
}

/** The tenant as sub-tenants read it. */
export function parentOf(construct: IHikubeTenant): Parent {
  const node = nodeOf(construct);
  return "tenant" in node ? node.tenant : node.external;
}
