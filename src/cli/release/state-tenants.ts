import { listIn, objectIn, textIfAny, textMembersIn } from "../../model/json";
import { stackNamespace, PLATFORM_NAMESPACE } from "../../model/tenant/spec/tenant-names";
import { parseToolJson } from "../command";
import { managedObject, type ManagedObject } from "../project/managed-object";
import { stateProviders, type ProviderRef } from "../project/provider-ref";
import type { Stack } from "../project/stacks";
import { captureJson, initStack, type Terraform } from "../../terraform/terraform";

/** What the state of a stack holds of one tenant. */
export interface HeldTenant {
  readonly namespace: string;
  readonly stack: Stack;
  /** Addresses of all its resources. */
  readonly addresses: readonly string[];
  /** Other resources that lie in its namespace: they stay in the state. */
  readonly others: readonly string[];
  /** Keys of the labels of its namespace. @default - the state does not hold the namespace */
  readonly labels: readonly string[];
  /** Block of the provider of its namespace. */
  readonly provider?: ProviderRef;
}

/** The tenants in the state of a stack, by what the state itself says: not by what the code still declares. */
export async function tenantsInState(stack: Stack, terraform: Terraform): Promise<readonly HeldTenant[]> {
  await initStack(terraform, stack);
  const resources = readResources(await captureJson(terraform, stack, ["show", "-json"]));
  const providers = stateProviders(await captureJson(terraform, stack, ["state", "pull"]));
  const names = new Set(resources.flatMap(({ object }) => object?.tenant ?? []));
  return [...names].sort().map((namespace) => {
    const own = resources.filter(({ object }) => object?.tenant === namespace);
    const top = own.find(({ object }) => object?.kind === "Namespace" && object.name === namespace);
    const provider = providers.get(top?.address ?? own[0]?.address ?? "");
    const others = resources.filter(({ object, place }) => object === undefined && place === namespace);
    return {
      ...{ namespace, stack, labels: top?.labels ?? [] },
      addresses: own.map(({ address }) => address),
      others: others.map(({ address }) => address),
      ...(provider === undefined ? {} : { provider }),
    };
  });
}

/** Whether it has a monitoring stack, whose charts are no objects of ours. */
export function hasMonitoring(tenants: readonly HeldTenant[], namespace: string): boolean {
  return tenants.some((each) => each.namespace === stackNamespace(namespace));
}

interface StateResource {
  readonly address: string;
  /** @default - it is not ours */
  readonly object?: ManagedObject;
  /** Namespace that it lies in. */
  readonly place?: string;
  readonly labels: readonly string[];
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
  const metadata = objectIn(listIn(objectIn(values).metadata)[0]);
  const object = managedObject(kind, values);
  const place = textIfAny(metadata.namespace) ?? textIfAny(objectIn(values).namespace);
  return [
    {
      address: textIfAny(address) ?? "",
      labels: Object.keys(textMembersIn(metadata.labels)),
      ...(object === undefined ? {} : { object }),
      ...(place === undefined || place === PLATFORM_NAMESPACE ? {} : { place }),
    },
  ];
}

/** Takes resources out of a state; nothing in the cluster is touched. */
export async function forget({ stack, addresses }: HeldTenant, terraform: Terraform): Promise<void> {
  await captureJson(terraform, stack, ["state", "rm", ...addresses]);
}
