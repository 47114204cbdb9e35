import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { Collector } from "../../../src/plugin/lifecycle/collector";
import { UNKNOWN, type ValueRecord } from "../../../src/plugin";
import type { HikubeClient } from "../../../src/provider/client";
import { LiveObjects, NAMESPACE } from "../../../src/provider/objects/live";
import { Registry } from "../../../src/provider/tenant/registry";
import { tenantResource } from "../../../src/provider/tenant/tenant-resource";
import { CLUSTER } from "../../model/tenants";

const KEYS = ["limits.cpu", "limits.memory", "requests.cpu", "requests.memory", "requests.storage"];
const quota = (cpu: string) => ({ cpu, memory: "4Gi", storage: "4Gi" });
const capacity = (cpu: string) => Object.fromEntries(KEYS.map((key) => [key, key.endsWith("cpu") ? cpu : "4Gi"]));

/** The namespace and the quota of a tenant on the cluster. */
function made(name: string, cpu: string, parent?: string, more: object = {}): readonly KubeObject[] {
  const spec = {
    name: name.split("-").at(-1),
    ...(parent === undefined ? { profile: "development" } : {}),
    quota: quota(cpu),
    ...more,
  };
  const labels = { "hikube.cloud/tenant": name, ...(parent === undefined ? {} : { "hikube.cloud/parent": parent }) };
  const share = { id: "1", capacity: capacity(cpu) };
  const declared = { capacity: capacity(cpu), reserved: {} };
  const text = (value: object) => JSON.stringify(value);
  const annotations = { "hikube.cloud/spec": text(spec), "hikube.cloud/share": text(share) };
  return [
    { ...NAMESPACE, metadata: { name, labels, annotations } },
    {
      ...{ apiVersion: "v1", kind: "ResourceQuota" },
      metadata: { name: "hikube-tenant", namespace: name, annotations: { "hikube.cloud/declared": text(declared) } },
    },
  ];
}

interface Planned {
  /** Its share in the state. @default - it is new */
  readonly from?: string;
  readonly to: string;
  readonly parent?: string;
  /** More attributes: in the state, and in the configuration. */
  readonly more?: readonly [ValueRecord, ValueRecord];
}

/** Plans tenants one after the other, as of one run. */
function runOn(...objects: readonly KubeObject[]) {
  const cluster = {
    list: ({ kind }: { readonly kind: string }) => Promise.resolve(objects.filter((one) => one.kind === kind)),
  };
  const live = new LiveObjects(() => cluster as never);
  const tenants = new Registry(live, () => Promise.resolve(CLUSTER));
  const client = { cluster: () => cluster, live, tenants } as unknown as HikubeClient;
  return async (namespace: string, { from, to, parent, more = [{}, {}] }: Planned) => {
    const diagnostics = new Collector();
    const at = (cpu: string, beside: ValueRecord): ValueRecord => ({
      ...{ name: namespace.split("-").at(-1) ?? "", namespace, quota: quota(cpu), objects: { a: "1" } },
      ...(parent === undefined ? { profile: "development" } : { parent }),
      ...beside,
    });
    const state = from === undefined ? null : at(from, more[0]);
    const request = {
      action: from === undefined ? "create" : "update",
      config: {},
      state,
      plan: at(to, more[1]),
      client,
      diagnostics,
      private: {},
    };
    try {
      const answer = await tenantResource().modifyPlan?.(request as never);
      return { told: diagnostics.list.map(({ severity, summary }) => `${severity}: ${summary}`), answer };
    } catch (error) {
      return { told: [`thrown: ${String(error)}`], answer: undefined };
    }
  };
}

const parent = "tenant-top";
const child = "tenant-top-a";

test("a tenant whose parent is gone can be planned, for its destroy asks the same; a new one, or one that goes there, cannot", async () => {
  const plan = runOn(...made(child, "1", parent));
  const { told, answer } = await plan(child, { from: "1", to: "1", parent });
  expect(told).toEqual([`warning: There is no tenant ${parent}`]);
  expect(answer).toMatchObject({ plan: { objects: { a: "1" } } });
  const changed = await plan(child, { from: "1", to: "2", parent });
  expect(changed.told).toEqual([`warning: There is no tenant ${parent}`]);
  expect(changed.answer).toMatchObject({ plan: { objects: UNKNOWN } });
  expect((await plan("tenant-top-b", { to: "1", parent })).told).toEqual([expect.stringMatching(/another block/)]);
  const elsewhere = { from: "1", to: "1", parent: "tenant-none", more: [{ parent }, {}] } as const;
  expect((await plan(child, elsewhere)).told).toEqual([expect.stringMatching(/thrown: .*no tenant tenant-none/)]);
});

const egress = (cidr: string) => ({
  network: { egress: [{ to_cidrs: [cidr], ports: [{ protocol: "TCP", port: 443 }] }] },
});
const [old, other] = [egress("8.8.8.0/24"), egress("9.9.9.0/24")];
const recorded = {
  network: { egress: [{ toCidrs: ["8.8.8.0/24"], ports: [{ protocol: "TCP", port: 443 }] }] },
};

test("what a tenant breaks already, since its parent was tightened elsewhere, is a warning; what it breaks anew is refused", async () => {
  const tightened = made(parent, "8", undefined, { network: { internet: "deny" } });
  const plan = runOn(...tightened, ...made(child, "1", parent, recorded));
  const laxer = [expect.stringMatching(/^warning: Laxer than its parent/)];
  expect((await plan(child, { from: "1", to: "1", parent, more: [old, old] })).told).toEqual(laxer);
  expect((await plan(child, { from: "1", to: "2", parent, more: [old, old] })).told).toEqual(laxer);
  const broken = await plan(child, { from: "1", to: "1", parent, more: [old, other] });
  expect(broken.told).toEqual([expect.stringMatching(/^error: Laxer than its parent/)]);
});

test("a parent that this run tightens below a sub-tenant is refused", async () => {
  const plan = runOn(...made(parent, "8"), ...made(child, "1", parent, recorded));
  expect((await plan(child, { from: "1", to: "1", parent, more: [old, old] })).told).toEqual([]);
  await plan(parent, { from: "8", to: "8", more: [{}, { network: { internet: "deny" } }] });
  const { told } = await plan(child, { from: "1", to: "1", parent, more: [old, old] });
  expect(told).toEqual([expect.stringMatching(/^error: Laxer than its parent/)]);
});

test("a tenant whose parent has less than it takes may stay and shrink; it may not grow", async () => {
  const plan = runOn(...made(parent, "1"), ...made(child, "4", parent));
  const tooMuch = `More than "${parent}" has left: 1 declared = 1 left`;
  const warnings = [`warning: ${tooMuch}`];
  expect((await plan(child, { from: "4", to: "4", parent })).told).toEqual(warnings);
  expect((await plan(child, { from: "4", to: "2", parent })).told).toEqual(warnings);
  expect((await plan(child, { from: "4", to: "5", parent })).told[0]).toBe(`error: ${tooMuch}`);
});

test("a parent that is lowered below what its sub-tenants keep is refused", async () => {
  const plan = runOn(...made(parent, "8"), ...made(child, "4", parent));
  await plan(parent, { from: "8", to: "2" });
  expect((await plan(child, { from: "4", to: "4", parent })).told[0]).toMatch(/^error: More than/);
});

test("parent and sub-tenant are lowered by two applies where the parent would have too little in between", async () => {
  const objects = [...made(parent, "8"), ...made(child, "4", parent)];
  const plan = runOn(...objects);
  expect((await plan(parent, { from: "8", to: "2" })).told).toEqual([
    expect.stringMatching(/^warning: The sub-tenants of tenant-top take more than is planned/),
  ]);
  expect((await plan(child, { from: "4", to: "1", parent })).told).toEqual([
    expect.stringMatching(/^error: To lower tenant-top and its sub-tenants takes two applies/),
  ]);
  const enough = runOn(...objects);
  await enough(parent, { from: "8", to: "5" });
  expect((await enough(child, { from: "4", to: "1", parent })).told).toEqual([]);
});
