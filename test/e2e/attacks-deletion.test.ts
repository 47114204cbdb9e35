import type { Cluster } from "../../src/kube/cluster";
import { refOf } from "../../src/kube/http-cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { applyTenant, describeUnderGuardrails, newTenant, SHOP } from "./attack-ground";
import {
  CONTAINER,
  creating,
  own,
  pod,
  POD_SPEC,
  testAttacks,
  unique,
  withMetadata,
  type Attack,
  type Deed,
} from "./attacks";
import { eventually } from "./support";

const RBAC = "rbac.authorization.k8s.io";
const PODS = `/api/v1/namespaces/${SHOP}/pods`;
const ACCOUNT = "system:serviceaccount:kube-system:";

/** A node that the API knows and no kubelet serves: what is on it stays until somebody takes it away. */
const SILENT_NODE = "silent-node";

describeUnderGuardrails("ending pods:", (ground) => {
  beforeAll(async () => {
    const { admin } = ground();
    await admin.create({ apiVersion: "v1", kind: "Node", metadata: { name: SILENT_NODE } });
    const rules = [{ apiGroups: [""], resources: ["pods/eviction"], verbs: ["create"] }];
    const metadata = { name: "evictor", namespace: SHOP };
    await admin.create({ apiVersion: `${RBAC}/v1`, kind: "Role", metadata, rules });
    const subjects = [{ apiGroup: RBAC, kind: "Group", name: "shop:admin" }];
    const roleRef = { apiGroup: RBAC, kind: "Role", name: "evictor" };
    await admin.create({ apiVersion: `${RBAC}/v1`, kind: "RoleBinding", metadata, roleRef, subjects });
  });

  /** A pod on the silent node. Only the platform may choose a node. */
  const started = async (spec: object = {}, labels: object = {}): Promise<KubeObject> => {
    const object = withMetadata(pod({ nodeName: SILENT_NODE, ...spec }), { labels });
    return ground().admin.create(object);
  };

  const ending =
    (end: (cluster: Cluster, path: string, object: KubeObject) => Promise<unknown>, spec?: object): Deed =>
    async (cluster) => {
      const object = await started(spec);
      return end(cluster, `${PODS}/${object.metadata.name}`, object);
    };
  const deleting = (options: object, query = "") =>
    ending((cluster, path) =>
      cluster.raw("DELETE", path + query, { apiVersion: "v1", kind: "DeleteOptions", ...options }),
    );
  const evicting = (deleteOptions?: object) =>
    ending((cluster, path, { metadata }) => {
      const { name, namespace } = metadata;
      const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace }, deleteOptions };
      return cluster.raw("POST", `${path}/eviction`, eviction);
    });
  /** All pods with a label of their own. */
  const deletingAll =
    (options: object): Deed =>
    async (cluster) => {
      const app = unique("collected");
      await started({}, { app });
      return cluster.raw("DELETE", `${PODS}?labelSelector=app%3D${app}`, options);
    };
  /** Once in an honest way, then again. */
  const deletingAgain = (gracePeriodSeconds: number) =>
    ending(async (cluster, path) => {
      await cluster.raw("DELETE", path, { gracePeriodSeconds: 30 });
      return cluster.raw("DELETE", path, { gracePeriodSeconds });
    });

  describe("attack 41, taking pods out of the quota while they run on:", () => {
    const refusal = /hikube-pod-deletion.*forced deletion.*; allowed here: a grace period of 1 second or more/;
    const forced = (tries: string, attack: Deed, honest: Deed): Attack => ({ tries, attack, refusal, honest });
    const ofTheObject = async (
      cluster: Cluster,
      path: string,
      { metadata }: KubeObject,
      gracePeriodSeconds: number,
    ) => {
      const { uid } = metadata as { uid?: string };
      return cluster.raw("DELETE", path, { gracePeriodSeconds, preconditions: { uid }, propagationPolicy: "Orphan" });
    };
    testAttacks(ground, [
      forced("deletes by force", deleting({ gracePeriodSeconds: 0 }), deleting({ gracePeriodSeconds: 1 })),
      { ...forced("deletes by force too", deleting({ gracePeriodSeconds: 0 }), deleting({})), as: "user" },
      forced(
        "tries whether he could",
        deleting({ gracePeriodSeconds: 0, dryRun: ["All"] }),
        deleting({ dryRun: ["All"] }),
      ),
      {
        ...forced(
          "says so in the address",
          ending((cluster, path) => cluster.raw("DELETE", `${path}?gracePeriodSeconds=0`)),
          ending((cluster, path) => cluster.raw("DELETE", `${path}?gracePeriodSeconds=1`)),
        ),
      },
      forced(
        "names the very object",
        ending((...pod) => ofTheObject(...pod, 0)),
        ending((...pod) => ofTheObject(...pod, 1)),
      ),
      forced("begins honestly, then forces", deletingAgain(0), deletingAgain(1)),
      forced("keeps it by a finalizer meanwhile", finalized(0), finalized(1)),
      forced(
        "deletes a collection by force",
        deletingAll({ gracePeriodSeconds: 0 }),
        deletingAll({ gracePeriodSeconds: 1 }),
      ),
      forced("evicts by force", evicting({ gracePeriodSeconds: 0 }), evicting({ gracePeriodSeconds: 1 })),
      forced("evicts by force, on trial", evicting({ gracePeriodSeconds: 0, dryRun: ["All"] }), evicting()),
      forced(
        "deletes a pod that was let in with no grace of its own",
        deleting0Grace({}),
        deleting0Grace({ gracePeriodSeconds: 1 }),
      ),
      {
        tries: "makes a pod that asks for none",
        attack: creating(pod({ terminationGracePeriodSeconds: 0 })),
        refusal:
          /hikube-pod-spec.*or 0, by which a pod leaves the quota.*; allowed here: 1 to 600 seconds; to allow more, set security\.terminationGracePeriodSeconds/,
        honest: creating(pod({ terminationGracePeriodSeconds: 1 })),
      },
    ]);

    function deleting0Grace(options: object): Deed {
      return ending((cluster, path) => cluster.raw("DELETE", path, options), { terminationGracePeriodSeconds: 0 });
    }

    function finalized(gracePeriodSeconds: number): Deed {
      return async (cluster) => {
        const object = withMetadata(pod({ nodeName: SILENT_NODE }), { finalizers: ["example.com/keep"] });
        const { metadata } = await ground().admin.create(object);
        return cluster.raw("DELETE", `${PODS}/${metadata.name}`, { gracePeriodSeconds });
      };
    }

    test("a Deployment whose pods ask for none gets none of them, and is told why", async () => {
      const labels = { app: unique("graceless") };
      const template = { metadata: { labels }, spec: { ...POD_SPEC, terminationGracePeriodSeconds: 0 } };
      const spec = { selector: { matchLabels: labels }, template };
      await ground()
        .member("admin")
        .create(own("apps/v1", "Deployment", { spec }));
      const sets = { apiVersion: "apps/v1", kind: "ReplicaSet" };
      const message = await eventually("the failure", async () => {
        const [set] = await ground().admin.list(sets, { namespace: SHOP, labelSelector: `app=${labels.app}` });
        const { conditions = [] } = (set?.status ?? {}) as { conditions?: { type: string; message: string }[] };
        return conditions.find(({ type }) => type === "ReplicaFailure")?.message;
      });
      expect(message).toMatch(/hikube-pod-spec.*terminationGracePeriodSeconds/);
    });

    test("what has no node, or has ended, may go at once", async () => {
      const { admin, member } = ground();
      const waiting = await member("admin").create(pod({ schedulerName: "nobody" }));
      await expect(member("user").delete(refOf(waiting), { gracePeriodSeconds: 0 })).resolves.toBe(true);
      const ended = refOf(await started());
      await admin.patch(ended, "merge", { status: { phase: "Failed" } }, { subresource: "status" });
      await expect(member("user").delete(ended, { gracePeriodSeconds: 0 })).resolves.toBe(true);
    });

    test.each([
      ["the node's kubelet", `system:node:${SILENT_NODE}`, "system:nodes"],
      ["the collector of pods", `${ACCOUNT}pod-garbage-collector`, "system:serviceaccounts"],
      ["the eviction by taints", `${ACCOUNT}node-controller`, "system:serviceaccounts"],
      ["the scheduler", "system:kube-scheduler", ""],
      ["the controller of namespaces", `${ACCOUNT}namespace-controller`, "system:serviceaccounts"],
      ["the garbage collection", `${ACCOUNT}generic-garbage-collector`, "system:serviceaccounts"],
      ["a cluster-admin", "root", "system:masters"],
    ])("%s ends a pod by force", async (_, user, group) => {
      const ref = refOf(await started());
      const somebody = ground().outsider(user, ...(group === "" ? [] : [group]));
      await expect(somebody.delete(ref, { gracePeriodSeconds: 0 })).resolves.toBe(true);
      expect(await ground().admin.get(ref)).toBeUndefined();
    });

    test.each(["replicaset", "statefulset", "daemon-set", "job", "replication"])(
      "the %s-controller ends a pod that was let in with no grace of its own",
      async (name) => {
        const ref = refOf(await started({ terminationGracePeriodSeconds: 0 }));
        const controller = ground().outsider(`${ACCOUNT}${name}-controller`, "system:serviceaccounts");
        await expect(controller.delete(ref)).resolves.toBe(true);
      },
    );

    test("a pod whose node is gone waits for it, and ends once the node is taken out of the cluster", async () => {
      const { admin, member } = ground();
      const lost = unique("lost-node");
      await admin.create({ apiVersion: "v1", kind: "Node", metadata: { name: lost } });
      const ref = refOf(await admin.create(pod({ nodeName: lost })));
      await member("admin").delete(ref);
      expect(await admin.get(ref)).toBeDefined();
      await admin.delete({ apiVersion: "v1", kind: "Node", name: lost });
      // The collector waits forty seconds for a node that may come back.
      await eventually("the end of its pod", async () => (await admin.get(ref)) === undefined);
    });
  });

  describe("attack 13, pods that take days to end:", () => {
    const refusal =
      /hikube-pod-(spec|deletion).*; allowed here: 1 to 600 seconds; to allow more, set security\.terminationGracePeriodSeconds/;
    const probing = (probe: string, terminationGracePeriodSeconds: number) =>
      creating(
        pod({
          containers: [{ ...CONTAINER, [probe]: { httpGet: { port: 80 }, terminationGracePeriodSeconds } }],
        }),
      );
    const starting = (terminationGracePeriodSeconds: number) => {
      const sidecar = { ...CONTAINER, name: "sidecar", restartPolicy: "Always" };
      const probe = { startupProbe: { httpGet: { port: 80 }, terminationGracePeriodSeconds } };
      return creating(pod({ initContainers: [{ ...sidecar, ...probe }] }));
    };
    testAttacks(ground, [
      {
        tries: "asks for it in the pod",
        attack: creating(pod({ terminationGracePeriodSeconds: 601 })),
        refusal,
        honest: creating(pod({ terminationGracePeriodSeconds: 600 })),
      },
      {
        tries: "asks for it in a probe",
        attack: probing("livenessProbe", 86_400),
        refusal,
        honest: probing("livenessProbe", 600),
      },
      { tries: "asks for it in a probe of a sidecar", attack: starting(86_400), refusal, honest: starting(600) },
      {
        tries: "asks for it in the deletion",
        attack: deleting({ gracePeriodSeconds: 601 }),
        refusal,
        honest: deleting({ gracePeriodSeconds: 600 }),
      },
      {
        tries: "asks for it in a collection",
        attack: deletingAll({ gracePeriodSeconds: 601 }),
        refusal,
        honest: deletingAll({ gracePeriodSeconds: 600 }),
      },
      {
        tries: "asks for it in the eviction",
        attack: evicting({ gracePeriodSeconds: 601 }),
        refusal,
        honest: evicting({ gracePeriodSeconds: 600 }),
      },
    ]);

    test("a tenant may be given more, or less", async () => {
      const cluster = await ground().sandbox.facts();
      const grace = async (terminationGracePeriodSeconds: number) => {
        const access = { admins: [{ kind: "Group", name: "graceful" }] } as const;
        const name = unique("graceful").replace("-", "");
        const security = { terminationGracePeriodSeconds };
        const tenant = newTenant({ name, profile: "development", access, security }, cluster);
        await applyTenant(ground().admin, tenant);
        const somebody = ground().outsider("gus", "graceful");
        const asking = (seconds: number) =>
          somebody.create(pod({ terminationGracePeriodSeconds: seconds }, tenant.namespace));
        await eventually("rights", () => asking(30).catch(() => undefined));
        return asking;
      };
      const queue = await grace(604_800);
      await expect(queue(604_800)).resolves.toBeDefined();
      const short = await grace(60);
      await expect(short(60)).resolves.toBeDefined();
      await expect(short(61)).rejects.toThrow(/allowed here: 1 to 60 seconds/);
    });
  });
});
