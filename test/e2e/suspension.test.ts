import type { KindRef } from "../../src/kube/cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { isolationList, tenantObjects } from "../../src/model/tenant/objects/objects";
import { resumePatch, suspendPatch, SUSPENDED_KINDS } from "../../src/model/tenant/suspension";
import { tenantOf } from "../model/tenants";
import { describeOnSandbox, eventually } from "./support";

const NAMESPACE = "tenant-nap";
const DEPLOYMENT = { apiVersion: "apps/v1", kind: "Deployment" };
const POD = { apiVersion: "v1", kind: "Pod" };

const template = (extra: object = {}) => ({
  metadata: { labels: { app: "web" } },
  spec: { containers: [{ name: "web", image: "example.com/web:1" }], ...extra },
});

const WORKLOADS: readonly KubeObject[] = [
  {
    ...DEPLOYMENT,
    metadata: { name: "web", namespace: NAMESPACE },
    spec: { replicas: 2, selector: { matchLabels: { app: "web" } }, template: template() },
  },
  {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: "nightly", namespace: NAMESPACE },
    spec: { schedule: "@daily", jobTemplate: { spec: { template: template({ restartPolicy: "Never" }) } } },
  },
];

describeOnSandbox("a suspended tenant", (sandbox) => {
  const admin = () => sandbox().cluster();
  const podNames = async () => (await admin().list(POD, { namespace: NAMESPACE })).map(({ metadata }) => metadata.name);
  const patchAll = async (patchOf: typeof suspendPatch) => {
    for (const kind of SUSPENDED_KINDS) for (const one of await all(kind)) await patchOne(kind, one, patchOf(one));
  };
  const all = (kind: KindRef) => admin().list(kind, { namespace: NAMESPACE });
  const patchOne = async (kind: KindRef, { metadata }: KubeObject, patch: unknown) => {
    if (patch !== undefined)
      await admin().patch({ ...kind, namespace: NAMESPACE, name: metadata.name }, "merge", patch);
  };

  async function applyTenant(suspended: boolean): Promise<void> {
    const { namespace, isolation } = tenantObjects(tenantOf({ name: "nap", suspended }), []);
    for (const object of [namespace, ...isolationList(isolation)])
      await admin().apply(object, { fieldManager: "hikube", force: true });
  }

  /** A ReplicaSet that calls itself the part of something that is not suspended. */
  async function ownedByAnything(): Promise<KubeObject> {
    const { apiVersion, kind, metadata } = await admin().create({
      ...{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "owner", namespace: NAMESPACE } },
    });
    const owner = { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true };
    const labels = { app: "sly" };
    const spec = { selector: { matchLabels: labels }, template: { ...template(), metadata: { labels } } };
    const place = { name: "sly", namespace: NAMESPACE };
    return { apiVersion: "apps/v1", kind: "ReplicaSet", metadata: { ...place, ownerReferences: [owner] }, spec };
  }

  beforeAll(async () => {
    await applyTenant(false);
    for (const workload of WORKLOADS) await admin().create(workload);
    await admin().create(await ownedByAnything());
    await eventually("three pods", async () => (await podNames()).length === 3 || undefined);
  });

  test("takes no new pod, and keeps those that run", async () => {
    const before = await podNames();
    await applyTenant(true);
    const pod = { ...POD, metadata: { name: "late", namespace: NAMESPACE }, spec: template().spec };
    await expect(admin().create(pod)).rejects.toMatchObject({ code: 403, message: /limited: pods=0/ });
    expect(await podNames()).toEqual(before);
  });

  test("is suspended with its workloads, and restored as it was", async () => {
    await patchAll(suspendPatch);
    await eventually("no pods", async () => (await podNames()).length === 0 || undefined);
    expect(await all({ apiVersion: "batch/v1", kind: "CronJob" })).toMatchObject([{ spec: { suspend: true } }]);
    await applyTenant(false);
    await patchAll(resumePatch);
    await eventually("three pods", async () => (await podNames()).length === 3 || undefined);
    const restored = [...(await all(DEPLOYMENT)), ...(await all({ apiVersion: "batch/v1", kind: "CronJob" }))];
    expect(restored).toMatchObject([{ spec: { replicas: 2 } }, { spec: { suspend: false } }]);
    for (const { metadata } of restored)
      expect(metadata.annotations ?? {}).not.toHaveProperty("hikube.cloud/replicas-before-suspend");
  });
});
