import type { Tenant } from "../../tenant/resolve/tenant";
import type { HelmRelease } from "../release";
import { alertsRelease } from "./alerts-release";
import { databaseReleases } from "./databases";
import { gatewayRelease } from "./gateway-release";
import { grafanaReleases, type DashboardMap } from "./grafana-release";
import type { MonitoringStack } from "./monitoring-stack";

/**
 * The Helm releases of a stack, in the order in which they must be there. The same stack gives the same releases.
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
