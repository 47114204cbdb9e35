import { readFileSync } from "node:fs";
import { listIn, objectIn, textIfAny, type JsonRecord } from "../../model/json";
import { parseJson } from "../../model/json-text";
import { namespaceOf } from "../../model/tenant/spec/tenant-names";
import { captureJson, type Terraform } from "../../terraform/terraform";
import { parseToolJson } from "../command";
import type { Stack } from "../project/stacks";
import { HIKUBE_TENANT } from "./hikube-values";
import type { Readdressed } from "./readdressed";

/** The tenants among these that the code of a stack has at another address than its state: what Terraform does to them no plan says. */
export async function renamedTenants(
  stack: Stack,
  terraform: Terraform,
  namespaces: readonly string[],
): Promise<readonly Readdressed[]> {
  const { values } = objectIn(parseToolJson((await captureJson(terraform, stack, ["show", "-json"])) || "{}"));
  const held = heldIn(objectIn(values).root_module);
  const declared = declaredIn(parseJson(readFileSync(stack.file, "utf8")));
  return namespaces.flatMap((namespace) => {
    const [from, to] = [held, declared].map((known) => known.get(namespace));
    return from === undefined || to === undefined || from === to ? [] : [{ from, to, namespace }];
  });
}

type Addresses = ReadonlyMap<string, string>;

function heldIn(module: unknown): Addresses {
  const { resources, child_modules: children } = objectIn(module);
  const own = listIn(resources).flatMap((resource): [string, string][] => {
    const { address, type, values } = objectIn(resource);
    const namespace = textIfAny(objectIn(values).namespace);
    return type === HIKUBE_TENANT && namespace !== undefined ? [[namespace, textIfAny(address) ?? ""]] : [];
  });
  return new Map([...own, ...listIn(children).flatMap((child) => [...heldIn(child)])]);
}

const PARENT = new RegExp(`^\\$\\{${HIKUBE_TENANT}\\.([\\w-]+)\\.namespace\\}$`);

/** Those whose namespace the code itself says. */
function declaredIn(config: unknown): Addresses {
  const tenants = objectIn(objectIn(objectIn(config).resource)[HIKUBE_TENANT]);
  const names = Object.keys(tenants).flatMap((id): [string, string][] => {
    const namespace = namespaceIn(tenants, id);
    return namespace === undefined ? [] : [[namespace, `${HIKUBE_TENANT}.${id}`]];
  });
  return new Map(names);
}

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
