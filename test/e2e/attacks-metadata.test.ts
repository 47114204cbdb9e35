import { refOf } from "../../src/kube/http-cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { describeUnderGuardrails, SHOP } from "./attack-ground";
import { absent, configMap, deployment, LAST_APPLIED, map, some, statefulSet, text } from "./attack-sizes";
import {
  changing,
  creating,
  forbidden,
  own,
  pod,
  POD_SPEC,
  testAttacks,
  unique,
  withMetadata,
  type Deed,
} from "./attacks";
import { eventually } from "./support";

/** Server-side apply under one name after another, each of which then stands in the object. */
const applyingAs =
  (managers: number, object: KubeObject): Deed =>
  async (cluster) => {
    for (let index = 0; index < managers; index += 1) {
      await cluster.apply(object, { fieldManager: `manager-${index}`, force: true });
    }
    return object;
  };

describeUnderGuardrails("what objects carry:", (ground) => {
  describe("attack 33, owners that are absent:", () => {
    const refusal = /hikube-(object-size|pod-spec).*has \d+ ownerReferences of \d+ bytes.*allowed here: at most 4/;
    const honest: Deed = async (cluster) => {
      const owner = await cluster.create(configMap());
      const { metadata } = owner as KubeObject & { readonly metadata: { readonly uid: string } };
      const reference = { apiVersion: "v1", kind: "ConfigMap", name: metadata.name, uid: metadata.uid };
      return cluster.create(configMap({ ownerReferences: [reference] }));
    };
    testAttacks(ground, [
      {
        tries: "names thousands of owners",
        attack: creating(configMap({ ownerReferences: absent(7000) })),
        refusal,
        honest,
      },
      {
        tries: "names dozens of owners",
        attack: creating(configMap({ ownerReferences: absent(60) })),
        refusal,
        honest,
      },
      {
        ...{ tries: "who may write the status of ConfigMaps names dozens of owners", as: "owner" },
        attack: creating(configMap({ ownerReferences: absent(60) })),
        refusal,
        honest,
      },
      {
        tries: "names one owner by a megabyte",
        attack: creating(
          withMetadata(own("v1", "Service", service(1)), { ownerReferences: absent(1, { name: text(900) }) }),
        ),
        refusal,
        honest,
      },
      {
        tries: "adds owners later",
        attack: changing(configMap(), { metadata: { ownerReferences: absent(5) } }),
        refusal,
        honest: changing(configMap(), { metadata: { ownerReferences: absent(1) } }),
      },
      {
        tries: "names the owners of a pod",
        attack: creating(withMetadata(pod(), { ownerReferences: absent(100) })),
        refusal,
        honest: creating(pod()),
      },
      {
        tries: "lets a StatefulSet name them in each claim",
        attack: creating(statefulSet({ volumeClaimTemplates: [claim({ ownerReferences: absent(100) })] })),
        refusal: /hikube-object-width.*100 owners in its claim templates; allowed here: at most 4/,
        honest: creating(statefulSet({ volumeClaimTemplates: [claim({})] })),
      },
      {
        ...{ as: "owner", tries: "names the owners of a Role", refusal },
        attack: creating(
          withMetadata(own("rbac.authorization.k8s.io/v1", "Role", { rules: [] }), { ownerReferences: absent(100) }),
        ),
        honest: creating(own("rbac.authorization.k8s.io/v1", "Role", { rules: [] })),
      },
    ]);

    test("a controller of the whole cluster may name each workload that mounts a Secret", async () => {
      const group = "rbac.authorization.k8s.io";
      const name = unique("csi-driver");
      const rules = [{ apiGroups: [""], resources: ["secrets"], verbs: ["create", "get", "patch", "update"] }];
      await ground().admin.create({ apiVersion: `${group}/v1`, kind: "ClusterRole", metadata: { name }, rules });
      await ground().admin.create({
        ...{ apiVersion: `${group}/v1`, kind: "ClusterRoleBinding", metadata: { name } },
        ...{
          roleRef: { apiGroup: group, kind: "ClusterRole", name },
          subjects: [{ apiGroup: group, kind: "User", name }],
        },
      });
      const secret = (owners: number) => withMetadata(own("v1", "Secret", {}), { ownerReferences: absent(owners) });
      const driver = ground().outsider(name);
      await eventually("its rights", () => driver.create(secret(60)).catch(forbidden));
      await expect(driver.create(secret(65))).rejects.toThrow(refusal);
    });

    test("the neighbour's pods end while a tenant is full of absent owners", async () => {
      const somebody = ground().member("admin");
      const stuffed = some(100, () => configMap({ ownerReferences: absent(4) }));
      const neighbour = await ground().outsider("bob", "bank:admin").create(running("tenant-bank"));
      const pods = () => ground().admin.list({ apiVersion: "v1", kind: "Pod" }, { namespace: "tenant-bank" });
      await eventually("the neighbour's pods", async () => (await pods()).length === 2);
      for (const object of stuffed) await eventually("its count", () => somebody.create(object).catch(conflict));
      await ground().outsider("bob", "bank:admin").delete(refOf(neighbour));
      await eventually("their end", async () => (await pods()).length === 0);
    });
  });

  describe("attack 34, bytes in the metadata:", () => {
    const many = (what: string, most: number) =>
      new RegExp(`hikube-object-size.*has \\d+ ${what}; allowed here: at most ${most}`);
    const tooLarge =
      /hikube-config-size.*keys, metadata and values of this ConfigMap take \d+ bytes; allowed here: at most 131072; to allow more/;
    beforeAll(() =>
      ground()
        .member("admin")
        .create(withMetadata(deployment(), { name: "scaled" })),
    );

    testAttacks(ground, [
      {
        tries: "writes ten thousand labels",
        attack: creating(configMap({ labels: map(10_000, "v".repeat(63)) })),
        refusal: /labels; allowed here: at most 128|hikube-config-size/,
        honest: creating(configMap({ labels: map(60, "v".repeat(63)) })),
      },
      {
        tries: "writes two hundred labels",
        attack: creating(
          own("v1", "Service", {
            ...service(1),
            metadata: { name: unique("l"), namespace: SHOP, labels: map(200, "v") },
          }),
        ),
        refusal: many("labels", 128),
        honest: creating(own("v1", "Service", service(1))),
      },
      {
        tries: "writes fifteen thousand finalizers",
        attack: creating(configMap({ finalizers: some(15_000, (index) => `e${index}.ch/${"f".repeat(50)}`) })),
        refusal: /finalizers; allowed here: at most 32|hikube-config-size/,
        honest: creating(configMap({ finalizers: ["example.ch/kept"] })),
      },
      {
        tries: "hides what a ConfigMap may not store in an annotation",
        attack: creating(configMap({ annotations: { a: text(200) } })),
        refusal: tooLarge,
        honest: creating(configMap({ annotations: { a: text(50) } }, { data: { a: text(70) } })),
      },
      {
        tries: "calls it what kubectl applied last",
        attack: creating(configMap({ annotations: { [LAST_APPLIED]: text(200) } }, { data: { a: "x" } })),
        refusal:
          /hikube-config-size.*last-applied-configuration takes \d+ bytes; allowed here: a copy of this ConfigMap/,
        honest: creating(applied(configMap({}, { data: { "board.json": JSON.stringify(map(3000, "y")) } }))),
      },
      {
        tries: "applies under a hundred names",
        attack: applyingAs(100, configMap({}, { data: { a: "x" } })),
        refusal: many("field managers", 64),
        honest: applyingAs(4, configMap({}, { data: { a: "x" } })),
      },
      {
        ...{ as: "owner", tries: "makes up fields of a manager" },
        attack: madeUpFields(own("v1", "ServiceAccount", {}), 300),
        refusal:
          /hikube-object-size.*field managers .*of this ServiceAccount take \d+ bytes; allowed here: at most 131072/,
        honest: madeUpFields(own("v1", "ServiceAccount", {}), 1),
      },
      {
        tries: "makes them up in a ConfigMap",
        attack: madeUpFields(configMap(), 300),
        refusal:
          /hikube-config-size.*field managers \(managedFields\) of this ConfigMap take \d+ bytes; allowed here: at most 131072/,
        honest: madeUpFields(configMap(), 1),
      },
      {
        ...{ as: "user", tries: "scales under a name that stays" },
        attack: scaling("fieldManager=somebody-1"),
        refusal: /hikube-object-size.*custom field manager; allowed here: none, or one of kubectl/,
        honest: scaling("fieldManager=kubectl-patch"),
      },
    ]);

    test("what is too large already gets smaller, and is collected", async () => {
      const { admin } = ground();
      const large = await admin.create(
        configMap(
          { ownerReferences: absent(1), finalizers: some(40, (index) => `example.ch/f${index}`) },
          { data: { a: text(300) } },
        ),
      );
      const somebody = ground().member("admin");
      const labels = {
        metadata: { labels: { app: "x" }, finalizers: some(39, (index) => `example.ch/f${index}`) },
        data: { a: text(299) },
      };
      await expect(somebody.patch(refOf(large), "merge", labels)).resolves.toBeDefined();
      await expect(somebody.patch(refOf(large), "merge", { data: { a: text(301) } })).rejects.toThrow(
        /hikube-config-size/,
      );
      await somebody.patch(refOf(large), "merge", { metadata: { finalizers: null } });
      await eventually(
        "the end of an object whose only owner is absent",
        async () => (await admin.get(refOf(large))) === undefined,
      );
    });
  });
});

/** As `kubectl apply` writes it, with the quotes of the texts in it quoted again. */
function applied(object: KubeObject): KubeObject {
  return withMetadata(object, { annotations: { [LAST_APPLIED]: JSON.stringify(object) } });
}

function claim(metadata: object): object {
  const spec = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };
  return { metadata: { name: "data", ...metadata }, spec: { ...spec, storageClassName: "standard" } };
}

function running(namespace: string): KubeObject {
  const labels = { app: unique("ending") };
  const spec = { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: POD_SPEC } };
  return own("apps/v1", "Deployment", { spec }, namespace);
}

function service(ports: number): object {
  return { spec: { ports: some(ports, (index) => ({ name: `p${index}`, port: index + 1 })) } };
}

/** Claims fields that the object does not have; the server keeps them. */
function madeUpFields(object: KubeObject, kib: number): Deed {
  return async (cluster) => {
    const made = await cluster.create(object);
    const entry = {
      ...{
        manager: "made-up",
        operation: "Apply",
        apiVersion: "v1",
        fieldsType: "FieldsV1",
        time: "2026-01-01T00:00:00Z",
      },
      fieldsV1: { "f:metadata": { "f:labels": { [`f:${text(kib)}`]: {} } } },
    };
    return cluster.patch(refOf(made), "merge", { metadata: { labels: { a: "b" }, managedFields: [entry] } });
  };
}

/** Somebody who may only scale, on a Deployment of an admin. */
function scaling(options: string): Deed {
  return async (cluster) => {
    const path = `/apis/apps/v1/namespaces/${SHOP}/deployments/scaled/scale`;
    const scale = {
      apiVersion: "autoscaling/v1",
      kind: "Scale",
      metadata: { name: "scaled", namespace: SHOP },
      spec: { replicas: 0 },
    };
    return cluster.raw("PUT", `${path}?${options}`, scale);
  };
}

/** Two writers met in the quota, one of which may be its controller that counts anew. */
function conflict(error: unknown): undefined {
  if (String(error).includes("cannot be fulfilled on resourcequotas")) return undefined;
  throw error;
}
