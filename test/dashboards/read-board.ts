import type { Dashboard } from "../../src/dashboards";

export interface Target {
  readonly refId: string;
  readonly expr: string;
  readonly queryType?: "instant" | "stats" | "statsRange";
  readonly instant?: boolean;
  readonly range?: boolean;
  readonly legendFormat: string;
  readonly datasource: { readonly type: string; readonly uid: string };
}

export interface Step {
  readonly value: number | null;
  readonly color: string;
}

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly targets?: readonly Target[];
  readonly links?: readonly { readonly title: string; readonly url: string }[];
  readonly fieldConfig?: {
    readonly defaults: {
      readonly unit?: string;
      readonly noValue?: string;
      readonly max?: number;
      readonly thresholds?: { readonly mode: string; readonly steps: readonly Step[] };
      readonly links?: readonly { readonly title: string; readonly url: string }[];
    };
    readonly overrides: readonly {
      readonly matcher: { readonly options: string };
      readonly properties: readonly { readonly id: string; readonly value: unknown }[];
    }[];
  };
}

export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly multi?: boolean;
  readonly includeAll?: boolean;
  readonly query?: unknown;
}

export interface Board {
  readonly uid: string;
  readonly title: string;
  readonly schemaVersion: number;
  readonly tags: readonly string[];
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly Variable[] };
}

export function readBoard({ json }: Pick<Dashboard, "json">): Board {
  return JSON.parse(json) as Board;
}

/** Panels with queries: all but the headings. */
export function panelsOf(board: Board): readonly Panel[] {
  return board.panels.filter(({ type }) => type !== "row");
}

/** What Grafana makes of a query when everything is chosen, or what is given. */
export function substituted(expr: string, chosen: Readonly<Record<string, string>> = {}): string {
  const valueOf = (name: string) => chosen[name] ?? (name === "filter" ? "*" : ".+");
  return expr
    .replaceAll("$__rate_interval", "2m")
    .replaceAll("$__range", "30m")
    .replace(/\$\{(\w+)(?::\w+)?\}/g, (_all, name: string) => valueOf(name))
    .replace(/\$([a-z]+)\b/g, (_all, name: string) => valueOf(name));
}

/** What the variables of a board ask for: the values of a label, of those series. */
export function variableQueries(
  board: Board,
): readonly { readonly name: string; readonly label: string; readonly of?: string }[] {
  return board.templating.list.flatMap(({ name, query }) => {
    const text = typeof query === "object" && query !== null && "query" in query ? String(query.query) : "";
    const [, of, label] = /^label_values\((?:(.*), )?(\w+)\)$/.exec(text) ?? [];
    return label === undefined ? [] : [{ name, label, ...(of === undefined ? {} : { of }) }];
  });
}
