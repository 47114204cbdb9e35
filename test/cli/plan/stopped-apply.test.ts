import { stateWhileApplying } from "../../../src/cli/plan/apply-all";
import type { PlannedChange } from "../../../src/cli/plan/plan";

const change = (address: string, ...actions: PlannedChange["actions"]) => ({ changes: [{ address, actions }] });

test.each([
  ["tenants of the provider hikube", [change("module.a.hikube_tenant.shop", "add")], false],
  [
    "tenants that it takes over",
    [change("hikube_tenant.shop", "change"), change("kubernetes_role_binding_v1.a", "forget")],
    false,
  ],
  ["others", [change("hikube_tenant.shop", "add"), change("kubernetes_namespace_v1.other", "add")], true],
])("who stops an apply of %s is told how to go on", (_what, plans, recovers) => {
  expect(stateWhileApplying(plans).includes("hikube recover")).toBe(recovers);
  expect(stateWhileApplying(plans)).toMatch(/the command again$/);
});
