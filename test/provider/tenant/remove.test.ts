import type { KubeObject, StringMap } from "../../../src/model/kubernetes/kube-object";
import { Collector } from "../../../src/plugin/lifecycle/collector";
import type { HikubeClient } from "../../../src/provider/client";
import { LiveObjects, NAMESPACE } from "../../../src/provider/objects/live";
import { Claims } from "../../../src/provider/tenant/claims";
import { Registry } from "../../../src/provider/tenant/registry";
import { removeTenant, planRemoval } from "../../../src/provider/tenant/remove";
import { Settlements } from "../../../src/provider/tenant/settlements";
import { CLUSTER } from "../../model/tenants";
import { versionedServer } from "./versioned-server";

const TOP = "tenant-top";

function namespace(name: string, more: object = {}): KubeObject {
  const labels: StringMap = name === TOP ? {} : { "hikube.cloud/parent": TOP };
  return { ...NAMESPACE, metadata: { name, labels, ...more } };
}

const top = namespace(TOP);
const living = namespace("tenant-top-a");
const ending = namespace("tenant-top-b", { deletionTimestamp: "2026-01-01T00:00:00Z" });

function clientOf(...objects: readonly KubeObject[]) {
  const { cluster: server, kept, ...rest } = versionedServer(...objects);
  const cluster = {
    ...server,
    delete: ({ kind, name }: { readonly kind: string; readonly name: string }) => {
      kept.delete(`${kind}/${name}`);
      return Promise.resolve();
    },
    until: () => cluster,
  };
  const live = new LiveObjects(() => cluster as never);
  const tenants = new Registry(live, () => Promise.resolve(CLUSTER));
  const own = { claims: new Claims(() => cluster as never), settlements: new Settlements() };
  const client = { cluster: () => cluster, live, tenants, ...own } as unknown as HikubeClient;
  return { client, kept, ...rest };
}

const wait = { signal: new AbortController().signal, stopping: new AbortController().signal };

test("a tenant whose sub-tenants live is not deleted", async () => {
  const { client, kept } = clientOf(top, living, ending);
  await expect(removeTenant(client, TOP, wait)).rejects.toThrow(
    /tenant-top has sub-tenants: Nothing of it is deleted.*: tenant-top-a\. .*destroy or move them first/,
  );
  expect(kept.has(`Namespace/${TOP}`)).toBe(true);
});

test("sub-tenants that are on their way out hold nobody back", async () => {
  const { client, kept } = clientOf(top, ending);
  await removeTenant(client, TOP, wait);
  expect(kept.has(`Namespace/${TOP}`)).toBe(false);
});

test("what is made under its name while it goes stays, with the accounts of its deployers", async () => {
  const account = (name: string, uid: string): KubeObject => ({
    ...{ apiVersion: "v1", kind: "ServiceAccount" },
    metadata: { name, uid, namespace: "hikube-system", labels: { "hikube.cloud/tenant": TOP } },
  });
  const old = account("tenant-top.ci", "a1");
  const { client, put, kept } = clientOf(namespace(TOP, { uid: "1" }), old);
  const cluster = client.cluster();
  const gone: unknown[] = [];
  cluster.delete = (target, options) => {
    gone.push([target.kind, target.name, options]);
    if (target.kind === "Namespace") put(namespace(TOP, { uid: "2" }));
    put(account("tenant-top.new", "a2"));
    return Promise.resolve(true);
  };
  await removeTenant(client, TOP, { ...wait, signal: AbortSignal.timeout(1_000) });
  expect(gone).toEqual([
    ["Namespace", TOP, { uid: "1", resourceVersion: "1" }],
    ["ServiceAccount", "tenant-top.ci", { uid: "a1" }],
  ]);
  expect(kept.has("ServiceAccount/tenant-top.new")).toBe(true);
});

test("what a parent keeps for a sub-tenant that was made by half is given back with it", async () => {
  const pending = { [living.metadata.name]: { id: "1", at: Date.now(), capacity: { "limits.cpu": "4" } } };
  const annotations = {
    "hikube.cloud/declared": JSON.stringify({ capacity: { "limits.cpu": "10" }, reserved: {} }),
    "hikube.cloud/pending-shares": JSON.stringify(pending),
  };
  const quota = {
    ...{ apiVersion: "v1", kind: "ResourceQuota" },
    ...{ metadata: { name: "hikube-tenant", namespace: TOP, annotations }, spec: { hard: { "limits.cpu": "6" } } },
  };
  const begun = namespace(living.metadata.name, { annotations: { "hikube.cloud/unfinished": "made by 1" } });
  const { client, kept } = clientOf(top, quota, begun);
  await removeTenant(client, begun.metadata.name, { ...wait, parent: TOP });
  const found = [...kept.values()].find(({ kind }) => kind === "ResourceQuota");
  expect(found?.spec).toEqual({ hard: { "limits.cpu": "10" } });
});

test("the plan of a removal names the sub-tenants that it would leave, without those that go too", async () => {
  const { client } = clientOf(top, living, ending, namespace("tenant-top-c"));
  client.tenants.plan("tenant-top-c", undefined);
  const diagnostics = new Collector();
  await planRemoval(client, TOP, diagnostics);
  expect(diagnostics.list.map(({ severity, detail = "" }) => [severity, detail.split(". ")[0]])).toEqual([
    ["warning", "tenant-top-a"],
  ]);
  client.tenants.plan("tenant-top-a", undefined);
  const none = new Collector();
  await planRemoval(client, TOP, none);
  expect(none.list).toEqual([]);
});
