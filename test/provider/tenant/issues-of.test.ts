import type { Cluster } from "../../../src/kube/cluster";
import type { Forest } from "../../../src/model/tenant/resolve/tenant";
import { reserveAnnotation } from "../../../src/model/tenant/objects/reserve";
import { validateTenants } from "../../../src/model/tenant/rules/validate";
import type { TenantSpec } from "../../../src/model/tenant/spec/spec";
import { LiveObjects, NAMESPACE } from "../../../src/provider/objects/live";
import { Registry } from "../../../src/provider/tenant/registry";
import { seededRandom } from "../../e2e/killed-apply";
import { CLUSTER, tenantOf } from "../../model/tenants";

const FAMILIES = 60;
const PORTS = [{ protocol: "TCP", port: 80 }];

/** Fields of a child, most of them right: shares that fit and do not, lack or are wrong; brothers and strangers by name. */
const QUOTAS = [
  { cpu: "1", memory: "1Gi", storage: "1Gi" },
  { cpu: "1", memory: "1Gi", storage: "1Gi", loadBalancers: 1 },
  { share: 20 },
  { cpu: "3", memory: "4Gi", storage: "10Gi", extendedResources: { "example.com/gpu": "1" } },
  { cpu: "0", memory: "1Gi", storage: "1Gi", reserved: { cpu: "2" } },
  { cpu: "x", memory: "1Gi", storage: "-1Gi" },
  { cpu: "unlimited", memory: "1Gi", storage: "1Gi" },
  undefined,
];
const NETWORKS = [
  undefined,
  undefined,
  { peers: [{ toTenant: "tenant-top-c0", ports: PORTS }] },
  {
    peers: [
      { fromTenant: "tenant-other", ports: PORTS },
      { toTenant: "tenant-none", ports: PORTS },
    ],
  },
  { expose: [{ fromNamespace: "tenant-top-c1", ports: PORTS }] },
  { expose: [{ fromNamespace: "tenant-other", ports: PORTS }] },
  { egress: [{ toCidrs: ["198.51.100.0/24"], ports: PORTS }] },
];
const NAMESPACES = [undefined, undefined, undefined, "tenant-top-monitoring", "tenant-other-monitoring", "default"];

/** On the cluster there is a tenant of the constructs that sets something aside. */
function registryOf(facts = CLUSTER): Registry {
  const quota = { cpu: "8", memory: "16Gi", storage: "100Gi", reserved: { cpu: "4", memory: "8Gi", storage: "50Gi" } };
  const annotations = reserveAnnotation(tenantOf({ name: "live", quota }));
  const found = [{ ...NAMESPACE, metadata: { name: "tenant-live", annotations } }];
  const cluster = { list: () => Promise.resolve(found) } as unknown as Cluster;
  return new Registry(new LiveObjects(() => cluster), () => Promise.resolve(facts));
}

/** All that `validateTenants` tells of a tenant where its family, and whom it names, are judged together. */
async function together(registry: Registry, namespace: string): Promise<unknown> {
  const nodes = await Promise.all([registry.nearest(namespace), registry.nearest("tenant-other")]);
  const isPeered = (await registry.tenant(namespace))?.network.peers.some((peer) => "fromTenant" in peer) === true;
  const forest = nodes.filter((node) => node !== undefined).slice(0, isPeered ? 2 : 1);
  return validateTenants(forest as Forest).filter(({ path }) => path[0] === namespace);
}

const sorted = (issues: unknown): readonly string[] => (issues as unknown[]).map((one) => JSON.stringify(one)).sort();

test.each(["tenant-top", "tenant-live"])(
  "below %s a tenant that is judged alone has the faults that it has among its brothers",
  async (parent) => {
    const random = seededRandom(7);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() ** 2 * list.length)]!;
    let faults = 0;
    for (let family = 0; family < FAMILIES; family += 1) {
      const registry = registryOf();
      const quota = { cpu: "8", memory: "16Gi", storage: "100Gi", ...pick([{}, { reserved: { cpu: "3" } }]) };
      registry.plan("tenant-top", { spec: { name: "top", profile: "staging", quota } });
      registry.plan("tenant-other", { spec: { name: "other", profile: "development" } });
      for (let child = 0; child < 6; child += 1) {
        const name = pick([`c${String(child)}`, `c${String(child)}`, "Bad", "monitoring"]);
        const [own, network] = [pick(QUOTAS), pick(NETWORKS)];
        const namespace = pick(NAMESPACES) ?? `${parent}-${name.toLowerCase()}`;
        const spec = { name, quota: own, network, ...pick([{}, { profile: "production" }]) } as unknown as TenantSpec;
        registry.plan(namespace, { spec, parent });
        const issues = await registry.issuesOf(namespace);
        faults += issues.length;
        expect(sorted(issues)).toEqual(sorted(await together(registry, namespace)));
      }
      expect(sorted(await registry.issuesOf("tenant-top"))).toEqual(sorted(await together(registry, "tenant-top")));
    }
    expect(faults).toBeGreaterThan(FAMILIES);
  },
);

test("on a cluster whose facts have faults, what needs them is not judged, as everywhere", async () => {
  const registry = registryOf({ ...CLUSTER, podCidrs: ["nowhere"] });
  const network = { expose: [{ fromCidrs: ["10.244.1.0/24"], ports: [{ protocol: "TCP" as const, port: 80 }] }] };
  registry.plan("tenant-top", { spec: { name: "top", profile: "development", network } });
  expect(await registry.issuesOf("tenant-top")).toEqual([]);
  const sound = registryOf();
  sound.plan("tenant-top", { spec: { name: "top", profile: "development", network } });
  expect(await sound.issuesOf("tenant-top")).not.toEqual([]);
});
