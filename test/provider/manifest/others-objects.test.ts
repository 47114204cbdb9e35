import type { Cluster, ObjectRef } from "../../../src/kube/cluster";
import { refOf } from "../../../src/kube/http-cluster";
import { KubeError } from "../../../src/kube/kube-error";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { dynamicOf, UNKNOWN, type PrivateState } from "../../../src/plugin";
import { Collector } from "../../../src/plugin/lifecycle/collector";
import { planOf } from "../../../src/plugin/testing";
import type { HikubeClient } from "../../../src/provider/client";
import { ownerOf } from "../../../src/provider/manifest/others-objects";
import { manifestResource } from "../../../src/provider/manifest/resource";
import { ManifestWalk } from "../../../src/provider/manifest/walk";
import { LiveObjects } from "../../../src/provider/objects/live";
import { allWrites } from "../../../src/provider/tenant/record";
import { Registry } from "../../../src/provider/tenant/registry";
import { memberOf } from "../../../src/provider/tenant/values";
import { CLUSTER } from "../../model/tenants";

const SHOP = {
  spec: {
    name: "shop",
    profile: "development",
    access: { owners: [{ kind: "Group", name: "oidc:shop" }], deployers: [{ name: "ci" }] },
  },
} as const;

/** What a tenant consists of. */
async function objectsOfShop(): Promise<readonly KubeObject[]> {
  const empty = new LiveObjects(() => ({ list: () => Promise.resolve([]) }) as unknown as Cluster);
  const registry = new Registry(empty, () => Promise.resolve(CLUSTER));
  registry.plan("tenant-shop", SHOP);
  return allWrites(registry.objects.of((await registry.tenant("tenant-shop"))!).writes);
}

const keyOf = ({ kind, namespace = "", name }: ObjectRef) => `${kind}/${namespace}/${name}`;

/** A client of a cluster with these objects, of which some kinds may not be read or listed. */
function clientOf(objects: readonly KubeObject[], closed: { readonly get?: string; readonly list?: string } = {}) {
  const kept = new Map(objects.map((object) => [keyOf(refOf(object)), object]));
  const calls: string[] = [];
  const asked = (verb: "get" | "list" | "apply" | "delete", kind: string) => {
    calls.push(`${verb} ${kind}`);
    if (verb !== "apply" && verb !== "delete" && closed[verb] === kind)
      throw new KubeError(`User "x" cannot ${verb} resource "${kind}"`, 403, "Forbidden");
  };
  const cluster = {
    get: async (ref: ObjectRef) => (await Promise.resolve(), asked("get", ref.kind), kept.get(keyOf(ref))),
    list: async ({ kind }: ObjectRef) => {
      await Promise.resolve();
      asked("list", kind);
      return objects.filter((object) => object.kind === kind);
    },
    isNamespaced: ({ kind }: ObjectRef) => Promise.resolve(!["Namespace", "ClusterRole"].includes(kind)),
    apply: async (object: KubeObject) => (await Promise.resolve(), asked("apply", object.kind), object),
    delete: async (ref: ObjectRef) => (await Promise.resolve(), asked("delete", ref.kind), kept.delete(keyOf(ref))),
    until: (): unknown => cluster,
  } as unknown as Cluster;
  const live = new LiveObjects(() => cluster);
  const tenants = new Registry(live, () => Promise.resolve(CLUSTER));
  const client = { cluster: () => cluster, live, tenants, manifests: new ManifestWalk() } as unknown as HikubeClient;
  return { client, cluster, calls, kept };
}

const policy = (name: string): ObjectRef => ({
  ...{ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
  ...{ namespace: "tenant-shop", name },
});
const quota = { apiVersion: "v1", kind: "ResourceQuota", namespace: "tenant-shop", name: "hikube-tenant" };
const account = { apiVersion: "v1", kind: "ServiceAccount", namespace: "hikube-system", name: "tenant-shop.ci" };
const settings = { apiVersion: "v1", kind: "ConfigMap", namespace: "tenant-shop", name: "settings" };

/** As the engine `kubernetes` leaves it, which records nothing. */
function withoutRecord(object: KubeObject): KubeObject {
  return { ...object, metadata: { ...object.metadata, annotations: {} } };
}

test("all that a tenant consists of is the tenant's, and nothing else in its namespace", async () => {
  const objects = await objectsOfShop();
  const { client, cluster, calls } = clientOf(objects);
  for (const object of objects) expect(await ownerOf(client, refOf(object), cluster)).toBe("the tenant tenant-shop");
  expect(objects.map(refOf)).toEqual(expect.arrayContaining([quota, account]));
  for (const ref of [policy("own"), { ...account, name: "own" }, { ...account, name: "tenant-other.ci" }])
    expect(await ownerOf(client, ref, cluster)).toBeUndefined();
  calls.length = 0;
  expect(await ownerOf(client, settings, cluster)).toBeUndefined();
  expect(calls).toEqual([]);
});

test("what is missing of a tenant is the tenant's, too", async () => {
  const { client, cluster } = clientOf((await objectsOfShop()).slice(0, 1));
  expect(await ownerOf(client, quota, cluster)).toBe("the tenant tenant-shop");
});

test("of a tenant of the other engine it is told by the labels", async () => {
  const { client, cluster } = clientOf((await objectsOfShop()).map(withoutRecord));
  const namespace = { apiVersion: "v1", kind: "Namespace", name: "tenant-shop" };
  for (const ref of [namespace, quota, account])
    expect(await ownerOf(client, ref, cluster)).toBe("the tenant tenant-shop");
  expect(await ownerOf(client, policy("own"), cluster)).toBeUndefined();
});

test.each([
  ["its namespace", { get: "Namespace" }],
  ["namespaces", { list: "Namespace" }],
])("whoever may not read %s knows what is labelled as a tenant's", async (_, closed) => {
  const { client, cluster } = clientOf(await objectsOfShop(), closed);
  expect(await ownerOf(client, quota, cluster)).toBe("the tenant tenant-shop");
  expect(await ownerOf(client, policy("own"), cluster)).toBeUndefined();
});

test("a tenant that was just begun is one", async () => {
  const annotations = { "hikube.cloud/unfinished": "begun by 0123456789ab" };
  const begun = { apiVersion: "v1", kind: "Namespace", metadata: { name: "tenant-shop", annotations } };
  const { client, cluster } = clientOf([begun]);
  expect(await ownerOf(client, refOf(begun), cluster)).toBe("the tenant tenant-shop");
});

test.each([
  ["", SHOP],
  [
    ", of which not all is known",
    memberOf({ name: "shop", namespace: "tenant-shop", access: UNKNOWN, quota: UNKNOWN }),
  ],
])("what a tenant of the same plan will consist of is its own%s", async (_, member) => {
  const { client, cluster } = clientOf([]);
  const namespace = { apiVersion: "v1", kind: "Namespace", name: "tenant-shop" };
  expect(await ownerOf(client, namespace, cluster)).toBeUndefined();
  client.tenants.plan("tenant-shop", member);
  for (const ref of [namespace, quota, policy("hikube-default-deny-ingress")])
    expect(await ownerOf(client, ref, cluster)).toBe("the tenant tenant-shop");
  expect(await ownerOf(client, policy("own"), cluster)).toBeUndefined();
});

const QUOTA = {
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: { name: "hikube-tenant", namespace: "tenant-shop" },
};
const ROLE = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: "hikube:platform" } };
const REFUSED =
  /^error \w+ "\S+" is an object of the (?:tenant tenant-shop|platform): [^]*state rm[^]*\[object-of-a-tenant\]$/;

type Call = (request: object) => Promise<unknown>;

/** Asks the resource for a write or a removal. @returns what is told */
async function asked(verb: "create" | "update" | "delete" | "import", client: HikubeClient, object: object) {
  const diagnostics = new Collector();
  const config = { manifest: dynamicOf(object), secret_wo: null, adopt: true };
  const request = {
    ...{ client, config, id: "apiVersion=v1,kind=ResourceQuota,namespace=tenant-shop,name=hikube-tenant" },
    ...{ state: { ...config, object: config.manifest }, plan: { ...config, object: UNKNOWN } },
    ...{ private: {} as PrivateState, log: diagnostics.log, diagnostics },
    ...{ signal: AbortSignal.timeout(2_000), stopping: new AbortController().signal },
  };
  await (manifestResource() as unknown as Record<string, Call>)[verb]?.(request).catch((error: unknown) => {
    diagnostics.thrown(error);
  });
  return diagnostics.list.map(({ severity, summary, detail = "" }) => `${severity} ${summary}: ${detail}`);
}

test.each([
  ["a tenant's", QUOTA],
  ["the platform's", ROLE],
])("an object that is %s is refused at plan, by name, and at every write", async (_, object) => {
  const { client, calls } = clientOf(await objectsOfShop());
  const config = { manifest: dynamicOf(object), adopt: true };
  const { diagnostics } = await planOf(manifestResource(), { client, config });
  expect(diagnostics.map(({ severity, summary, detail = "" }) => `${severity} ${summary}: ${detail}`)).toEqual([
    expect.stringMatching(REFUSED),
  ]);
  expect(diagnostics[0]?.path).toEqual(["manifest", "metadata", "name"]);
  for (const verb of ["create", "update"] as const)
    expect(await asked(verb, client, object)).toEqual([expect.stringMatching(REFUSED)]);
  expect(calls.filter((call) => /^(apply|delete)/.test(call))).toEqual([]);
});

test("an object of a tenant is not imported", async () => {
  const { client } = clientOf(await objectsOfShop());
  expect(await asked("import", client, QUOTA)).toEqual([expect.stringMatching(REFUSED)]);
});

test("an object of a tenant that a state holds is let go of, and not deleted", async () => {
  const { client, calls } = clientOf(await objectsOfShop());
  const { diagnostics } = await planOf(manifestResource(), {
    client,
    state: { manifest: dynamicOf(QUOTA), object: dynamicOf(QUOTA) },
    config: null,
  });
  const stays = /^warning ResourceQuota "tenant-shop\/hikube-tenant" stays: it is an object of the tenant tenant-shop/;
  expect(diagnostics.map(({ severity, summary }) => `${severity} ${summary}`)).toEqual([expect.stringMatching(stays)]);
  expect(await asked("delete", client, QUOTA)).toEqual([expect.stringMatching(stays)]);
  expect(calls).not.toContain("delete ResourceQuota");
});

test("what became a tenant's between its judgement and its write is not written", async () => {
  const plain = { apiVersion: "v1", kind: "Namespace", metadata: { name: "tenant-shop", resourceVersion: "1" } };
  const { client, cluster, kept } = clientOf([plain]);
  const [made] = (await objectsOfShop()) as [KubeObject];
  let tries = 0;
  cluster.apply = (object) => {
    tries += 1;
    expect(object.metadata.resourceVersion).toBe("1");
    kept.set("Namespace//tenant-shop", made);
    return Promise.reject(new KubeError("the object has been modified", 409, "Conflict"));
  };
  expect(await asked("update", client, { ...plain, metadata: { name: "tenant-shop" } })).toEqual([
    expect.stringMatching(REFUSED),
  ]);
  expect(tries).toBe(1);
});
