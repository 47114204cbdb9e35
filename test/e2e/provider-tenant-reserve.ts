import { TerraformStack } from "cdktf";
import { HikubePlatform, HikubeSubTenant, HikubeTenant, TenantProfile } from "cdktf-hikube";
import { objectIn } from "../../src/model/json";
import { absent, type Scenario } from "../../src/plugin/testing";
import type { Cluster, KubeObject, Sandbox } from "../../src/sandbox";
import { openStacks, type Stacks } from "./stacks";

interface Ground {
  readonly terraform: () => string;
  readonly sandbox: () => Sandbox;
  readonly steps: () => Scenario;
}

const child = (name: string, cpu: string): string => `resource "hikube_tenant" "${name}" {
  name   = "${name}"
  parent = "tenant-live"
  quota  = { cpu = "${cpu}", memory = "1Gi", storage = "1Gi" }
}
`;

const USE = `data "hikube_tenant_usage" "live" {
  namespace = "tenant-live"
}
output "use" {
  value = data.hikube_tenant_usage.live
}
`;

/** Tenants of the provider below one that the constructs apply, with the provider of Kubernetes. */
export function reserveTests({ terraform, sandbox, steps }: Ground): void {
  let stacks: Stacks;
  let cluster: Cluster;

  beforeAll(async () => {
    stacks = await openStacks(terraform(), sandbox());
    cluster = sandbox().cluster();
  });

  afterAll(() => stacks.close());

  /** @param cpu - what the parent sets aside */
  async function applyParent(cpu: string): Promise<void> {
    const facts = await sandbox().facts();
    stacks.synth((app) => {
      const stack = new TerraformStack(app, "live");
      stacks.configure(stack, {});
      const platform = HikubePlatform.fromClusterFacts(stack, "cluster", { cluster: facts });
      const reserved = { cpu, memory: "4Gi", storage: "10Gi" };
      const quota = { cpu: "8", memory: "16Gi", storage: "100Gi", reserved };
      const parent = new HikubeTenant(stack, "live", {
        name: "live",
        platform,
        profile: TenantProfile.DEVELOPMENT,
        quota,
      });
      const own = { cpu: "1", memory: "1Gi", storage: "1Gi" };
      new HikubeSubTenant(stack, "own", { parent, name: "own", quota: own });
    });
    await stacks.apply("live");
  }

  async function quota(name: string, namespace: string): Promise<KubeObject | undefined> {
    return cluster.get({ apiVersion: "v1", kind: "ResourceQuota", name, namespace });
  }

  const cpuOf = async (namespace: string) => objectIn(objectIn((await quota("hikube-tenant", namespace))?.spec).hard);

  it("takes of what a tenant of the constructs sets aside, whose own plan stays empty whoever comes and goes", async () => {
    await applyParent("4");
    await steps()
      .apply(child("a", "3"), {
        plan: { "hikube_tenant.a": { action: "create", after: { namespace: "tenant-live-a" } } },
      })
      .do(async () => {
        expect(await cpuOf("tenant-live-a")).toMatchObject({ "limits.cpu": "3" });
        expect(await cpuOf("tenant-live")).toMatchObject({ "limits.cpu": "3" });
        expect((await quota("hikube-reserved", "tenant-live"))?.spec).toEqual({});
        expect(await stacks.plan("live")).toMatchObject({ code: 0 });
      })
      .apply(child("a", "3"), { plan: { "hikube_tenant.a": absent } })
      .plan(child("a", "3") + child("b", "2"), { error: /More than "tenant-live" has left: 4 declared − 3 a = 1 left/ })
      .apply(child("a", "3") + child("b", "1"))
      .apply(child("a", "3") + child("b", "1") + USE, {
        outputs: { use: { left: { "limits.cpu": "0" }, shares: { "tenant-live-a": { "limits.cpu": "3" } } } },
      })
      .do(async () => {
        await applyParent("3");
        expect(await stacks.plan("live")).toMatchObject({ code: 0 });
      })
      .plan(child("a", "4") + child("b", "1"), { error: /More than "tenant-live" has left[^]*quota\.reserved/ })
      .plan(child("a", "3") + child("b", "1"), { warnings: [/More than "tenant-live" has left[^]*quota\.reserved/] })
      .apply(child("a", "2") + child("b", "1"))
      .apply(child("b", "1"), { state: { "hikube_tenant.a": absent } })
      .apply(child("b", "3"))
      .do(async () => {
        expect(await cpuOf("tenant-live-b")).toMatchObject({ "limits.cpu": "3" });
        expect(await stacks.plan("live")).toMatchObject({ code: 0 });
      });
    await stacks.destroy("live");
  });
}
