import { Construct } from "constructs";
import { HikubeSubTenant, HikubeTenant, TenantProfile } from "cdktf-hikube";
import { newApp, newStack, PLATFORM, readJson, resourcesOf, synthError } from "./synth";
import { join } from "node:path";

const top = { name: "top", platform: PLATFORM, profile: TenantProfile.STAGING } as const;
const quota = { cpu: "1", memory: "1Gi", storage: "1Gi" };

interface Move {
  readonly from: string;
  readonly to: string;
}

function make(fill: (stack: ReturnType<typeof newStack>) => unknown) {
  const app = newApp();
  fill(newStack(app, "stack"));
  app.synth();
  const { moved = [] } = readJson(join(app.outdir, "stacks", "stack", "cdk.tf.json")) as { moved?: readonly Move[] };
  return { addresses: Object.keys(resourcesOf(app, "stack")).sort(), moved };
}

const former = make((stack) => {
  const parent = new HikubeTenant(new Construct(stack, "old"), "top", top);
  new HikubeSubTenant(new Construct(stack, "team"), "sub", { parent, name: "sub", quota });
});

test.each([
  ["in the stack", "old/top"],
  ["in the app", "stack/old/top"],
])("a tenant that tells its path %s moves with all it has", (_, movedFrom) => {
  const { addresses, moved } = make((stack) => {
    const parent = new HikubeTenant(stack, "production", { ...top, movedFrom });
    new HikubeSubTenant(stack, "below", { parent, name: "sub", quota, movedFrom: "team/sub" });
  });
  expect(moved.map(({ from }) => from).sort()).toEqual(former.addresses);
  expect(moved.map(({ to }) => to).sort()).toEqual(addresses);
});

test("what is beside the former place stays, and gets no second construct", () => {
  const { moved } = make((stack) => {
    const beside = new Construct(stack, "old");
    new HikubeTenant(beside, "other", { ...top, name: "other" });
    const parent = new HikubeTenant(stack, "production", { ...top, movedFrom: "old/top" });
    expect(beside.node.children.map(({ node }) => node.id)).toEqual(["other"]);
    new HikubeSubTenant(stack, "below", { parent, name: "sub", quota, movedFrom: "team/sub" });
    expect(stack.node.tryFindChild("team")).toBeUndefined();
  });
  expect(moved.map(({ from }) => from).sort()).toEqual(former.addresses);
});

test.each(["", "a b", "old/${1}", "stack/production"])("%j is no former path", (movedFrom) => {
  const app = newApp();
  new HikubeTenant(newStack(app, "stack"), "production", { ...top, movedFrom });
  expect(synthError(app)).toMatch(/stack\/production\.movedFrom: .*\[invalid-move\]/);
});
