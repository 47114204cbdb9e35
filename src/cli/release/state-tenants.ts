import { listIn, objectIn, textIfAny } from "../../model/json";
import { stackNamespace, PLATFORM_NAMESPACE } from "../../model/tenant/spec/tenant-names";
import { parseToolJson } from "../command";
import { managedObject, type ManagedObject } from "../project/managed-object";
import { providerTitle, stateProviders, type ProviderRef } from "../project/provider-ref";
import type { Stack } from "../project/stacks";
import { HIKUBE_TENANT } from "../project/tenant-resources";
import { captureJson, initStack, type Terraform } from "../../terraform/terraform";

/** What the state of a stack holds of one tenant. */
export interface HeldTenant {
  readonly namespace: string;
  readonly stack: Stack;
  /** Addresses of all its resources. */
  readonly addresses: readonly string[];
  /** Other resources that lie in its namespace: they stay in the state. */
  readonly others: readonly string[];
  /** Block of the provider of its resources. @default - the state does not say */
  readonly provider?: ProviderRef;
}

/** The tenants in the state of a stack, by what the state itself says: not by what the code still declares. */
export async function tenantsInState(stack: Stack, terraform: Terraform): Promise<readonly HeldTenant[]> {
  await initStack(terraform, stack);
  const resources = readResources(await captureJson(terraform, stack, ["show", "-json"]));
  const providers = stateProviders(await captureJson(terraform, stack, ["state", "pull"]));
  return heldTenants(resources, providers).map((tenant) => ({ ...tenant, stack }));
}

/** The tenants among resources, one of each cluster that a state means by its blocks. */
export function heldTenants(
  resources: readonly StateResource[],
  providers: ReadonlyMap<string, ProviderRef>,
): readonly Omit<HeldTenant, "stack">[] {
  const blockOf = ({ address }: StateResource) => providerTitle(providers.get(address) ?? {});
  const own = resources.filter(({ object }) => object?.tenant !== undefined);
  const keys = new Map(
    own.map((each) => [`${each.object?.tenant ?? ""} ${blockOf(each)}`, [each.object?.tenant ?? "", blockOf(each)]]),
  );
  return [...keys.values()].sort().map(([namespace = "", block]) => {
    const mine = own.filter((each) => each.object?.tenant === namespace && blockOf(each) === block);
    const others = resources.filter(({ object, place }) => object === undefined && place === namespace);
    const provider = providers.get(mine[0]?.address ?? "");
    return {
      namespace,
      addresses: mine.map(({ address }) => address),
      others: others.map(({ address }) => address),
      ...(provider === undefined ? {} : { provider }),
    };
  });
}

/** Whether it has a monitoring stack, whose charts are no objects of ours. */
export function hasMonitoring(tenants: readonly HeldTenant[], namespace: string): boolean {
  return tenants.some((each) => each.namespace === stackNamespace(namespace));
}

/** A resource of a state. */
export interface StateResource {
  readonly address: string;
  /** @default - it is not ours */
  readonly object?: ManagedObject;
  /** Namespace that it lies in. */
  readonly place?: string;
}

/** @param text - what `terraform show -json` prints of a state */
export function readResources(text: string): readonly StateResource[] {
  const { values } = objectIn(text.trim() === "" ? {} : parseToolJson(text));
  return resourcesIn(objectIn(values).root_module);
}

function resourcesIn(module: unknown): readonly StateResource[] {
  const { resources, child_modules: children } = objectIn(module);
  return [...listIn(resources).flatMap(toResource), ...listIn(children).flatMap(resourcesIn)];
}

function toResource(resource: unknown): readonly StateResource[] {
  const { address, mode, type, values } = objectIn(resource);
  if (mode !== "managed") return [];
  const kind = textIfAny(type) ?? "";
  const { metadata, manifest, namespace } = objectIn(values);
  const object = kind === HIKUBE_TENANT ? wholeTenant(namespace) : managedObject(kind, values);
  const places = [listIn(metadata)[0], objectIn(manifest).metadata].map((each) => objectIn(each).namespace);
  const place = textIfAny([...places, namespace].find((each) => textIfAny(each) !== undefined));
  return [
    {
      address: textIfAny(address) ?? "",
      ...(object === undefined ? {} : { object }),
      ...(place === undefined || place === PLATFORM_NAMESPACE ? {} : { place }),
    },
  ];
}

/** Its namespace stands for all of it. */
function wholeTenant(namespace: unknown): ManagedObject | undefined {
  const name = textIfAny(namespace);
  if (name === undefined) return undefined;
  return { type: HIKUBE_TENANT, apiVersion: "v1", kind: "Namespace", name, tenant: name, hard: {} };
}

/** Takes resources out of a state; nothing in the cluster is touched. */
export async function forget({ stack, addresses }: HeldTenant, terraform: Terraform): Promise<void> {
  await captureJson(terraform, stack, ["state", "rm", ...addresses]);
}
