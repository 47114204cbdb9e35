import type { AccessReport } from "../access/report";
import { MATRIX_STYLE } from "../connectivity/html-style";
import type { ConnectivityMatrix } from "../connectivity/matrix";
import { matrixParts } from "../connectivity/render-html";
import { escapeHtml, htmlPage } from "../model/html-text";
import { accessSection, listOf } from "./access-section";
import type { ReportDocument, ReportFinding } from "./document";
import { REPORT_STYLE } from "./style";
import { costSection, detailsSection, quotaSection } from "./tenants-section";

/** All that a page shows. */
export interface Report {
  readonly document: ReportDocument;
  readonly access: AccessReport;
  readonly matrix: ConnectivityMatrix;
}

/** Makes one page that needs no network and runs no script, for a screen and for paper. */
export function renderReportHtml({ document, access, matrix }: Report): string {
  const { tenants, costCenters, findings, notes, time, server } = document;
  const body = `${origin(document)}
${summary(document)}
<h2>Findings</h2>
${listOf(findings.map(findingItem))}
${notes.length === 0 ? "" : `<h3>To know of</h3>\n${listOf(notes.map(findingItem))}`}
<h2>Tenants and their quotas</h2>
${quotaSection(tenants)}
<h2>Cost centres</h2>
${costSection(costCenters)}
<h2>Labels, ends and protection</h2>
${detailsSection(tenants, new Date(time))}
<h2>Who may do what</h2>
${accessSection(access)}
<h2>Who reaches whom</h2>
<p class="soft">${server === undefined ? "By the declared NetworkPolicies." : "By all NetworkPolicies, namespaces and pods of the cluster."}</p>
<div style="--columns:${String(matrix.groups.length)}">${matrixParts(matrix)}</div>`;
  return htmlPage("Tenants: report", `${MATRIX_STYLE}${REPORT_STYLE}`, body);
}

function origin({ time, file, server, versions }: ReportDocument): string {
  const asked = server === undefined ? "no cluster was asked" : `compared with ${server}`;
  return `<p class="soft">${escapeHtml(time)} · from ${escapeHtml(file)}, ${escapeHtml(asked)} · hikube ${escapeHtml(versions.hikube)}, Kubernetes ${escapeHtml(versions.kubernetes)}</p>`;
}

function summary({ tenants, costCenters, findings }: ReportDocument): string {
  const facts: readonly (readonly [number, string, boolean?])[] = [
    [findings.length, findings.length === 1 ? "finding" : "findings", findings.length > 0],
    [tenants.length, "tenants"],
    [tenants.filter((tenant) => tenant.protected).length, "protected"],
    [tenants.filter(({ suspended }) => suspended).length, "suspended"],
    [costCenters.filter(({ costCenter }) => costCenter !== undefined).length, "cost centres"],
  ];
  const items = facts.map(
    ([count, what, isBad = false]) => `<li${isBad ? ` class="bad"` : ""}><b>${String(count)}</b>${what}</li>`,
  );
  return `<ul class="facts">${items.join("")}</ul>`;
}

function findingItem({ source, tenant, code, message, id }: ReportFinding): string {
  const where = tenant === undefined ? "" : `<b>${escapeHtml(tenant)}</b>: `;
  return `${where}${escapeHtml(message)} <span class="soft">${escapeHtml(`${source}, ${id ?? code}`)}</span>`;
}
