import { withForgotten } from "../../../src/cli/plan/forgotten";
import { FORGOTTEN, heldTitle } from "../../../src/provider/objects/forgotten";

const removal = (type: string, before: object, actions = ["delete"]) => ({
  address: `${type}.a`,
  type,
  change: { actions, before },
});
const warningOf = (what: string, detail = FORGOTTEN) =>
  ({ severity: "warning", summary: heldTitle({ what }), detail }) as const;
const actionsIn = (text: string) =>
  (JSON.parse(text) as { resource_changes: readonly { change: { actions: unknown } }[] }).resource_changes.map(
    ({ change }) => change.actions,
  );

const shop = removal("hikube_tenant", { namespace: "tenant-shop" });
const other = removal("hikube_tenant", { namespace: "tenant-other" });
const platform = removal("hikube_platform", { id: "hikube-system" });
const plan = JSON.stringify({ resource_changes: [shop, other, platform] });

test("what another state holds leaves the state by its removal, and nothing else does", () => {
  const told = withForgotten(plan, [warningOf("the tenant tenant-shop"), warningOf("the platform")]);
  expect(actionsIn(told)).toEqual([["forget"], ["delete"], ["forget"]]);
});

test.each([
  ["nobody warns", []],
  ["a change of it is warned of", [warningOf("the tenant tenant-shop", "Its changes here are refused.")]],
])("a removal stays one where %s", (_, warnings) => {
  expect(actionsIn(withForgotten(plan, warnings))).toEqual([["delete"], ["delete"], ["delete"]]);
});

test("what is replaced is not forgotten", () => {
  const replaced = removal("hikube_tenant", { namespace: "tenant-shop" }, ["delete", "create"]);
  const text = JSON.stringify({ resource_changes: [replaced] });
  expect(actionsIn(withForgotten(text, [warningOf("the tenant tenant-shop")]))).toEqual([["delete", "create"]]);
});
