import type { Issue } from "../../model/issue";
import { listIn, objectIn, sameJson } from "../../model/json";
import { isDnsLabel } from "../../model/kubernetes/names";
import { TENANT_QUOTA } from "../../model/tenant/objects/base-isolation";
import type { Tenant } from "../../model/tenant/resolve/tenant";
import { LABELS } from "../../model/tenant/spec/labels";
import type { Diagnostics } from "../../plugin";
import type { HikubeClient } from "../client";
import { NAMESPACE } from "../objects/live";
import { judge, leniencyFor } from "./judge";
import { declaredOn, settlement, shareOn, sharesOf } from "./ledger";
import type { Member } from "./members";
import { declaredOf, memberOn } from "./record";
import { childShares, kinIn } from "./unrecorded";
import { warnOfRoom } from "./unsettled";

type Client = Pick<HikubeClient, "tenants" | "live">;

/** Tells what the rules say of a tenant that is planned, among those that are there and those that were planned so far. */
export async function judgePlanned(client: Client, tenant: Tenant, diagnostics: Diagnostics): Promise<void> {
  const { namespace, parent } = tenant;
  const found = await client.live.get(NAMESPACE, namespace);
  const changed = parent !== undefined && "spec" in parent && (await isChanged(client, parent)) ? parent : undefined;
  const issues = await client.tenants.issuesOf(namespace);
  const lenient = leniencyFor(tenant, found && shareOn(found)?.capacity, changed !== undefined);
  const standing = issues.length === 0 ? [] : await standingIssues(client, tenant, found && memberOn(found));
  const early = await Promise.all(issues.map((issue) => isEarly(client, tenant, issue)));
  judge(
    issues,
    diagnostics,
    (issue) =>
      lenient.has(issue.code) || early[issues.indexOf(issue)] === true || standing.some((one) => sameFault(one, issue)),
  );
  const isTooMuch = issues.some(({ code }) => code === "quota-exceeds-parent");
  if (changed !== undefined && !isTooMuch) await judgeOrder(client, changed, diagnostics);
  if (await isChanged(client, tenant)) await warnOfShares(client, tenant, diagnostics);
  if (!isTooMuch) await warnOfRoom(client.live, tenant, diagnostics);
}

/**
 * Terraform plans a sub-tenant after its parent, whose stack may name it: it may not be there yet, or get
 * another stack of its own, or none, by what is planned of it then.
 */
async function isEarly({ tenants }: Client, tenant: Tenant, { code, path }: Issue): Promise<boolean> {
  if (code !== "unknown-tenant") return false;
  const named = path.slice(1).reduce<unknown>(memberAt, tenant.spec);
  const known = typeof named === "string" && isDnsLabel(named) ? await tenants.tenant(named) : tenant;
  return known === undefined || known.ancestors.includes(tenant.namespace);
}

function memberAt(value: unknown, step: string | number): unknown {
  return typeof step === "number" ? listIn(value)[step] : objectIn(value)[step];
}

/**
 * Sub-tenants take what they took, whoever declares them. Those that this run removes or lowers may be planned later, so that
 * nothing is certain; and a destroy plans the change first.
 */
async function warnOfShares({ tenants, live }: Client, tenant: Tenant, diagnostics: Diagnostics): Promise<void> {
  const { namespace } = tenant;
  const found = await live.labelled(NAMESPACE, LABELS.parent, namespace);
  const left = found.filter(({ metadata }) => !tenants.goes(metadata.name));
  const shares = sharesOf(await childShares(left, kinIn(live)), {}, Date.now());
  const { overdrawn } = settlement(declaredOf(tenant), shares);
  if (overdrawn.length === 0) return;
  const takers = [...shares].filter(([, capacity]) => overdrawn.some((key) => capacity[key] !== undefined));
  diagnostics.warning(
    `The sub-tenants of ${namespace} take more than is planned for it`,
    `Of ${overdrawn.join(", ")}: ${takers.map(([name]) => name).join(", ")}. Unless this plan removes them, its apply is refused. Lower them first, where they are declared, and apply that; or plan more for ${namespace}.`,
    ["quota"],
  );
}

/**
 * Faults that the tenant has as it stands, where all above it stays as it stands, too: a parent was tightened elsewhere, or the
 * rules were. Whoever has them may change something else, or be destroyed, whose plan asks the same.
 */
async function standingIssues(
  { tenants }: Client,
  { namespace, ancestors }: Tenant,
  recorded: Member | undefined,
): Promise<readonly Issue[]> {
  if (recorded === undefined) return [];
  const isChanged = await Promise.all(ancestors.map((one) => tenants.isChanged(one)));
  return isChanged.includes(true) ? [] : tenants.issuesOf(namespace, recorded);
}

/** The same entry of a list may have another index. */
function sameFault(left: Issue, right: Issue): boolean {
  const fields = ({ path }: Issue) => path.filter((step) => typeof step === "string");
  return left.code === right.code && left.received === right.received && sameJson(fields(left), fields(right));
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
  const shares = sharesOf(await childShares(staying, kinIn(live)), {}, Date.now());
  const { overdrawn } = settlement(declaredOf(parent), shares);
  if (overdrawn.length === 0) return;
  diagnostics.error(
    `To lower ${namespace} and its sub-tenants takes two applies`,
    `Terraform changes a parent before its sub-tenants, and until then they take more than is planned for it (${overdrawn.join(", ")}). Lower the sub-tenants, and apply that; then lower ${namespace}.`,
    ["quota"],
  );
}
