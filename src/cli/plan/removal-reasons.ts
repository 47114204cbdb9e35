import { readFileSync } from "node:fs";
import { parseJson } from "../../model/json-text";
import { captureJson, type Terraform } from "../../terraform/terraform";
import { declaredNamespaces, declaredTenants, declaresTenantAt } from "../project/declared-tenants";
import type { Stack } from "../project/stacks";
import { tenantResources } from "../project/tenant-resources";
import type { RemovalReport } from "./report";

/** Why Terraform would remove a tenant, as far as code and state say it: what it does to it no plan says. */
export type RemovalReason = Pick<RemovalReport, "moved" | "replaces" | "isTainted">;

/** @returns by namespace; nothing of those that the code has no more, or in terms that only Terraform knows */
export async function removalReasons(
  stack: Stack,
  terraform: Terraform,
  namespaces: readonly string[],
): Promise<ReadonlyMap<string, RemovalReason>> {
  const held = tenantResources(await captureJson(terraform, stack, ["state", "pull"]));
  const config: unknown = parseJson(readFileSync(stack.file, "utf8"));
  const declared = new Map(declaredTenants(config).map(({ namespace, address }) => [namespace, address]));
  const others = new Map(declaredNamespaces(config).map(({ namespace, address }) => [namespace, address]));
  const reasons = held
    .filter(({ namespace }) => namespaces.includes(namespace))
    .map(({ address: from, namespace, isTainted }): [string, RemovalReason] => {
      const to = declared.get(namespace);
      if (to !== undefined && to !== from) return [namespace, { moved: { from, to } }];
      const other = others.get(namespace);
      if (other !== undefined) return [namespace, { moved: { from, to: other, engine: "kubernetes" } }];
      return [namespace, declaresTenantAt(from, config) ? { replaces: from, isTainted } : {}];
    });
  return new Map(reasons);
}
