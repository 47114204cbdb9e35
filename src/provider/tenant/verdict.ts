import { sameJson } from "../../model/json";
import { TENANT_QUOTA } from "../../model/tenant/objects/base-isolation";
import type { Tenant } from "../../model/tenant/resolve/tenant";
import { LABELS } from "../../model/tenant/spec/labels";
import type { Diagnostics } from "../../plugin";
import type { HikubeClient } from "../client";
import { NAMESPACE } from "../objects/live";
import { judge, leniencyFor } from "./judge";
import { declaredOn, settlement, shareOn, sharesOf, sharesOn } from "./ledger";
import { declaredOf } from "./record";

type Client = Pick<HikubeClient, "tenants" | "live">;

/** Tells what the rules say of a tenant that is planned, among those that are there and those that were planned so far. */
export async function judgePlanned(client: Client, tenant: Tenant, diagnostics: Diagnostics): Promise<void> {
  const { namespace, parent } = tenant;
  const found = await client.live.get(NAMESPACE, namespace);
  const changed = parent !== undefined && "spec" in parent && (await isChanged(client, parent)) ? parent : undefined;
  const issues = await client.tenants.issuesOf(namespace);
  judge(issues, diagnostics, leniencyFor(tenant, found && shareOn(found)?.capacity, changed !== undefined));
  const isTooMuch = issues.some(({ code }) => code === "quota-exceeds-parent");
  if (changed !== undefined && !isTooMuch) await judgeOrder(client, changed, diagnostics);
}

/** Whether this run writes other amounts to a tenant than its quota records. */
async function isChanged({ tenants, live }: Client, tenant: Tenant): Promise<boolean> {
  if ((await tenants.planned(tenant.namespace)) === undefined) return false;
  const quota = await live.get({ apiVersion: "v1", kind: "ResourceQuota" }, TENANT_QUOTA, tenant.namespace);
  return !sameJson(quota && declaredOn(quota), declaredOf(tenant));
}

/** Terraform changes a parent first. Of its sub-tenants only those count that stay for sure: others may be removed before. */
async function judgeOrder({ tenants, live }: Client, parent: Tenant, diagnostics: Diagnostics): Promise<void> {
  const { namespace } = parent;
  const found = await live.labelled(NAMESPACE, LABELS.parent, namespace);
  const staying = found.filter(({ metadata }) => tenants.isPlannedBelow(metadata.name, namespace));
  const { overdrawn } = settlement(declaredOf(parent), sharesOf(sharesOn(staying), {}, Date.now()));
  if (overdrawn.length === 0) return;
  diagnostics.error(
    `To lower ${namespace} and its sub-tenants takes two applies`,
    `Terraform changes a parent before its sub-tenants, and until then they take more than is planned for it (${overdrawn.join(", ")}). Lower the sub-tenants, and apply that; then lower ${namespace}.`,
    ["quota"],
  );
}
