import type { Tenant } from "../../tenant/resolve/tenant";
import type { HelmRelease } from "../release";
import { alertsRelease } from "./alerts-release";
import { databaseReleases } from "./databases";
import { gatewayRelease } from "./gateway-release";
import { grafanaReleases, type DashboardMap } from "./grafana-release";
import type { MonitoringStack } from "./monitoring-stack";
import { releaseSource } from "./release-of";

/** The releases that a stack consists of, in the order in which they must be there; their values need all tenants. */
export function releaseSources(stack: MonitoringStack): readonly Omit<HelmRelease, "values">[] {
  const isCluster = stack.spec.scale === "cluster";
  return [
    releaseSource(stack, "metrics", isCluster ? "victoria-metrics-cluster" : "victoria-metrics-single"),
    releaseSource(stack, "logs", isCluster ? "victoria-logs-cluster" : "victoria-logs-single"),
    releaseSource(stack, "gateway", "victoria-metrics-auth"),
    releaseSource(stack, "alerts", "victoria-metrics-alert"),
    releaseSource(stack, "grafana", "grafana"),
    ...(stack.spec.grafanas ?? []).map((_, index) => releaseSource(stack, `grafana-${index + 1}`, "grafana")),
  ];
}

/**
 * The releases of `releaseSources` with their values. The same stack gives the same values.
 * @param collected - all tenants whose data is in the stack, the owner first
 * @param boards - ConfigMaps with dashboards in the stack's namespace
 */
export function stackReleases(
  stack: MonitoringStack,
  collected: readonly Tenant[],
  boards: readonly DashboardMap[] = [],
): readonly HelmRelease[] {
  return [
    ...databaseReleases(stack),
    gatewayRelease(stack, collected),
    alertsRelease(stack, collected),
    ...grafanaReleases(stack, collected, boards),
  ];
}
