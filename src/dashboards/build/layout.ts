import type { PanelKind, PanelSpec } from "./spec";

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Columns of Grafana's grid. */
export const COLUMNS = 24;

const HEIGHT: Readonly<Record<PanelKind, number>> = { series: 8, stacked: 8, stat: 4, bars: 8, table: 9, lines: 14 };
const MOST_A_LINE: Readonly<Record<PanelKind, number>> = {
  series: 3,
  stacked: 3,
  stat: 8,
  bars: 3,
  table: 1,
  lines: 1,
};

/** Places of the panels of a row, from `top` on: those of one height share lines, each line filled. */
export function placesFrom(top: number, panels: readonly PanelSpec[]): { places: readonly Place[]; bottom: number } {
  const places: Place[] = [];
  let y = top;
  for (const line of linesOf(panels)) {
    const h = HEIGHT[line[0]?.kind ?? "series"];
    line.forEach((_panel, index) => {
      const [x, end] = [edge(index, line.length), edge(index + 1, line.length)];
      places.push({ x, y, w: end - x, h });
    });
    y += h;
  }
  return { places, bottom: y };
}

function edge(index: number, count: number): number {
  return Math.round((index * COLUMNS) / count);
}

/** Lines of panels of one height, as even as may be: five are three and two. */
function linesOf(panels: readonly PanelSpec[]): readonly (readonly PanelSpec[])[] {
  return runsOf(panels).flatMap((run) => {
    const most = Math.min(...run.map(({ kind }) => MOST_A_LINE[kind]));
    const count = Math.ceil(run.length / most);
    const each = Math.ceil(run.length / count);
    return Array.from({ length: count }, (_line, index) => run.slice(index * each, (index + 1) * each));
  });
}

function runsOf(panels: readonly PanelSpec[]): readonly (readonly PanelSpec[])[] {
  const runs: PanelSpec[][] = [];
  for (const panel of panels) {
    const last = runs.at(-1);
    const fits = last?.[0] !== undefined && HEIGHT[last[0].kind] === HEIGHT[panel.kind];
    if (fits) last.push(panel);
    else runs.push([panel]);
  }
  return runs;
}
