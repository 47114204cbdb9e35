import { resumeTenant, suspendTenant } from "../../src/cli/lifetime/suspend";
import { refOf } from "../../src/kube/http-cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { describeUnderGuardrails, SHOP, type Ground } from "./attack-ground";
import { CONTAINER, POD_SPEC } from "./attacks";
import { hikubeWith } from "./hikube";
import { eventually } from "./support";

const POD = { apiVersion: "v1", kind: "Pod" };
const APPS = "apps/v1";

describeUnderGuardrails("what would keep running in a suspended tenant", (ground) => {
  const pods = () => ground().admin.list(POD, { namespace: SHOP });
  /** The names of all pods, as soon as they are so many. */
  const settled = (count: number) =>
    eventually(`${String(count)} pods`, async () => {
      const names = (await pods()).map(({ metadata }) => metadata.name);
      return names.length === count ? names : undefined;
    });

  describe("ReplicaSets that do not follow their Deployment, and owners that are made up", () => {
    let before: ReadonlyMap<string, unknown>;

    beforeAll(async () => {
      const admin = ground().member("admin");
      const paused = await admin.create(
        workload(
          "Deployment",
          "shell",
          { replicas: 2, paused: true, strategy: { type: "Recreate" } },
          { app: "shell" },
        ),
      );
      for (const name of ["old1", "old2"]) {
        await admin.create(owned(workload("ReplicaSet", name, { replicas: 2 }, { app: "shell", part: name }), paused));
      }
      const settings = await admin.create(object("v1", "ConfigMap", "owner", {}));
      const foreign = { ...paused, apiVersion: "example.com/v1", metadata: { ...paused.metadata, name: "foreign" } };
      await admin.create(owned(workload("ReplicaSet", "sly", { replicas: 1 }, { app: "sly" }), foreign));
      await admin.create(owned(workload("StatefulSet", "store", { replicas: 1 }, { app: "store" }), settings));
      await admin.create(owned(controller("old", { app: "old" }), settings));
      await admin.create(workload("Deployment", "web", { replicas: 2 }, { app: "web" }));
      await settled(9);
      // With two running sets it scales neither.
      await admin.patch(refOf(paused), "merge", { spec: { replicas: 1 } });
      before = await replicas(ground());
    });

    test("are all suspended, and nothing runs then", async () => {
      const [report] = await suspendTenant(ground().admin, SHOP);
      expect(report).toMatchObject({ namespace: SHOP, podsLeft: [] });
      expect(report?.workloads).toEqual(
        expect.arrayContaining(["ReplicaSet old1", "ReplicaSet old2", "Deployment web"]),
      );
      expect([...(await replicas(ground())).values()].filter((count) => count !== 0)).toEqual([]);
      await settled(0);
    });

    test("stay suspended when it is repeated", async () => {
      const [report] = await suspendTenant(ground().admin, SHOP);
      expect(report).toMatchObject({ workloads: [], podsLeft: [] });
    });

    test("come back exactly as they were", async () => {
      await resumeTenant(ground().admin, SHOP);
      await settled(9);
      expect(await replicas(ground())).toEqual(before);
      const notes = (await workloads(ground())).flatMap(({ metadata }) => Object.keys(metadata.annotations ?? {}));
      expect(notes.filter((key) => key.startsWith("hikube.cloud/replicas-before-suspend"))).toEqual([]);
    });
  });

  test("volumes stay, of a StatefulSet too that deletes them when it is scaled", async () => {
    const { admin } = ground();
    const policy = { whenDeleted: "Retain", whenScaled: "Delete" };
    const claim = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };
    const labels = { app: "db" };
    const set = await admin.create(
      workload(
        "StatefulSet",
        "db",
        {
          replicas: 2,
          podManagementPolicy: "Parallel",
          persistentVolumeClaimRetentionPolicy: policy,
          volumeClaimTemplates: [{ metadata: { name: "data" }, spec: claim }],
        },
        labels,
      ),
    );
    const claims = async () => {
      const found = await admin.list({ apiVersion: "v1", kind: "PersistentVolumeClaim" }, { namespace: SHOP });
      return found.map(({ metadata }) => metadata.uid).sort();
    };
    const running = () =>
      eventually("two pods", async () => ((await pods()).length >= 2 && (await claims()).length === 2) || undefined);
    await running();
    const before = await claims();
    await suspendTenant(admin, SHOP);
    await settled(0);
    // The controller has seen the end of the scaling: what it deletes is marked by then.
    await eventually("the controller's word", async () => {
      const { spec, status, metadata } = (await admin.get(refOf(set))) ?? set;
      const { replicas, observedGeneration } = (status ?? {}) as Record<string, unknown>;
      const seen = observedGeneration === metadata.generation && (spec as { replicas: number }).replicas === 0;
      return (seen && replicas === 0) || undefined;
    });
    expect(await claims()).toEqual(before);
    await resumeTenant(admin, SHOP);
    await running();
    expect(await claims()).toEqual(before);
    expect((await admin.get(refOf(set)))?.spec).toMatchObject({ persistentVolumeClaimRetentionPolicy: policy });
    // The honest deed: scaling down by hand still takes the volumes.
    await admin.patch(refOf(set), "merge", { spec: { replicas: 0 } });
    await eventually("the end of the claims", async () => (await claims()).length === 0 || undefined);
    await admin.delete(refOf(set));
  });

  describe("pods that cannot be suspended", () => {
    test("are named, with what calls itself their owner, and end the command with 3", async () => {
      const { admin, sandbox } = ground();
      const owner = await admin.create(object("v1", "ConfigMap", "made-up", {}));
      await admin.create(object("v1", "Pod", "bare", { spec: POD_SPEC }));
      await admin.create(owned(object("v1", "Pod", "hidden", { spec: POD_SPEC }), owner));
      const hikube = hikubeWith({ ...process.env, ...sandbox.env });
      const said = await hikube("suspend", SHOP);
      expect(said.code).toBe(3);
      expect(said.out).toContain("2 pods still running");
      expect(said.out).toContain("still running: pod bare, which has no controller to restore it");
      expect(said.out).toContain("still running: pod hidden of ConfigMap made-up");
      const { code, out } = await hikube("suspend", SHOP, "--json");
      expect(code).toBe(3);
      expect(JSON.parse(out)).toEqual([
        { namespace: SHOP, workloads: [], podsLeft: [{ pod: "bare" }, { pod: "hidden", owner: "ConfigMap made-up" }] },
      ]);
      for (const name of ["bare", "hidden"]) await admin.delete({ ...POD, name, namespace: SHOP });
      await settled(0);
      expect(await hikube("suspend", SHOP)).toMatchObject({ code: 0 });
      expect(await hikube("resume", SHOP)).toMatchObject({ code: 0 });
    });
  });

  test("who has too few rights is told all that is missing, before anything is changed", async () => {
    const before = [await replicas(ground()), await quota(ground())];
    const reads = [{ apiGroups: [""], resources: ["namespaces"], verbs: ["get", "list"] }];
    const apiVersion = "rbac.authorization.k8s.io/v1";
    await ground().admin.create({ apiVersion, kind: "ClusterRole", metadata: { name: "looker" }, rules: reads });
    const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "looker" };
    const subjects = [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "lookers" }];
    const binding = { apiVersion, kind: "ClusterRoleBinding", metadata: { name: "looker" }, roleRef, subjects };
    await ground().admin.create(binding);
    const looker = ground().outsider("eve", "lookers", "shop:admin");
    await eventually("the right to look", () =>
      looker.get({ apiVersion: "v1", kind: "Namespace", name: SHOP }).catch(() => undefined),
    );
    const suspended = suspendTenant(looker, SHOP);
    await expect(suspended).rejects.toThrow(
      /nothing was changed:\n {2}patch namespaces in tenant-shop\n {2}patch resourcequotas/,
    );
    expect([await replicas(ground()), await quota(ground())]).toEqual(before);
  });
});

function object(apiVersion: string, kind: string, name: string, body: object): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace: SHOP }, ...body };
}

type Labels = Readonly<Record<string, string>>;

function template(labels: Labels): object {
  return { metadata: { labels }, spec: { ...POD_SPEC, containers: [CONTAINER] } };
}

function workload(kind: string, name: string, spec: object, labels: Labels): KubeObject {
  const made = object(APPS, kind, name, {});
  const body = { ...spec, selector: { matchLabels: labels }, template: template(labels) };
  return { ...made, metadata: { ...made.metadata, labels }, spec: body };
}

function controller(name: string, labels: Labels): KubeObject {
  return object("v1", "ReplicationController", name, {
    spec: { replicas: 1, selector: labels, template: template(labels) },
  });
}

function owned(made: KubeObject, { apiVersion, kind, metadata: { name, uid } }: KubeObject): KubeObject {
  return {
    ...made,
    metadata: { ...made.metadata, ownerReferences: [{ apiVersion, kind, name, uid, controller: true }] },
  };
}

async function workloads({ admin }: Ground): Promise<readonly KubeObject[]> {
  const kinds = ["Deployment", "StatefulSet", "ReplicaSet"].map((kind) => ({ apiVersion: APPS, kind }));
  const all = [...kinds, { apiVersion: "v1", kind: "ReplicationController" }];
  return (await Promise.all(all.map((kind) => admin.list(kind, { namespace: SHOP })))).flat();
}

async function replicas(ground: Ground): Promise<ReadonlyMap<string, unknown>> {
  const all = await workloads(ground);
  return new Map(
    all.map(({ kind, metadata, spec }) => [`${kind} ${metadata.name}`, (spec as { replicas?: number }).replicas]),
  );
}

async function quota({ admin }: Ground): Promise<unknown> {
  return (await admin.get({ apiVersion: "v1", kind: "ResourceQuota", name: "hikube-tenant", namespace: SHOP }))?.spec;
}
