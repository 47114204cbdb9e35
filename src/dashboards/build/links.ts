import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import { DashboardLinkBuilder, DashboardLinkType, type DashboardLink } from "@grafana/grafana-foundation-sdk/dashboard";
import type { BoardUid, PanelSpec } from "./spec";

/** Tag of every board, by which the menu of boards finds them. */
export const TAG = "hikube";

type Link = Builder<DashboardLink>;

/** Where a label leads, and which variable takes it there: from a tenant to its pods, from a pod to its logs. */
const LEADS: readonly { label: string; variable: string; to: BoardUid; title: string }[] = [
  { label: "pod", variable: "pod", to: "hikube-logs", title: "Logs of this pod" },
  { label: "kubernetes.pod_name", variable: "pod", to: "hikube-logs", title: "Logs of this pod" },
  { label: "name", variable: "name", to: "hikube-vm-performance", title: "Performance of this machine" },
  { label: "tenant", variable: "tenant", to: "hikube-kubernetes-pods", title: "Pods of this tenant" },
  { label: "kubernetes.pod_namespace", variable: "tenant", to: "hikube-kubernetes-pods", title: "Pods of this tenant" },
];

const SAME_TIME = "${__url_time_range}";

/** The menu of all boards, with the same choice and time. */
export function boardMenu(): Link {
  return new DashboardLinkBuilder("Dashboards")
    .type(DashboardLinkType.Dashboards)
    .tags([TAG])
    .asDropdown(true)
    .includeVars(true)
    .keepTime(true);
}

/** Links of a panel's values, to those boards that are there. */
export function dataLinks(panel: PanelSpec, boards: ReadonlySet<BoardUid>): Link[] {
  const labels = labelsOf(panel);
  const leads = LEADS.filter(({ label }) => labels.includes(label));
  const chosen = leads.map(({ label, variable }) => `var-${variable}=${valueOf(label, panel)}`);
  const there = leads.filter(({ to }) => boards.has(to));
  return there.map(({ to, title }) => shortLink(title, `/d/${to}?${[...chosen, SAME_TIME].join("&")}`));
}

/** Links of the panel itself: to the logs of the same choice. */
export function panelLinks(own: BoardUid, boards: ReadonlySet<BoardUid>): Link[] {
  if (own === "hikube-logs" || !boards.has("hikube-logs")) return [];
  const url = `/d/hikube-logs?\${tenant:queryparam}&\${namespace:queryparam}&${SAME_TIME}`;
  return [shortLink("Logs of the same tenants and time", url)];
}

/** The links of panels and values know a title and an address alone. */
function shortLink(title: string, url: string): Link {
  return { build: () => ({ title, url }) as DashboardLink };
}

/** Labels that stand in the names of a panel's series, or in the rows of its table. */
function labelsOf({ kind, queries }: PanelSpec): readonly string[] {
  if (kind === "lines") return [];
  const text = queries.map(({ expr, legend }) => (kind === "table" ? expr : legend)).join(" ");
  const pattern = kind === "table" ? /by \(([^)]*)\)/g : /\{\{([^}]*)\}\}/g;
  return [...text.matchAll(pattern)].flatMap(([, found = ""]) => found.split(",").map((label) => label.trim()));
}

function valueOf(label: string, { kind }: PanelSpec): string {
  if (kind === "table") return `\${__data.fields.${label}}`;
  return label.includes(".") ? `\${__field.labels["${label}"]}` : `\${__field.labels.${label}}`;
}
