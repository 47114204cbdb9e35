import { objectIn } from "../../../src/model/json";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import type { ValueRecord } from "../../../src/plugin";
import type { HikubeClient } from "../../../src/provider/client";
import { LiveObjects, NAMESPACE } from "../../../src/provider/objects/live";
import { applyTenant } from "../../../src/provider/tenant/apply";
import { Registry } from "../../../src/provider/tenant/registry";
import { tenantResource } from "../../../src/provider/tenant/tenant-resource";
import { settle } from "../../../src/provider/tenant/settle";
import { Settlements } from "../../../src/provider/tenant/settlements";
import { standings } from "../../../src/provider/tenant/standing";
import { CLUSTER } from "../../model/tenants";
import { versionedServer } from "./versioned-server";

const PARENT = "tenant-top";
const DECLARED = JSON.stringify({ capacity: { "limits.cpu": "2" }, reserved: {} });
const quota: KubeObject = {
  ...{ apiVersion: "v1", kind: "ResourceQuota" },
  metadata: { name: "hikube-tenant", namespace: PARENT, annotations: { "hikube.cloud/declared": DECLARED } },
  spec: { hard: { "limits.cpu": "2" } },
};
const share = (cpu: string) => ({ id: cpu, capacity: { "limits.cpu": cpu } });
const claim = (name: string, cpu: string) => ({ child: name, share: share(cpu) });
const hardIn = (object: KubeObject | undefined) => objectIn(objectIn(object?.spec).hard);

function child(name: string, cpu: string): KubeObject {
  const labels = { "hikube.cloud/parent": PARENT };
  return {
    ...NAMESPACE,
    metadata: { name, labels, annotations: { "hikube.cloud/share": JSON.stringify(share(cpu)) } },
  };
}

test("to a parent that has less than is taken of it shares are given back, and none may grow", async () => {
  const { cluster, kept, put } = versionedServer(quota, child("a", "4"), child("b", "1"));
  await settle(cluster, PARENT);
  expect(hardIn(kept.get("ResourceQuota/hikube-tenant"))).toEqual({ "limits.cpu": "0" });
  await settle(cluster, PARENT, claim("a", "3"));
  await expect(settle(cluster, PARENT, claim("b", "2"))).rejects.toThrow("would take more than it has");
  await settle(cluster, PARENT, claim("a", "1"));
  put(child("a", "1"));
  kept.delete("Namespace/b");
  await settle(cluster, PARENT);
  expect(hardIn(kept.get("ResourceQuota/hikube-tenant"))).toEqual({ "limits.cpu": "1" });
});

/** Makes the parent where only its sub-tenant is there, which takes 4 cores. */
async function madeAgain(cpu: string) {
  const { cluster: server, kept, put } = versionedServer(child("tenant-top-a", "4"));
  const cluster = { ...server, apply: (object: KubeObject) => Promise.resolve(put(object)), until: () => cluster };
  const live = new LiveObjects(() => cluster);
  const tenants = new Registry(live, () => Promise.resolve(CLUSTER));
  const client = { cluster: () => cluster, live, tenants, settlements: new Settlements() } as unknown as HikubeClient;
  const amounts = { cpu, memory: "4Gi", storage: "4Gi" };
  tenants.plan(PARENT, { spec: { name: "top", profile: "development", quota: amounts } });
  const tenant = (await tenants.tenant(PARENT))!;
  const done = applyTenant(client, tenant, { before: {}, signal: new AbortController().signal, isNew: true });
  return { done, kept, client, tenant };
}

test("a tenant that is made again below its sub-tenants has what those leave, and its next plan is empty", async () => {
  const { done, kept, client, tenant } = await madeAgain("8");
  await done;
  expect(hardIn(kept.get("ResourceQuota/hikube-tenant"))["limits.cpu"]).toBe("4");
  const { digests } = client.tenants.objects.of(tenant);
  const { objects } = await standings(client, tenant, digests);
  expect(objects["ResourceQuota/hikube-tenant"]).toBe(digests["ResourceQuota/hikube-tenant"]);
});

test("a tenant with less than its sub-tenants take already is not made, and nothing of it", async () => {
  const { done, kept } = await madeAgain("2");
  await expect(done).rejects.toThrow(/would take more than it has: limits\.cpu: 4 \(tenant-top-a\) is more than 2/);
  expect([...kept.keys()]).toEqual(["Namespace/tenant-top-a"]);
});

test("a tenant is marked as unfinished until all of it is made, so that a create that failed goes on with another spec", async () => {
  const { cluster: server, kept, put } = versionedServer();
  let refused = "LimitRange";
  const cluster = {
    ...server,
    apply: (object: KubeObject) =>
      object.kind === refused ? Promise.reject(new Error("refused")) : Promise.resolve(put(object)),
    delete: ({ kind, name }: { readonly kind: string; readonly name: string }) =>
      Promise.resolve(kept.delete(`${kind}/${name}`)),
    until: () => cluster,
  };
  const create = (more: ValueRecord) => {
    const live = new LiveObjects(() => cluster);
    const facts = () => Promise.resolve(CLUSTER);
    const parts = { tenants: new Registry(live, facts), settlements: new Settlements() };
    const client = { cluster: () => cluster, live, facts, ...parts } as unknown as HikubeClient;
    const plan = { name: "top", profile: "development", namespace: PARENT, ...more, objects: {} };
    return tenantResource().create({ client, plan, signal: new AbortController().signal } as never);
  };
  const egress = [{ to_cidrs: ["8.8.8.0/24"], ports: [{ protocol: "TCP", port: 443 }] }];
  await expect(create({ network: { internet: "deny", egress } })).rejects.toThrow("refused");
  const marked = () => kept.get(`Namespace/${PARENT}`)?.metadata.annotations?.["hikube.cloud/unfinished"];
  expect(marked()).toMatch(/^made by [0-9a-f]{12}$/);
  refused = "";
  await create({ suspended: true });
  expect(marked()).toBeUndefined();
  await expect(create({})).rejects.toThrow(/There is a tenant tenant-top already/);
});
