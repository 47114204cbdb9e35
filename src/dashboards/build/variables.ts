import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  TextBoxVariableBuilder,
  VariableRefresh,
  VariableSort,
  type VariableModel,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { SCOPE } from "./promql";
import { LOGS_PLUGIN, METRICS } from "./sources";
import type { BoardSpec, VariableSpec } from "./spec";

type Variable = Builder<VariableModel>;

/** Refused by no database, unlike `.*`, and true of every series that has the label. */
const ALL = ".+";

/** Variables of a board: sources, tenant and namespace, then its own. */
export function variablesOf({ variables = [], rows, uid }: BoardSpec): Variable[] {
  const readsLogs = rows.some(({ panels }) => panels.some(({ from }) => from === "logs"));
  return [
    source("datasource", "Metrics", "prometheus"),
    ...(readsLogs ? [source("logs", "Logs", LOGS_PLUGIN)] : []),
    labelVariable("tenant", "Tenant", "label_values(tenant)"),
    labelVariable("namespace", "Namespace", 'label_values({tenant=~"$tenant"}, namespace)'),
    ...variables.map(ownVariable),
    ...(uid === "hikube-logs" ? [logsFilter()] : []),
  ];
}

function source(name: string, label: string, plugin: string): Variable {
  return new DatasourceVariableBuilder(name).label(label).type(plugin);
}

function ownVariable({ name, label, metric, of = name, unscoped = false }: VariableSpec): Variable {
  const names = typeof metric === "string" ? [metric] : metric;
  const matchers = [`__name__=~"${names.join("|")}"`, ...(unscoped ? [] : [SCOPE])];
  return labelVariable(name, label, `label_values({${matchers.join(",")}}, ${of})`);
}

function labelVariable(name: string, label: string, query: string): Variable {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(METRICS)
    .query({ query, refId: `variable-${name}` })
    .definition(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue(ALL)
    .current({ selected: true, text: ["All"], value: ["$__all"] });
}

/** What people look for, as LogsQL; the gateway bounds what it may find. */
function logsFilter(): Variable {
  return new TextBoxVariableBuilder("filter")
    .label("Filter")
    .description("LogsQL, such as error or level:error")
    .defaultValue("*")
    .current({ selected: true, text: "*", value: "*" });
}
