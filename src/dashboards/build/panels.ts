import type { Limits, PanelKind, PanelSpec, QuerySpec, RowSpec, Unit } from "./spec";

/** A query with the name of its series or column. */
export function query(legend: string, expr: string, more: Pick<QuerySpec, "unit" | "limits"> = {}): QuerySpec {
  return { legend, expr, ...more };
}

export function row(title: string, ...panels: readonly PanelSpec[]): RowSpec {
  return { title, panels };
}

/** Title, description, unit; then the queries. */
type Words = readonly [title: string, description: string, unit: Unit];
type More = Partial<Pick<PanelSpec, "limits" | "max" | "from" | "customUnit">>;

function panel(kind: PanelKind) {
  return ([title, description, unit]: Words, queries: readonly QuerySpec[], more: More = {}): PanelSpec => ({
    kind,
    title,
    description,
    unit,
    queries,
    ...more,
  });
}

/** Lines over time. */
export const series = panel("series");
/** Areas over time, one on the other. */
export const stacked = panel("stacked");
/** The number of now. */
export const stat = panel("stat");
/** Bars side by side, of now. */
export const bars = panel("bars");
/** One row for each set of labels, one column for each query. */
export const table = panel("table");
/** Log lines. */
export const lines = panel("lines");

/** Shares of what is full at 1. */
export const FULL: Limits = [0.8, 0.95];
/** What should not happen: yellow at the first. */
export const NONE_EXPECTED: Limits = [1, 10];
/** What should be up: red below 1. */
export const ALL_UP: Limits = [1, 1];
