import { objectIn, textIfAny } from "../../model/json";
import { stateInstances, type ProviderRef } from "./provider-ref";

/** The type of the provider `hikube` that is a tenant with all that belongs to it. */
export const HIKUBE_TENANT = "hikube_tenant";

/** That of what a cluster has once. */
export const HIKUBE_PLATFORM = "hikube_platform";

/** A `hikube_tenant` of a state. */
export interface TenantResource {
  readonly address: string;
  readonly namespace: string;
  readonly provider: ProviderRef;
  /** Whether Terraform would delete it and make it again. */
  readonly isTainted: boolean;
}

/** @param state - what `terraform state pull` prints */
export function tenantResources(state: string): readonly TenantResource[] {
  return stateInstances(state).flatMap(({ address, type, provider, instance }) => {
    const { attributes, status, deposed } = instance;
    const namespace = textIfAny(objectIn(attributes).namespace);
    if (type !== HIKUBE_TENANT || namespace === undefined || deposed !== undefined) return [];
    return [{ address, namespace, provider, isTainted: status === "tainted" }];
  });
}
