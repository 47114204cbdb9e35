import type { JsonRecord } from "../../json";
import { PINNED_CHARTS, type PinnedChart } from "../../tenant/spec/monitoring-schema";
import type { HelmRelease } from "../release";
import type { MonitoringStack } from "./monitoring-stack";

/** Where images come from unless a mirror is named; written out, for allow-lists compare whole names. */
export const IMAGE_REGISTRY = "docker.io";

/** A release of a pinned chart in the namespace of a stack. */
export function releaseOf(
  { place, spec }: MonitoringStack,
  name: string,
  chart: PinnedChart,
  values: JsonRecord,
): HelmRelease {
  const pinned = PINNED_CHARTS[chart];
  const { charts = pinned.repository, versions = {}, imageRegistry = IMAGE_REGISTRY } = spec.sources ?? {};
  const global = chart === "grafana" ? { imageRegistry } : { image: { registry: imageRegistry } };
  return {
    ...{ name, namespace: place.namespace, chart, repository: charts },
    version: versions[chart] ?? pinned.version,
    values: { ...values, global },
  };
}
