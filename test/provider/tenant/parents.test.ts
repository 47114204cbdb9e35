import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { Collector } from "../../../src/plugin/lifecycle/collector";
import type { ValueRecord } from "../../../src/plugin";
import type { HikubeClient } from "../../../src/provider/client";
import { LiveObjects, NAMESPACE } from "../../../src/provider/objects/live";
import { Registry } from "../../../src/provider/tenant/registry";
import { tenantResource } from "../../../src/provider/tenant/tenant-resource";
import { CLUSTER } from "../../model/tenants";

const KEYS = ["limits.cpu", "limits.memory", "requests.cpu", "requests.memory", "requests.storage"];
const quota = (cpu: string) => ({ cpu, memory: "4Gi", storage: "4Gi" });
const capacity = (cpu: string) => Object.fromEntries(KEYS.map((key) => [key, key.endsWith("cpu") ? cpu : "4Gi"]));

/** The namespace and the quota of a tenant on the cluster. */
function made(name: string, cpu: string, parent?: string): readonly KubeObject[] {
  const spec = {
    name: name.split("-").at(-1),
    ...(parent === undefined ? { profile: "development" } : {}),
    quota: quota(cpu),
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

/** Plans tenants one after the other, as of one run. */
function runOn(...objects: readonly KubeObject[]) {
  const cluster = {
    list: ({ kind }: { readonly kind: string }) => Promise.resolve(objects.filter((one) => one.kind === kind)),
  };
  const live = new LiveObjects(() => cluster as never);
  const tenants = new Registry(live, () => Promise.resolve(CLUSTER));
  const client = { cluster: () => cluster, live, tenants } as unknown as HikubeClient;
  return async (namespace: string, { from, to, parent }: { from?: string; to: string; parent?: string }) => {
    const diagnostics = new Collector();
    const at = (cpu: string): ValueRecord => ({
      ...{ name: namespace.split("-").at(-1) ?? "", namespace, quota: quota(cpu), objects: { a: "1" } },
      ...(parent === undefined ? { profile: "development" } : { parent }),
    });
    const state = from === undefined ? null : at(from);
    const request = {
      action: from === undefined ? "create" : "update",
      state,
      plan: at(to),
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

test("a tenant whose parent is gone stays as it is, with a warning; changed or new it is refused", async () => {
  const plan = runOn(...made(child, "1", parent));
  const { told, answer } = await plan(child, { from: "1", to: "1", parent });
  expect(told).toEqual([`warning: There is no tenant ${parent}`]);
  expect(answer).toMatchObject({ plan: { objects: { a: "1" } } });
  expect((await plan(child, { from: "1", to: "2", parent })).told).toEqual([expect.stringMatching(/no tenant/)]);
  expect((await plan("tenant-top-b", { to: "1", parent })).told).toEqual([expect.stringMatching(/another block/)]);
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
  expect((await plan(parent, { from: "8", to: "2" })).told).toEqual([]);
  expect((await plan(child, { from: "4", to: "1", parent })).told).toEqual([
    expect.stringMatching(/^error: To lower tenant-top and its sub-tenants takes two applies/),
  ]);
  const enough = runOn(...objects);
  await enough(parent, { from: "8", to: "5" });
  expect((await enough(child, { from: "4", to: "1", parent })).told).toEqual([]);
});
