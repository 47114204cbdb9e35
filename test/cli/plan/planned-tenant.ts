import { parsePlan, type Plan } from "../../../src/cli/plan/plan";
import type { Stack } from "../../../src/cli/project/stacks";
import { CLUSTER } from "../../model/tenants";

/**
 * A plan of one `hikube_tenant`, and its stack.
 *
 * @param change - of the resource, as `terraform show -json` prints it
 * @param host - address of its API server
 */
export function plannedTenant(change: object, host: string): { readonly stack: Stack; readonly plan: Plan } {
  const tenant = { address: "hikube_tenant.shop", mode: "managed", type: "hikube_tenant", change };
  const root_module = {
    resources: [{ address: tenant.address, mode: "managed", type: tenant.type, provider_config_key: "hikube" }],
  };
  const plan = parsePlan(JSON.stringify({ resource_changes: [tenant], configuration: { root_module } }), CLUSTER);
  const hikube = { blocks: [{ host }] };
  const config = { objects: [], ignored: [], providers: [], clusterBlocks: [], hikube };
  return { stack: { name: "shop", directory: "/", file: "", dependencies: [], config }, plan };
}
