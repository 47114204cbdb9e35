import type { AccessReport } from "../access/report";
import { foldTenant, foldWide, type FoldedTenant } from "../access/fold";
import type { Grant, TenantGrants } from "../access/grant";
import { subjectTitle } from "../access/subject";
import { grantWords, missingWords, subjectsWords } from "../access/words";
import { escapeHtml } from "../model/html-text";
import { ACCESS_LEVELS, type AccessLevel } from "../model/tenant/spec/access-levels";
import { nameCell, table } from "./tenants-section";

const INHERITED = "↑";
const LEVELS = ACCESS_LEVELS.map(({ level }) => level).reverse();

/** Who may do what in each tenant, and what reaches into all of them. */
export function accessSection({ tenants, cluster }: AccessReport): string {
  const folded = tenants.map((tenant) => [tenant, foldTenant(tenant)] as const);
  const hasOthers = folded.some(([, { others, missing }]) => others.length + missing.length > 0);
  const headings = ["Tenant", ...LEVELS, ...(hasOthers ? ["Other rights"] : [])];
  const rows = folded.map(([tenant, fold]) => tenantRow(tenant, fold, hasOthers));
  return `<p class="soft">A level holds those to its right. ${INHERITED} given on a tenant above.</p>
${table(headings, rows)}
${cluster === undefined ? "" : wideParts(cluster)}`;
}

function tenantRow(tenant: TenantGrants, fold: FoldedTenant, hasOthers: boolean): string {
  const cells = LEVELS.map((level) => `<td>${holders(fold, level)}</td>`).join("");
  return `<tr>${nameCell(tenant)}${cells}${hasOthers ? `<td>${others(fold)}</td>` : ""}</tr>`;
}

function holders({ own, inherited }: FoldedTenant, level: AccessLevel): string {
  const isOf = (grant: Grant) => grant.level === level;
  const above = [...inherited.values()].flat().filter(isOf);
  return [
    ...own.filter(isOf).map(({ subject }) => escapeHtml(subjectTitle(subject))),
    ...above.map(
      ({ subject, from = "" }) =>
        `<span class="soft" title="from ${escapeHtml(from)}">${escapeHtml(subjectTitle(subject))}&nbsp;${INHERITED}</span>`,
    ),
  ].join("<br>");
}

function others({ others: grants, missing }: FoldedTenant): string {
  return [
    ...grants.map((grant) => `${grant.finding === undefined ? "" : MARK}${escapeHtml(grantWords(grant))}`),
    ...missing.map((grant) => `<i>not in the cluster:</i> ${escapeHtml(missingWords(grant))}`),
  ].join("<br>");
}

const MARK = `<span class="mark">!</span> `;

function wideParts({ clusterWide, elsewhere, platform }: NonNullable<AccessReport["cluster"]>): string {
  const { findings, admins, system, roles } = foldWide(clusterWide);
  const items = [
    ...findings.map((grant) => `${MARK}${escapeHtml(grantWords(grant))}`),
    ...(admins.length === 0 ? [] : [`<b>cluster-admin</b>, everything: ${escapeHtml(subjectsWords(admins))}`]),
    ...[...roles].map(
      ([role, grants]) =>
        `<b>${escapeHtml(role)}</b>, ${escapeHtml(grants[0]?.allows ?? "")}: ${escapeHtml(subjectsWords(grants.map(({ subject }) => subject)))}`,
    ),
    ...(system === 0 ? [] : [`Kubernetes' own components by roles of system:… : ${String(system)}`]),
    ...(elsewhere === 0 ? [] : [`rights that open nothing in a namespace: ${String(elsewhere)}`]),
  ];
  const inPlatform = platform.map(
    (grant) => `${grant.finding === undefined ? "" : MARK}${escapeHtml(grantWords(grant))}`,
  );
  return `<h3>In every namespace, by ClusterRoleBindings</h3>\n${listOf(items)}
${inPlatform.length === 0 ? "" : `<h3>In hikube-system, where the accounts of pipelines are</h3>\n${listOf(inPlatform)}`}`;
}

/** Items that are HTML already. */
export function listOf(items: readonly string[]): string {
  if (items.length === 0) return "<p>Nothing.</p>";
  return `<ul class="plain">${items.map((item) => `<li>${item}</li>`).join("\n")}</ul>`;
}
