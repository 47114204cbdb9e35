import { bars, lines, query, row, series, stacked, stat } from "../build/panels";
import type { BoardSpec, PanelSpec } from "../build/spec";

/**
 * Log streams of the chosen tenants. The format is asked for, so that it is Grafana who writes the choice, in whatever
 * version of the plugin; backticks keep the backslashes that it writes before dots.
 */
const TENANT = "kubernetes.pod_namespace=~`^(${tenant:regex})$`,kubernetes.pod_namespace=~`^(${namespace:regex})$`";
export const LOGS_SCOPE = `{${TENANT}}`;

const CHOSEN = `{${TENANT},kubernetes.pod_name=~\`^(\${pod:regex})$\`} (\${filter:raw})`;

/** Lines of an error: by their level, or by their words where they have none. */
export const ERRORS =
  '(level:~`(?i)^(error|err|fatal|critical|alert|emerg|panic)$` or (level:"" and ~`(?i)\\b(error|fatal|panic|exception)\\b`))';

/** Log lines with what they come from. */
export function logs(): BoardSpec {
  return {
    group: "logs",
    uid: "hikube-logs",
    title: "Logs",
    description: "Log lines of the chosen tenants and pods; the filter is LogsQL.",
    variables: [{ name: "pod", label: "Pod", metric: "kube_pod_info" }],
    rows: [row("Amounts", ...amounts()), row("Lines", ...found())],
  };
}

function amounts(): readonly PanelSpec[] {
  const by = (field: string, filter = "") =>
    `${CHOSEN}${filter === "" ? "" : ` ${filter}`} | stats by (${field}) count() lines`;
  return [
    stat(
      ["Lines in this time", "Log lines in this time.", "count"],
      [query("lines", `${CHOSEN} | stats count() lines`)],
      {
        from: "logs",
      },
    ),
    stat(
      ["Error lines in this time", "Log lines that speak of an error, in this time.", "count"],
      [query("errors", `${CHOSEN} ${ERRORS} | stats count() lines`)],
      { from: "logs", limits: [100, 1000] },
    ),
    stacked(
      ["Lines by tenant", "Log lines over time.", "count"],
      [query("{{kubernetes.pod_namespace}}", by("kubernetes.pod_namespace"))],
      { from: "logs" },
    ),
    series(
      ["Error lines by tenant", "Log lines that speak of an error, over time.", "count"],
      [query("{{kubernetes.pod_namespace}}", by("kubernetes.pod_namespace", ERRORS))],
      { from: "logs", limits: [100, 1000] },
    ),
    bars(
      ["Pods that write most", "Log lines of the ten pods that write most.", "count"],
      [
        query(
          "{{kubernetes.pod_name}}",
          `${by("kubernetes.pod_namespace, kubernetes.pod_name")} | sort by (lines desc) | limit 10`,
        ),
      ],
      { from: "logs" },
    ),
    bars(
      ["Pods with most errors", "Error lines of the ten pods that write most of them.", "count"],
      [
        query(
          "{{kubernetes.pod_name}}",
          `${by("kubernetes.pod_namespace, kubernetes.pod_name", ERRORS)} | sort by (lines desc) | limit 10`,
        ),
      ],
      { from: "logs", limits: [10, 100] },
    ),
  ];
}

function found(): readonly PanelSpec[] {
  return [
    lines(["Lines", "The newest lines that match.", "text"], [query("lines", CHOSEN)], { from: "logs" }),
    lines(
      ["Error lines", "The newest lines that speak of an error.", "text"],
      [query("errors", `${CHOSEN} ${ERRORS}`)],
      {
        from: "logs",
      },
    ),
  ];
}
