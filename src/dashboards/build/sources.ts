import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import type { DataSourceRef } from "@grafana/grafana-foundation-sdk/common";
import { DataqueryBuilder, PromQueryFormat } from "@grafana/grafana-foundation-sdk/prometheus";
import type { PanelKind, PanelSpec, QuerySpec } from "./spec";

/** Plugin of VictoriaLogs for Grafana. */
export const LOGS_PLUGIN = "victoriametrics-logs-datasource";

/** The chosen source of metrics and of logs; both are variables, so that a board fits every Grafana. */
export const METRICS: DataSourceRef = { type: "prometheus", uid: "${datasource}" };
export const LOGS: DataSourceRef = { type: LOGS_PLUGIN, uid: "${logs}" };

export function sourceOf({ from }: PanelSpec): DataSourceRef {
  return from === "logs" ? LOGS : METRICS;
}

export function targetsOf(panel: PanelSpec): Builder<Dataquery>[] {
  return panel.queries.map((query, index) => {
    const refId = refIdOf(index);
    return panel.from === "logs" ? logsTarget(panel.kind, refId, query) : metricsTarget(panel.kind, refId, query);
  });
}

/** A, B, C: what Grafana calls queries, and the columns of tables after them. */
export function refIdOf(index: number): string {
  return String.fromCharCode("A".charCodeAt(0) + index);
}

function metricsTarget(kind: PanelKind, refId: string, { expr, legend }: QuerySpec): Builder<Dataquery> {
  const target = new DataqueryBuilder().refId(refId).datasource(METRICS).expr(expr).legendFormat(legend);
  if (kind === "series" || kind === "stacked") return target.range();
  return kind === "table" ? target.instant().format(PromQueryFormat.Table) : target.instant();
}

/** The SDK has no builder for this plugin. Each type of query is another address of VictoriaLogs. */
function logsTarget(kind: PanelKind, refId: string, { expr, legend }: QuerySpec): Builder<Dataquery> {
  const queryType = kind === "lines" ? "instant" : kind === "series" || kind === "stacked" ? "statsRange" : "stats";
  const target = { refId, datasource: LOGS, editorMode: "code", expr, queryType, legendFormat: legend };
  return { build: () => target as unknown as Dataquery };
}
