import type { JsonRecord } from "../../json";
import { PINNED_CHARTS, type PinnedChart } from "../../tenant/spec/monitoring-schema";
import { IMAGE_REGISTRY } from "../../tenant/resolve/stack";
import type { HelmRelease } from "../release";
import type { MonitoringStack } from "./monitoring-stack";

/** A release of a pinned chart in the namespace of a stack. */
export function releaseOf(stack: MonitoringStack, name: string, chart: PinnedChart, values: JsonRecord): HelmRelease {
  const { imageRegistry = IMAGE_REGISTRY } = stack.spec.sources ?? {};
  const global = chart === "grafana" ? { imageRegistry } : { image: { registry: imageRegistry } };
  return { ...releaseSource(stack, name, chart), values: { ...values, global } };
}

/** Where a release comes from, before its values are known. */
export function releaseSource(
  { place, spec }: MonitoringStack,
  name: string,
  chart: PinnedChart,
): Omit<HelmRelease, "values"> {
  const pinned = PINNED_CHARTS[chart];
  const { charts = pinned.repository, versions = {} } = spec.sources ?? {};
  return { name, namespace: place.namespace, chart, repository: charts, version: versions[chart] ?? pinned.version };
}
