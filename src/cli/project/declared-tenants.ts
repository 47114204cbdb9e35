import { readFileSync } from "node:fs";
import { objectIn, textIfAny, type JsonRecord } from "../../model/json";
import { parseJson } from "../../model/json-text";
import { namespaceOf, PLATFORM_NAMESPACE } from "../../model/tenant/spec/tenant-names";
import { managedObject } from "./managed-object";
import { withoutKeys, type ProviderRef } from "./provider-ref";
import type { Stack } from "./stacks";
import { HIKUBE_PLATFORM, HIKUBE_TENANT } from "./tenant-resources";

const NAMESPACE = "kubernetes_namespace_v1";

/** A resource that stands for a tenant or the platform in a configuration. */
export interface DeclaredResource {
  readonly address: string;
  readonly namespace: string;
  readonly provider: ProviderRef;
}

/** A `hikube_tenant` of a configuration. */
export type DeclaredTenant = DeclaredResource;

/** Those whose namespace the code itself says. @param config - the JSON of a stack */
export function declaredTenants(config: unknown): readonly DeclaredTenant[] {
  const tenants = tenantsIn(config);
  return Object.keys(tenants).flatMap((id) => {
    const namespace = namespaceIn(tenants, id);
    const provider = providerOf(tenants[id]);
    return namespace === undefined ? [] : [{ address: `${HIKUBE_TENANT}.${id}`, namespace, provider }];
  });
}

/** The platforms that the provider `hikube` makes; one of several has an address that only Terraform knows. */
function declaredPlatforms(config: unknown): readonly DeclaredResource[] {
  const platforms = objectIn(objectIn(objectIn(config).resource)[HIKUBE_PLATFORM]);
  return Object.entries(platforms).flatMap(([id, values]) => {
    const { count, for_each: each } = objectIn(values);
    const place = { namespace: PLATFORM_NAMESPACE, provider: providerOf(values) };
    return count !== undefined || each !== undefined ? [] : [{ address: `${HIKUBE_PLATFORM}.${id}`, ...place }];
  });
}

function providerOf(values: unknown): ProviderRef {
  return { engine: "hikube", ...withAlias(values) };
}

function withAlias(values: unknown): ProviderRef {
  const alias = textIfAny(objectIn(values).provider)?.split(".")[1];
  return alias === undefined ? {} : { alias };
}

/** The namespaces of tenants that the engine `kubernetes` makes, as far as the code itself says them. @param config - the JSON of a stack */
export function declaredNamespaces(config: unknown): readonly DeclaredResource[] {
  return Object.entries(objectIn(objectIn(objectIn(config).resource)[NAMESPACE])).flatMap(([id, values]) => {
    const object = managedObject(NAMESPACE, values);
    return object === undefined || object.tenant !== object.name
      ? []
      : [{ address: `${NAMESPACE}.${id}`, namespace: object.name, provider: withAlias(values) }];
  });
}

/** Those of a stack. */
export function tenantsOf({ file }: Pick<Stack, "file">): readonly DeclaredTenant[] {
  return declaredTenants(parseJson(readFileSync(file, "utf8")));
}

/** The platforms of a stack. */
export function platformsOf({ file }: Pick<Stack, "file">): readonly DeclaredResource[] {
  return declaredPlatforms(parseJson(readFileSync(file, "utf8")));
}

/** Whether the code has a `hikube_tenant` at an address. What modules have is not known. */
export function declaresTenantAt(address: string, config: unknown): boolean {
  const [type, id = ""] = withoutKeys(address).split(".");
  return type === "module" || (type === HIKUBE_TENANT && id in tenantsIn(config));
}

function tenantsIn(config: unknown): JsonRecord {
  return objectIn(objectIn(objectIn(config).resource)[HIKUBE_TENANT]);
}

const PARENT = new RegExp(`^\\$\\{${HIKUBE_TENANT}\\.([\\w-]+)\\.namespace\\}$`);

function namespaceIn(tenants: JsonRecord, id: string, below: readonly string[] = []): string | undefined {
  const { name, namespace, parent, count, for_each: each } = objectIn(tenants[id]);
  const isOne = count === undefined && each === undefined && !below.includes(id);
  if (!isOne || !isPlain(name) || !(namespace === undefined || isPlain(namespace))) return undefined;
  if (parent === undefined) return namespaceOf({ name, namespace }, undefined);
  const [, above] = PARENT.exec(textIfAny(parent) ?? "") ?? [];
  const known = above === undefined ? parent : namespaceIn(tenants, above, [...below, id]);
  return isPlain(known) ? namespaceOf({ name, namespace }, known) : undefined;
}

function isPlain(value: unknown): value is string {
  return typeof value === "string" && !value.includes("${");
}
