import {
  DashboardCursorSync,
  defaultDashboard,
  RowBuilder,
  type Panel,
  type RowPanel,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { COLUMNS, placesFrom } from "./layout";
import { boardMenu, TAG } from "./links";
import { panelOf } from "./panel";
import type { BoardSpec, BoardUid } from "./spec";
import { variablesOf } from "./variables";

/**
 * A board as Grafana's classic JSON, the one that files and ConfigMaps are read as. Not by the SDK's builder of boards,
 * which is deprecated for a format that Grafana's API alone takes, and whose layout does not wrap.
 */
export function boardJson(spec: BoardSpec, boards: ReadonlySet<BoardUid>): string {
  const { uid, title, description, group } = spec;
  const board = {
    ...defaultDashboard(),
    uid,
    title,
    description,
    tags: [TAG, group],
    editable: false,
    graphTooltip: DashboardCursorSync.Crosshair,
    refresh: "1m",
    time: { from: "now-3h", to: "now" },
    links: [boardMenu().build()],
    templating: { list: variablesOf(spec).map((variable) => variable.build()) },
    panels: panelsOf(spec, boards),
  };
  return JSON.stringify(board);
}

/** Panels and headings, numbered from 1 as they stand. */
function panelsOf({ rows, uid }: BoardSpec, boards: ReadonlySet<BoardUid>): (Panel | RowPanel)[] {
  const built: (Panel | RowPanel)[] = [];
  let y = 0;
  for (const { title, panels } of rows) {
    built.push(
      new RowBuilder(title)
        .id(built.length + 1)
        .gridPos({ x: 0, y, w: COLUMNS, h: 1 })
        .build(),
    );
    const { places, bottom } = placesFrom(y + 1, panels);
    panels.forEach((panel, index) => {
      const place = places[index];
      if (place !== undefined) built.push(panelOf(panel, { id: built.length + 1, place, board: uid, boards }).build());
    });
    y = bottom;
  }
  return built;
}
