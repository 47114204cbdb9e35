import { parse } from "yaml";
import { isRecord, listIn, objectIn, textIfAny } from "../../model/json";
import { leafMoves } from "../../review/leaves";
import { UNKNOWN } from "../../review/state";

/** Attributes that say which chart it is. */
const CHART = ["repository", "chart", "version"];
/** Places among the values that are named. */
const MOST_NAMED = 6;

/** In which fields a `helm_release` changes; of its values the places alone, which may hold anybody's text. */
export function releaseChanges(before: unknown, after: unknown): string {
  const [former, next] = [partsOf(before), partsOf(after)];
  const chart = leafMoves(former.chart, next.chart).map(
    (move) => `${move.path} ${move.before ?? "none"} → ${move.after ?? "none"}`,
  );
  const places = leafMoves(former.values, next.values).map(({ path }) => path);
  const rest = places.length - MOST_NAMED;
  const named = [...places.slice(0, MOST_NAMED), ...(rest > 0 ? [`${String(rest)} more`] : [])];
  return [...chart, ...(named.length === 0 ? [] : [`values ${named.join(", ")}`])].join("; ");
}

function partsOf(release: unknown): { readonly chart: object; readonly values: unknown } {
  const { values, ...attributes } = objectIn(release);
  return {
    chart: Object.fromEntries(CHART.map((name) => [name, attributes[name]])),
    values: values === UNKNOWN ? UNKNOWN : mergedValues(listIn(values)),
  };
}

/** Helm lays later values over earlier ones; lists are replaced. */
function mergedValues(texts: readonly unknown[]): unknown {
  return texts.map((text) => parsed(textIfAny(text) ?? "")).reduce<unknown>(overlaid, {});
}

function overlaid(below: unknown, above: unknown): unknown {
  if (!isRecord(below) || !isRecord(above)) return above;
  const keys = [...new Set([...Object.keys(below), ...Object.keys(above)])];
  return Object.fromEntries(keys.map((key) => [key, key in above ? overlaid(below[key], above[key]) : below[key]]));
}

/** What is no YAML stands for itself. */
function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return text;
  }
}
