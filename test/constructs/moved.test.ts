import { Construct } from "constructs";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import type { TerraformStack } from "cdktf";
import { HikubeSubTenant, HikubeTenant, Port, TenantProfile } from "cdktf-hikube";
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

test("what a tenant gets after it was made moves with it", () => {
  const fill = (id: string, movedFrom?: string) => (stack: TerraformStack) => {
    const tenant = new HikubeTenant(stack, id, { ...top, movedFrom });
    tenant.allowTo(new HikubeTenant(stack, "other", { ...top, name: "other" }), Port.tcp(80));
  };
  const { addresses } = make(fill("old"));
  const { moved } = make(fill("live", "old"));
  const others = make((stack) => new HikubeTenant(stack, "other", { ...top, name: "other" })).addresses;
  expect(moved.map(({ from }) => from)).toContain(addresses.find((address) => /old_.*peers-egress/.test(address)));
  expect(moved).toHaveLength(addresses.length - others.length - 1);
});

test("a new scope may have the id that the tenant had", () => {
  const { moved } = make((stack) => {
    new HikubeTenant(new Construct(stack, "production"), "live", { ...top, movedFrom: "production" });
  });
  expect(moved).not.toEqual([]);
});

describe("Terraform would refuse", () => {
  const faultsOf = (fill: (stack: TerraformStack) => unknown) => {
    const app = newApp();
    fill(newStack(app, "stack"));
    return synthError(app);
  };

  test("two tenants that were at one path", () => {
    const faults = faultsOf((stack) => {
      new HikubeTenant(stack, "one", { ...top, movedFrom: "old" });
      new HikubeTenant(stack, "two", { ...top, name: "two", movedFrom: "stack/old" });
    });
    expect(faults).toMatch(/^stack\/two\.movedFrom: .*"stack\/old", as for stack\/one; .*\[duplicate-move\]$/m);
    expect(faults).not.toContain("stack/one.movedFrom");
  });

  test("a path at which another tenant is", () => {
    const faults = faultsOf((stack) => {
      new HikubeTenant(stack, "one", { ...top, movedFrom: "two" });
      new HikubeTenant(stack, "two", { ...top, name: "two" });
    });
    expect(faults).toMatch(
      /^stack\/one\.movedFrom: .*where stack\/two\/namespace is declared; .*\[move-from-used-path\]$/m,
    );
  });

  test("two tenants that change places", () => {
    const faults = faultsOf((stack) => {
      new HikubeTenant(stack, "one", { ...top, movedFrom: "two" });
      new HikubeTenant(stack, "two", { ...top, name: "two", movedFrom: "one" });
    });
    expect(faults.match(/\[move-from-used-path\]/g)).toHaveLength(2);
  });

  test("a resource of somebody else that was made after the tenant", () => {
    const faults = faultsOf((stack) => {
      new HikubeTenant(stack, "one", { ...top, movedFrom: "old" });
      new NamespaceV1(new Construct(stack, "old"), "namespace", { metadata: { name: "x" } });
    });
    expect(faults).toMatch(/where stack\/old\/namespace is declared; .*\[move-from-used-path\]$/m);
  });
});

test("two stacks may each have had a tenant at one path", () => {
  const app = newApp();
  for (const name of ["east", "west"]) {
    new HikubeTenant(newStack(app, name), "live", { ...top, name, movedFrom: "old" });
  }
  expect(() => {
    app.synth();
  }).not.toThrow();
});

test.each(["", "a b", "old/${1}", "stack/production", "production", "Default/production"])(
  "%j is no former path",
  (movedFrom) => {
    const app = newApp();
    new HikubeTenant(newStack(app, "stack"), "production", { ...top, movedFrom });
    expect(synthError(app)).toMatch(/stack\/production\.movedFrom: .*\[invalid-move\]/);
  },
);
