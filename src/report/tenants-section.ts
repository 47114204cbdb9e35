import { escapeHtml } from "../model/html-text";
import { amountCell, barKey } from "./bar";
import { amountOf, columnsOf, requestsOf, type Column } from "./columns";
import type { CostCenterFigures, TenantFigures } from "./document";

/** The tree with bars of the quotas. */
export function quotaSection(tenants: readonly TenantFigures[]): string {
  const columns = columnsOf(tenants.map(({ declared }) => declared));
  const headings = ["Tenant", "Profile", ...columns.map(({ heading }) => heading)];
  const rows = tenants.map(
    (tenant) =>
      `<tr>${nameCell(tenant)}<td>${escapeHtml(tenant.profile)}</td>${columns.map((column) => amountCell(tenant, column)).join("")}</tr>`,
  );
  return `${barKey(tenants.some(({ used }) => used !== undefined))}\n${table(headings, rows)}`;
}

/** Cost centres with the sums of what they have. */
export function costSection(centers: readonly CostCenterFigures[]): string {
  const columns = columnsOf(centers.map(({ declared }) => declared));
  const isLive = centers.some(({ used }) => used !== undefined);
  const shown = (amounts: CostCenterFigures["declared"], some: readonly Column[]) =>
    some.map((column) => `<td>${escapeHtml(amountOf(amounts, column))}</td>`).join("");
  const rows = centers.flatMap(({ costCenter, tenants, declared, used }) => {
    const name = costCenter === undefined ? "<i>none</i>" : escapeHtml(costCenter);
    const first = `<tr><th scope="row">${name}</th><td>${String(tenants)}</td>${isLive ? "<td>declared</td>" : ""}${shown(declared, columns)}</tr>`;
    return used === undefined
      ? [first]
      : [first, `<tr><th></th><td></td><td>used</td>${shown(used, columns.map(requestsOf))}</tr>`];
  });
  const headings = ["Cost centre", "Tenants", ...(isLive ? [""] : []), ...columns.map(({ heading }) => heading)];
  return `<p class="soft">Of each tenant what is left for its own namespace and what it sets aside: the sums add up to what the top tenants declare.</p>
${table(headings, rows)}`;
}

/** Labels of cost, ends and protection. */
export function detailsSection(tenants: readonly TenantFigures[], now: Date): string {
  const rows = tenants.map((tenant) => {
    const { costCenter, project, owner, note, expiresAt, suspended } = tenant;
    const texts = [costCenter, project, owner, note].map((text) => `<td>${escapeHtml(text ?? "–")}</td>`).join("");
    const isOver = expiresAt !== undefined && Date.parse(expiresAt) <= now.getTime();
    const end = `<td>${isOver ? `<span class="mark">expired</span> ` : ""}${escapeHtml(expiresAt ?? "–")}</td>`;
    return `<tr>${nameCell(tenant)}${texts}${end}<td>${tenant.protected ? "yes" : "no"}</td><td>${suspended ? "yes" : "no"}</td></tr>`;
  });
  return table(["Tenant", "Cost centre", "Project", "Owner", "Note", "Expires", "Protected", "Suspended"], rows);
}

/** A table whose headings are ours. */
export function table(headings: readonly string[], rows: readonly string[]): string {
  const head = headings.map((heading) => `<th scope="col">${escapeHtml(heading)}</th>`).join("");
  return `<div class="wide"><table class="list"><thead><tr>${head}</tr></thead>\n<tbody>\n${rows.join("\n")}\n</tbody></table></div>`;
}

/** The name of a tenant at its place in the tree. */
export function nameCell({ name, namespace, depth }: Pick<TenantFigures, "name" | "namespace" | "depth">): string {
  const indent = String(0.6 + depth * 1.2);
  return `<th scope="row" class="name" style="padding-left:${indent}rem">${escapeHtml(name)}<small>${escapeHtml(namespace)}</small></th>`;
}
