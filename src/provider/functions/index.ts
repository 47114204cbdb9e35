import type { ProviderFunction } from "../../plugin";
import { namespace } from "./namespace";
import { quantityAdd, quantityCompare } from "./quantities";
import { tenantObjects } from "./tenant-objects";

/** `provider::hikube::…`. */
export const FUNCTIONS: Readonly<Record<string, ProviderFunction>> = {
  namespace,
  quantity_add: quantityAdd,
  quantity_compare: quantityCompare,
  tenant_objects: tenantObjects,
};
