import { formatIssue } from "../../model/issue";
import type { Tenant } from "../../model/tenant/resolve/tenant";
import { textOf } from "../../kube-provider/values";
import { DiagnosticError, type Schema, type Stored, type ValueRecord } from "../../plugin";
import type { HikubeClient } from "../client";
import { keptHold } from "../objects/held";
import { NAMESPACE } from "../objects/live";
import type { Digests } from "../objects/state";
import { waited } from "../objects/waited";
import { applyTenant, type TenantChange } from "./apply";
import { inAttributes } from "./judge";
import { noParent } from "./no-parent";
import { assertRecordable } from "./record-size";
import { shown } from "./titles";
import { digestsIn, memberOf } from "./values";

/** How a tenant is written. */
interface Writing extends TenantChange {
  /** Whether the plan says of its objects how they stood: nothing of them was planned. @default false */
  readonly ignoring?: boolean | undefined;
}

/** Writes a tenant as it is planned. @returns its state, and that it is held by this */
export async function written(client: HikubeClient, plan: ValueRecord, change: Writing): Promise<Stored<Schema>> {
  const namespace = textOf(plan.namespace);
  client.tenants.plan(namespace, memberOf(plan));
  // The tenants of the run are made of these two, which all resources share.
  await waited("the facts of the cluster", client.facts(), change.signal);
  const live = client.live.until(change.signal);
  await live.get(NAMESPACE, namespace);
  const tenant = await client.tenants.tenant(namespace);
  if (tenant === undefined) throw await noParent(client, plan);
  assertReadable(tenant, namespace);
  const { digests: objects, writes } = client.tenants.objects.of(tenant);
  assertRecordable(writes.namespace);
  if (change.ignoring !== true) assertAsPlanned(plan, objects);
  const mark = await applyTenant(client, tenant, change);
  return { state: { ...plan, objects }, private: keptHold(await live.get(NAMESPACE, namespace), mark) };
}

/** What is written is what was planned, never what stands in for a value that cannot be read. */
function assertReadable({ namespace, formIssues: [fault] }: Tenant, planned: string): void {
  if (namespace === planned && fault === undefined) return;
  const why = fault === undefined ? `It would be ${shown(namespace)}.` : formatIssue(inAttributes(fault));
  throw new DiagnosticError(`The tenant ${shown(planned)} cannot be made as it is planned`, why);
}

/** What was approved is what is applied: what a tenant inherits may have changed since. */
function assertAsPlanned(plan: ValueRecord, now: Digests): void {
  const planned = digestsIn(plan);
  const isOther = Object.entries(now).some(([key, digest]) => planned[key] !== digest);
  if (Object.keys(planned).length === 0 || !isOther) return;
  throw new DiagnosticError(
    "What this tenant inherits changed since it was planned",
    "Its parent, or the facts of the cluster, are others now. Nothing was changed: plan again.",
    ["parent"],
  );
}
