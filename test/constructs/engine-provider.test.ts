import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { HikubePlatform, type HikubePlatformProps, HikubeSubTenant, HikubeTenant, Port } from "cdktf-hikube";
import { HikubeProvider } from "cdktf-hikube/provider";
import { faultsOf, jsonOf, quota, synthesized, top } from "./engine";
import { FleetFolder, many, stackJson } from "./fleet";
import { CLUSTER, newApp, newStack, resourcesOf } from "./synth";

describe("the provider", () => {
  const facts = JSON.stringify(CLUSTER);
  const blocks = (fill: (stack: TerraformStack) => unknown) => {
    const app = newApp();
    const stack = new TerraformStack(app, "stack");
    fill(stack);
    app.synth();
    return jsonOf(app.outdir, "stack").provider.hikube;
  };

  test("gets the facts that its tenants were judged by, wherever it stands", () => {
    const found = blocks((stack) => {
      new HikubeTenant(stack, "top", { ...top, platform: { cluster: CLUSTER, engine: "hikube" } });
      new HikubeProvider(stack, "hikube", { configPath: "~/.kube/config" });
    });
    expect(found).toEqual([{ config_path: "~/.kube/config", cluster_facts: facts }]);
  });

  test("keeps facts of its own, and one of another cluster gets none", () => {
    const found = blocks((stack) => {
      const provider = new HikubeProvider(stack, "east", { alias: "east", configContext: "east" });
      new HikubeProvider(stack, "west", { alias: "west" });
      new HikubeProvider(stack, "hikube", { clusterFacts: '${file("cluster.json")}' });
      const platform = new HikubePlatform(stack, "platform", { cluster: CLUSTER, engine: "hikube", provider });
      new HikubeTenant(stack, "top", { ...top, platform });
    });
    expect(found).toEqual([
      { alias: "east", config_context: "east", cluster_facts: facts },
      { alias: "west" },
      { cluster_facts: '${file("cluster.json")}' },
    ]);
  });

  test("of the platform is its tenants'", () => {
    const { json } = synthesized((stack) => {
      const provider = new HikubeProvider(stack, "east", { alias: "east" });
      const platform = HikubePlatform.fromClusterFacts(stack, "east-platform", {
        cluster: CLUSTER,
        engine: "hikube",
        provider,
      });
      new HikubeTenant(stack, "top", { ...top, platform });
    });
    expect(json.resource.hikube_tenant).toEqual({ top: { name: "top", profile: "staging", provider: "hikube.east" } });
  });
});

describe("of what the other engine made", () => {
  const fill = (stack: TerraformStack, engines: Partial<HikubePlatformProps>) => {
    const platform = new HikubePlatform(stack, "platform", { cluster: CLUSTER, ...engines });
    const parent = new HikubeTenant(new Construct(stack, "team"), "top", { ...top, platform, adopt: true });
    const shop = new HikubeSubTenant(stack, "shop", { parent, name: "shop", quota });
    shop.allowTo(parent, Port.tcp(80));
  };

  test("nothing is destroyed: namespaces move, all else leaves the state", () => {
    const before = newApp();
    fill(newStack(before, "stack"), {});
    before.synth();
    const app = newApp();
    const stack = new TerraformStack(app, "stack");
    new HikubeProvider(stack, "hikube", {});
    fill(stack, { engine: "hikube", formerEngine: "kubernetes" });
    app.synth();
    const { moved, removed, resource } = jsonOf(app.outdir, "stack");
    expect(moved?.map(({ to }) => to).sort()).toEqual(
      Object.keys(resource.hikube_tenant ?? {}).map((name) => `hikube_tenant.${name}`),
    );
    expect(moved?.every(({ from }) => from.startsWith("kubernetes_namespace_v1."))).toBe(true);
    expect(removed?.every(({ lifecycle }) => !lifecycle.destroy)).toBe(true);
    const left = [...(moved ?? []), ...(removed ?? [])].map(({ from }) => from);
    expect(left.sort()).toEqual(Object.keys(resourcesOf(before, "stack")).sort());
  });

  test("it is taken over by tenants of a platform that is applied elsewhere, too", () => {
    const app = newApp();
    const stack = new TerraformStack(app, "stack");
    new HikubeProvider(stack, "hikube", {});
    const engines = { engine: "hikube", formerEngine: "kubernetes" } as const;
    const platform = HikubePlatform.fromClusterFacts(stack, "platform", { cluster: CLUSTER, ...engines });
    new HikubeTenant(stack, "top", { ...top, platform });
    app.synth();
    expect(jsonOf(app.outdir, "stack").moved).toMatchObject([{ to: "hikube_tenant.top" }]);
  });

  test("a tenant does not move at the same time, and the other engine takes nothing over", () => {
    const faults = faultsOf((stack) => {
      new HikubeProvider(stack, "hikube", {});
      const platform = { cluster: CLUSTER, engine: "hikube", formerEngine: "kubernetes" } as const;
      new HikubeTenant(stack, "top", { ...top, platform, movedFrom: "old" });
      new HikubePlatform(stack, "platform", { cluster: CLUSTER, formerEngine: "kubernetes" });
    });
    expect(faults).toMatch(/^ *stack\/top\.movedFrom: .*\[invalid-move\]$/m);
    expect(faults).toMatch(/^ *stack\/platform\.formerEngine: .*\[wrong-type\]$/m);
  });
});

test("a fleet moves a tenant from stack to stack as its one resource", () => {
  const fleet = new FleetFolder();
  const props = {
    perStack: 2,
    platform: { cluster: CLUSTER, engine: "hikube" } as const,
    configureStack: (stack: TerraformStack) => new HikubeProvider(stack, "hikube", {}),
  };
  fleet.synth(many(3), props);
  fleet.edit(({ tenants }) => {
    tenants["tenant-t000"]!.stack = "fleet-2";
  });
  const app = fleet.synth(many(3), props);
  const address = "hikube_tenant.tenant-t000";
  expect(stackJson(app, "fleet-2").import).toEqual([{ id: "tenant-t000", to: address }]);
  expect(stackJson(app, "fleet-1").removed).toEqual([{ from: address, lifecycle: { destroy: false } }]);
});
