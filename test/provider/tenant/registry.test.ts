import type { Cluster } from "../../../src/kube/cluster";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { LiveObjects, NAMESPACE } from "../../../src/provider/objects/live";
import { Registry } from "../../../src/provider/tenant/registry";
import { INVALID } from "../../../src/model/schema/invalid";
import { CLUSTER } from "../../model/tenants";

const COUNT = 200;

function namespace(name: string, parent?: string): KubeObject {
  const spec = JSON.stringify({ name: name.split("-").at(-1), profile: "development" });
  const labels: Record<string, string> = parent === undefined ? {} : { "hikube.cloud/parent": parent };
  return { ...NAMESPACE, metadata: { name, labels, annotations: { "hikube.cloud/spec": spec } } };
}

/** A registry over these namespaces; `looks` counts how often any of them is looked at. */
function registryOf(namespaces: readonly KubeObject[]) {
  let looks = 0;
  const watched = namespaces.map((one) => ({
    ...one,
    get metadata() {
      looks += 1;
      return one.metadata;
    },
  }));
  const live = new LiveObjects(() => ({ list: () => Promise.resolve(watched) }) as unknown as Cluster);
  return { live, registry: new Registry(live, () => Promise.resolve(CLUSTER)), looks: () => looks };
}

test("a question of each tenant costs what the tenants cost, not their square", async () => {
  const names = Array.from({ length: COUNT }, (_, index) => `tenant-t${String(index)}`);
  const { registry, looks } = registryOf(names.map((name) => namespace(name)));
  for (const name of names) {
    registry.plan(name, { spec: { name: name.slice("tenant-".length) } });
    expect((await registry.tenant(name))?.namespace).toBe(name);
    expect(await registry.nearest(name)).toMatchObject({ tenant: { namespace: name } });
  }
  expect(looks()).toBeLessThan(10 * COUNT);
});

/** How often anything of the quotas of a family is read while each child is planned and judged. */
async function readsOf(children: number): Promise<number> {
  let reads = 0;
  const { registry } = registryOf([]);
  const large = { cpu: "10000", memory: "10Ti", storage: "100Ti" };
  registry.plan("tenant-top", { spec: { name: "top", profile: "development", quota: large } });
  for (let index = 0; index < children; index += 1) {
    const name = `c${String(index)}`;
    const spec = {
      name,
      get quota() {
        reads += 1;
        return { cpu: "1", memory: "1Gi", storage: "1Gi" };
      },
    };
    registry.plan(`tenant-top-${name}`, { spec, parent: "tenant-top" });
    expect(await registry.issuesOf(`tenant-top-${name}`)).toEqual([]);
  }
  return reads;
}

test("a new tenant is judged at the same cost, however many brothers it has", async () => {
  expect(await readsOf(40)).toBe(4 * (await readsOf(10)));
});

test("what is planned as it was is not made anew", async () => {
  const { registry } = registryOf([namespace("tenant-a"), namespace("tenant-a-b", "tenant-a")]);
  const before = [await registry.tenant("tenant-a"), await registry.tenant("tenant-a-b")];
  registry.plan("tenant-a", { spec: { profile: "development", namespace: "tenant-a", name: "a" } });
  expect(await registry.tenant("tenant-a")).toBe(before[0]);
  expect(await registry.tenant("tenant-a-b")).toBe(before[1]);
  registry.plan("tenant-a", { spec: { profile: "sandbox", name: "a" } });
  expect(await registry.tenant("tenant-a-b")).not.toBe(before[1]);
  registry.plan("tenant-a", { spec: { profile: INVALID as never, name: "a" } });
  expect((await registry.tenant("tenant-a"))?.profile).not.toBe("sandbox");
});

test("what is planned, written or gone counts from then on", async () => {
  const { registry, live } = registryOf([namespace("tenant-a"), namespace("tenant-a-b", "tenant-a")]);
  const children = async () =>
    (await registry.nearest("tenant-a"))?.children.map(({ tenant }) => tenant.namespace).sort();
  expect(await children()).toEqual(["tenant-a-b"]);
  registry.plan("tenant-a-c", { spec: { name: "c" }, parent: "tenant-a" });
  expect(await children()).toEqual(["tenant-a-b", "tenant-a-c"]);
  live.put(namespace("tenant-a-d", "tenant-a"));
  expect(await children()).toEqual(["tenant-a-b", "tenant-a-c", "tenant-a-d"]);
  registry.plan("tenant-a-b", undefined);
  live.drop("tenant-a-d");
  expect(await children()).toEqual(["tenant-a-c"]);
  registry.plan("tenant-a-c", { spec: { name: "c" } });
  expect(await children()).toEqual([]);
});
