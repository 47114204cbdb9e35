import { LOG_IDENTITY } from "../../../src/model/monitoring/collection/agent-args";
import { inSeconds } from "./jwt";

/** One try of a reader of `tenant-a-web` to see what `tenant-a-pay` has. */
export interface Attempt {
  readonly does: string;
  readonly path: string;
  /** Of a form; with it the request is a POST. */
  readonly body?: string;
}

const enc = encodeURIComponent;
const [NAMESPACE_FIELD] = LOG_IDENTITY;

const series = '{tenant="tenant-a-pay"}';
const metrics = "/api/v1/query?query=marker";
const eitherOne = '{tenant="tenant-a-web" or tenant="tenant-a-pay"}';
const list = "/api/v1/series?match[]=";

export const METRICS_ATTEMPTS: readonly Attempt[] = [
  { does: "asks for it", path: `/api/v1/query?query=${enc(`marker${series}`)}` },
  { does: "asks by or", path: `/api/v1/query?query=${enc(`marker or marker${series}`)}` },
  { does: "asks by or inside of the braces", path: `/api/v1/query?query=${enc(eitherOne)}` },
  { does: "gives the query in the body", path: "/api/v1/query", body: `query=${enc(`marker${series}`)}` },
  { does: "asks over time", path: `/api/v1/query_range?query=marker&start=${inSeconds(-600)}&step=60` },
  { does: "adds extra_label", path: `${metrics}&extra_label=tenant=tenant-a-pay` },
  { does: "adds extra_filters[]", path: `${metrics}&extra_filters[]=${enc(series)}` },
  { does: "adds extra_filters[] with encoded brackets", path: `${metrics}&extra_filters%5B%5D=${enc(series)}` },
  { does: "adds extra_filters", path: `${metrics}&extra_filters=${enc(series)}` },
  { does: "adds empty filters", path: `${metrics}&extra_filters=&extra_filters[]=` },
  { does: "adds both filters", path: `${metrics}&extra_filters=${enc(series)}&extra_filters[]=${enc(series)}` },
  { does: "adds extra_filters in the body", path: "/api/v1/query", body: `query=marker&extra_filters=${enc(series)}` },
  { does: "adds extra_filters[] there", path: "/api/v1/query", body: `query=marker&extra_filters[]=${enc(series)}` },
  { does: "adds extra_label there", path: "/api/v1/query", body: "query=marker&extra_label=tenant=tenant-a-pay" },
  { does: "lists series", path: `${list}marker` },
  { does: "lists series of the other", path: list + enc(series) },
  { does: "lists values of a label", path: "/api/v1/label/marker/values" },
  { does: "lists tenants", path: "/api/v1/label/tenant/values" },
  { does: "exports", path: "/api/v1/export?match[]=marker" },
  { does: "exports in another form", path: "/api/v1/export/csv?match[]=marker&format=__name__,marker" },
  { does: "federates", path: "/federate?match[]=marker" },
  { does: "asks for texts", path: "/api/v1/metadata" },
  { does: "asks for the most used", path: "/api/v1/status/tsdb" },
  { does: "asks for queries of others", path: "/api/v1/status/top_queries" },
  { does: "climbs by dots", path: "/api/v1/query/../export?match[]=marker" },
  { does: "climbs by encoded dots", path: "/api/v1/query/%2e%2e/export?match[]=marker" },
  { does: "hides a path in a label's name", path: "/api/v1/label/..%2f..%2fexport/values?match[]=marker" },
  { does: "doubles a slash", path: "//api/v1/export?match[]=marker" },
  { does: "takes another prefix", path: "/prometheus/api/v1/query?query=marker" },
  { does: "deletes", path: "/api/v1/admin/tsdb/delete_series?match[]=marker", body: "" },
];

const stream = `{${NAMESPACE_FIELD}="tenant-a-pay"}`;
const field = `${NAMESPACE_FIELD}:="tenant-a-pay"`;
const query = "/select/logsql/query";
const logs = `${query}?query=*`;
const asking = (text: string) => `${query}?query=${enc(text)}`;

export const LOGS_ATTEMPTS: readonly Attempt[] = [
  { does: "asks for it", path: asking(stream) },
  { does: "asks by or", path: asking(`* or ${field}`) },
  { does: "asks by union", path: asking("* | union (*)") },
  { does: "asks by a subquery", path: asking("_msg:in(* | fields _msg) or *") },
  { does: "joins", path: asking(`* | join by (kind) (${stream})`) },
  { does: "gives the query in the body", path: query, body: `query=${enc(stream)}` },
  { does: "adds extra_filters", path: `${logs}&extra_filters=${enc(field)}` },
  { does: "adds extra_stream_filters", path: `${logs}&extra_stream_filters=${enc(stream)}` },
  { does: "adds empty filters", path: `${logs}&extra_filters=&extra_stream_filters=` },
  { does: "adds filters of all", path: `${logs}&extra_filters=${enc("* or *")}&extra_stream_filters=${enc("{}")}` },
  { does: "adds extra_filters in the body", path: query, body: `query=*&extra_filters=${enc("*")}` },
  { does: "adds extra_stream_filters there", path: query, body: `query=*&extra_stream_filters=${enc(stream)}` },
  { does: "lists streams", path: "/select/logsql/streams?query=*" },
  { does: "lists values", path: "/select/logsql/field_values?query=*&field=_msg" },
  { does: "lists facets", path: "/select/logsql/facets?query=*" },
  { does: "counts", path: `/select/logsql/stats_query?query=${enc("* | stats by (_msg) count()")}` },
  { does: "asks for tenants", path: "/select/tenant_ids" },
  { does: "asks the storage's own way", path: "/internal/select/query?query=*" },
  { does: "writes", path: "/insert/jsonline", body: '{"_msg":"forged"}' },
];
