import type { ApplicationSource, DashboardGroup } from "../model/tenant/spec/monitoring-spec";

/** Folders of the groups in Grafana, in the order in which they are listed. */
export const FOLDERS: Readonly<Record<DashboardGroup, string>> = {
  overview: "Overview",
  kubernetes: "Kubernetes",
  "virtual-machines": "Virtual machines",
  databases: "Databases",
  applications: "Applications",
  network: "Network",
  storage: "Storage",
  logs: "Logs",
};

/** All sources of the group `applications`, by the name that a panel shows. */
export const SOURCES: Readonly<Record<ApplicationSource, string>> = {
  haproxy: "HAProxy",
  "ingress-nginx": "ingress-nginx",
  envoy: "Envoy",
  traefik: "Traefik",
  opentelemetry: "OpenTelemetry",
  "client-libraries": "Prometheus client libraries",
};
