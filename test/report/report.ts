import { makeReport, seenInCode } from "../../src/cli/report/make";
import type { Seen } from "../../src/cli/report/live";
import type { Report } from "../../src/report/render-html";
import { tenantNodes, type Forest } from "../../src/model/tenant/resolve/tenant";
import { CLUSTER, SMALL, tree, type LooseSpec } from "../model/tenants";

/** A top tenant of one cost centre, with a sub-tenant of another one and one below that. */
export const COMPANY: LooseSpec = {
  name: "top",
  profile: "production",
  quota: { cpu: "8", memory: "16Gi", storage: "100Gi", loadBalancers: 2 },
  cost: { costCenter: "CC-1", project: "shop", owner: "platform" },
  children: [
    {
      ...{ name: "shop", quota: { cpu: "2", memory: "4Gi", storage: "40Gi" }, cost: { costCenter: "CC-2" } },
      children: [{ name: "web", quota: SMALL }],
    },
  ],
};

/** The report on some trees. */
export function reportOn(
  specs: readonly LooseSpec[],
  seen: Partial<Seen> = {},
  now = new Date("2031-01-01T00:00:00Z"),
): Report {
  const roots: Forest = specs.map((spec) => tree(spec));
  const tenants = { file: "tenants.yaml", cluster: CLUSTER, roots };
  return makeReport({ file: tenants.file, issues: [], tenants }, { ...seenInCode(tenants), ...seen }, now);
}

/** As much of cpu is used in every namespace of some trees. */
export function usageOf(specs: readonly LooseSpec[], cpu: string): NonNullable<Seen["usage"]> {
  const namespaces = tenantNodes(specs.map((spec) => tree(spec))).map(({ tenant }) => tenant.namespace);
  return new Map(namespaces.map((namespace) => [namespace, { "requests.cpu": cpu, "limits.cpu": cpu, pods: "3" }]));
}
