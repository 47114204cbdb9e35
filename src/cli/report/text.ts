import { findingWords } from "../../access/words";
import { printableLine } from "../../model/printable";
import { amountOf, columnsOf, requestsOf, type Column } from "../../report/columns";
import type { ReportDocument, ReportFinding, TenantFigures } from "../../report/document";
import { counted, formatTable } from "../text";

/** The figures for a terminal: what is used of what is declared, sums by cost centre, findings. */
export function formatReport({ tenants, costCenters, findings, notes }: ReportDocument): string {
  const columns = columnsOf(tenants.map(({ declared }) => declared));
  const headings = columns.map(({ heading }) => heading.toUpperCase());
  const rows = tenants.map((tenant) => [
    `${"  ".repeat(tenant.depth)}${tenant.name}`,
    ...columns.map((column) => useOf(tenant, column)),
    tenant.namespace,
  ]);
  const costs = costCenters.map(({ costCenter = "(none)", tenants: count, declared }) => [
    costCenter,
    String(count),
    ...columns.map((column) => amountOf(declared, column)),
  ]);
  return [
    ...formatTable(["TENANT", ...headings, "NAMESPACE"], rows),
    "",
    ...formatTable(["COST CENTRE", "TENANTS", ...headings], costs),
    ...section("somebody must look at:", findings),
    ...section("to know of:", notes),
    "",
    counted(findings.length, "finding"),
  ].join("\n");
}

function useOf({ declared, usedBelow }: TenantFigures, column: Column): string {
  const whole = amountOf(declared, column);
  return usedBelow === undefined ? whole : `${amountOf(usedBelow, requestsOf(column))} of ${whole}`;
}

function section(heading: string, found: readonly ReportFinding[]): readonly string[] {
  if (found.length === 0) return [];
  const lines = found.map((finding) => `  ${findingWords(finding)}`);
  return ["", heading, ...lines.map(printableLine)];
}
