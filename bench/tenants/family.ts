import type { Cluster } from "../../src/kube/cluster";
import { LiveObjects } from "../../src/provider/objects/live";
import { Registry } from "../../src/provider/tenant/registry";
import { CLUSTER } from "../../test/model/tenants";
import type { Figure } from "../figure";
import { median, rounded } from "../numbers";

const [FEW, MANY] = [100, 1000];
const ROUNDS = 5;

/** CPU of judging a new tenant among 1000 brothers against among 100: linear is 1. */
export async function familyGrowth(): Promise<Figure> {
  const ratios: number[] = [];
  // What runs for the first time costs more.
  for (let round = 0; round < ROUNDS; round += 1) await perTenant(MANY);
  for (let round = 0; round < ROUNDS; round += 1) ratios.push((await perTenant(MANY)) / (await perTenantOfFew()));
  return { figure: "provider.family.growth", value: rounded(median(ratios)), goal: 1.3, better: "lower" };
}

/** As many tenants as there are in a large family, so that both are measured alike. */
async function perTenantOfFew(): Promise<number> {
  let sum = 0;
  for (let family = 0; family < MANY / FEW; family += 1) sum += await perTenant(FEW);
  return (sum * FEW) / MANY;
}

async function perTenant(count: number): Promise<number> {
  const live = new LiveObjects(() => ({ list: () => Promise.resolve([]) }) as unknown as Cluster);
  const registry = new Registry(live, () => Promise.resolve(CLUSTER));
  const quota = { cpu: "10000", memory: "10Ti", storage: "100Ti" };
  registry.plan("tenant-top", { spec: { name: "top", profile: "development", quota } });
  const before = process.cpuUsage();
  for (let index = 0; index < count; index += 1) {
    const name = `c${String(index)}`;
    const namespace = `tenant-top-${name}`;
    registry.plan(namespace, {
      spec: { name, quota: { cpu: "1", memory: "1Gi", storage: "1Gi" } },
      parent: "tenant-top",
    });
    await registry.issuesOf(namespace);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}
