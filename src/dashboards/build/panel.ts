import { PanelBuilder as BarGauge } from "@grafana/grafana-foundation-sdk/bargauge";
import {
  BigValueGraphMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import { ThresholdsConfigBuilder, ThresholdsMode } from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder as Lines } from "@grafana/grafana-foundation-sdk/logs";
import { PanelBuilder as Stat } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as Table } from "@grafana/grafana-foundation-sdk/table";
import { PanelBuilder as TimeSeries } from "@grafana/grafana-foundation-sdk/timeseries";
import type { Place } from "./layout";
import { dataLinks, panelLinks } from "./links";
import { refIdOf, sourceOf, targetsOf } from "./sources";
import { UNITS, type BoardUid, type Limits, type PanelSpec } from "./spec";

type AnyPanel = BarGauge | Lines | Stat | Table | TimeSeries;

/** Shown where a source is not there, or measures nothing yet. */
export const NO_VALUE = "no data";

/** What a panel has to know of its surroundings. */
export interface Surroundings {
  readonly id: number;
  readonly place: Place;
  readonly board: BoardUid;
  /** Boards that are there. */
  readonly boards: ReadonlySet<BoardUid>;
}

export function panelOf(spec: PanelSpec, { id, place, board, boards }: Surroundings): AnyPanel {
  const { title, description, unit, customUnit, limits, max = unit === "share" ? 1 : undefined } = spec;
  const panel = looksOf(spec);
  panel
    .id(id)
    .title(title)
    .description(description)
    .datasource(sourceOf(spec))
    .gridPos({ ...place });
  panel.links(panelLinks(board, boards)).targets(targetsOf(spec));
  panel
    .unit(customUnit ?? UNITS[unit])
    .noValue(NO_VALUE)
    .thresholds(thresholdsOf(limits));
  panel.dataLinks(dataLinks(spec, boards));
  if (max !== undefined) panel.max(max);
  if (unit !== "text" && unit !== "sinceThen") panel.min(0);
  return panel;
}

function looksOf(spec: PanelSpec): AnyPanel {
  switch (spec.kind) {
    case "series":
      return timeSeries(spec).lineWidth(1).fillOpacity(8);
    case "stacked":
      return timeSeries(spec)
        .lineWidth(1)
        .fillOpacity(35)
        .stacking(new StackingConfigBuilder().mode(StackingMode.Normal));
    case "stat":
      return new Stat().graphMode(BigValueGraphMode.None);
    case "bars":
      return new BarGauge().orientation(VizOrientation.Horizontal);
    case "table":
      return tableOf(spec);
    case "lines":
      return new Lines().showTime(true).wrapLogMessage(true).enableLogDetails(true);
  }
}

function timeSeries({ limits }: PanelSpec): TimeSeries {
  const legend = new VizLegendOptionsBuilder().displayMode(LegendDisplayMode.List).placement(LegendPlacement.Bottom);
  const style = new GraphThresholdsStyleConfigBuilder().mode(
    limits === undefined ? GraphThresholdsStyleMode.Off : GraphThresholdsStyleMode.Dashed,
  );
  return new TimeSeries()
    .legend(legend.showLegend(true))
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi))
    .thresholdsStyle(style);
}

/** A row for each set of labels: the answers of all queries merged, their values named after the columns. */
function tableOf({ queries, unit }: PanelSpec): Table {
  const columnOf = (index: number) => (queries.length === 1 ? "Value" : `Value #${refIdOf(index)}`);
  const renameByName = Object.fromEntries(queries.map(({ legend }, index) => [columnOf(index), legend]));
  const panel = new Table()
    .withTransformation({ id: "merge", options: {} })
    .withTransformation({ id: "organize", options: { excludeByName: { Time: true }, indexByName: {}, renameByName } });
  for (const query of queries) {
    const properties = [
      { id: "unit", value: UNITS[query.unit ?? unit] },
      { id: "thresholds", value: thresholdsOf(query.limits).build() },
      { id: "custom.cellOptions", value: { type: query.limits === undefined ? "auto" : "color-text" } },
    ];
    panel.overrideByName(query.legend, properties);
  }
  return panel;
}

/** Green, yellow from the warning on, red from the critical value on; or the other way round where less is worse. */
export function thresholdsOf(limits: Limits | undefined): ThresholdsConfigBuilder {
  const builder = new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute);
  if (limits === undefined) return builder.steps([{ value: null, color: "green" }]);
  const [warning, critical] = limits;
  if (warning < critical) {
    return builder.steps([
      { value: null, color: "green" },
      { value: warning, color: "yellow" },
      { value: critical, color: "red" },
    ]);
  }
  const between = warning === critical ? [] : [{ value: critical, color: "yellow" }];
  return builder.steps([{ value: null, color: "red" }, ...between, { value: warning, color: "green" }]);
}
