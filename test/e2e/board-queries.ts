import type { Dashboard } from "../../src/dashboards";
import { panelsOf, readBoard, substituted, variableQueries, type Target } from "../dashboards/read-board";
import type { Served } from "./served";

export interface Databases {
  readonly metrics: Served;
  readonly logs: Served;
  /** Unix seconds up to which there are samples. */
  readonly end: number;
}

/** What a database says to one query of a panel. */
export interface Answer {
  readonly where: string;
  readonly fault?: string;
  /** The newest value of each series; of log lines their number. */
  readonly values: readonly number[];
}

/** Values that the variables of a board offer. */
export async function choicesOf(
  dashboard: Dashboard,
  { metrics, end }: Databases,
): Promise<Record<string, readonly string[]>> {
  const choices: Record<string, readonly string[]> = {};
  for (const { name, label, of } of variableQueries(readBoard(dashboard))) {
    const fields = {
      start: String(end - 600),
      end: String(end),
      ...(of === undefined ? {} : { "match[]": substituted(of) }),
    };
    const response = await fetch(
      `${metrics.url}/api/v1/label/${label}/values?${new URLSearchParams(fields).toString()}`,
    );
    choices[name] = ((await response.json()) as { data: readonly string[] }).data;
  }
  return choices;
}

/**
 * Asks every query of a board as Grafana would, with the variables as chosen.
 * @param only - names of the panels and series to ask
 */
export async function answersOf(
  dashboard: Dashboard,
  databases: Databases,
  chosen: Readonly<Record<string, string>> = {},
  only = /./,
): Promise<readonly Answer[]> {
  const targets = panelsOf(readBoard(dashboard)).flatMap(({ title, targets = [] }) =>
    targets.map((target) => ({ where: `${dashboard.uid}: ${title}: ${target.legendFormat}`, target })),
  );
  const answers: Answer[] = [];
  for (const { where, target } of targets.filter((each) => only.test(each.where))) {
    // What stands in for nothing would hide that there is nothing.
    const expr = substituted(target.expr, chosen).replaceAll(" or vector(0)", "");
    answers.push({ where, ...(await ask(target, expr, databases)) });
  }
  return answers;
}

function ask(target: Target, expr: string, { metrics, logs, end }: Databases): Promise<Omit<Answer, "where">> {
  const time = { start: String(end - 600), end: String(end), step: "60s" };
  switch (target.queryType) {
    case "instant":
      return askFor(`${logs.url}/select/logsql/query`, { query: expr, start: time.start, limit: "10" }, lines);
    case "stats":
      return askFor(`${logs.url}/select/logsql/stats_query`, { query: expr, start: time.start, end: time.end }, newest);
    case "statsRange":
      return askFor(`${logs.url}/select/logsql/stats_query_range`, { query: expr, ...time }, newest);
    case undefined:
      return target.range === true
        ? askFor(`${metrics.url}/api/v1/query_range`, { query: expr, ...time }, newest)
        : askFor(`${metrics.url}/api/v1/query`, { query: expr, time: time.end }, newest);
  }
}

async function askFor(url: string, fields: Record<string, string>, read: (body: string) => readonly number[]) {
  const response = await fetch(url, { method: "POST", body: new URLSearchParams(fields) });
  const body = await response.text();
  return response.ok ? { values: read(body) } : { values: [], fault: body };
}

function lines(body: string): readonly number[] {
  const count = body.split("\n").filter((line) => line !== "").length;
  return count === 0 ? [] : [count];
}

type Sample = readonly [time: number, value: string];

interface Result {
  readonly data: { readonly result: readonly { readonly value?: Sample; readonly values?: readonly Sample[] }[] };
}

function newest(body: string): readonly number[] {
  const { data } = JSON.parse(body) as Result;
  return data.result.map(({ value, values }) => Number((value ?? values?.at(-1))?.[1])).filter(Number.isFinite);
}
