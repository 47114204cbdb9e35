import type { Cluster } from "../../src/kube/cluster";
import { refOf } from "../../src/kube/http-cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import type { TenantSpec } from "../../src/model/tenant/spec/spec";
import { applyTenant, describeUnderGuardrails, newTenant, SHOP } from "./attack-ground";
import { KIB, statefulSet, template, withEnvironment } from "./attack-sizes";
import {
  changing,
  CONTAINER,
  creating,
  own,
  POD_SPEC,
  testAttacks,
  withMetadata,
  type Attack,
  type Deed,
} from "./attacks";
import { eventually } from "./support";

const APPS = "apps/v1";
const MANY = 2_147_483_647;
/** As many as every tenant may ask for. */
const SOME = 500;
const AUTOSCALER = "system:serviceaccount:kube-system:horizontal-pod-autoscaler";

// No pod is ever made of it: what is looked at is what comes before.
const PODS = template({ serviceAccountName: "absent" });
const SELECTOR = { matchLabels: { app: "wide" } };
const set = (replicas: number, namespace = SHOP) =>
  own(APPS, "StatefulSet", { spec: { replicas, serviceName: "x", selector: SELECTOR, template: PODS } }, namespace);
const autoscaler = (apiVersion: string, spec: object) =>
  own(apiVersion, "HorizontalPodAutoscaler", {
    spec: { scaleTargetRef: { apiVersion: APPS, kind: "StatefulSet", name: "x" }, ...spec },
  });

describeUnderGuardrails("how many replicas are asked for at once:", (ground) => {
  const scalePath = (name: string) => `/apis/${APPS}/namespaces/${SHOP}/statefulsets/${name}/scale`;

  /** Has the tenant's admin make a StatefulSet of no replicas, and then does something with it. */
  const onNewSet =
    (deed: (cluster: Cluster, made: KubeObject) => Promise<unknown>): Deed =>
    async (cluster) =>
      deed(cluster, await ground().member("admin").create(set(0)));
  const scaling = (replicas: number) =>
    onNewSet((cluster, made) => cluster.patch(refOf(made), "merge", { spec: { replicas } }, { subresource: "scale" }));
  const puttingScale = (replicas: number) =>
    onNewSet((cluster, { metadata: { name } }) =>
      cluster.raw("PUT", scalePath(name), {
        ...{ apiVersion: "autoscaling/v1", kind: "Scale", metadata: { name, namespace: SHOP } },
        spec: { replicas },
      }),
    );
  const applying = (replicas: number): Deed => {
    return (cluster) => cluster.apply(set(replicas), { fieldManager: "helm" });
  };
  const replacing = (replicas: number): Deed =>
    onNewSet((cluster, { metadata: { name } }) => cluster.replace(withMetadata(set(replicas), { name })));
  const TOO_MANY =
    /hikube-replicas.*2147483647 replicas .*allowed here: at most 500 in one object; to allow more, set quota/;
  const attempt = (tries: string, deed: (replicas: number) => Deed, more: Partial<Attack> = {}): Attack => {
    return { tries, attack: deed(MANY), refusal: TOO_MANY, honest: deed(SOME), ...more };
  };

  describe("attack 47, replicas that a controller makes in its memory:", () => {
    testAttacks(ground, [
      attempt("scales", scaling, { as: "user" }),
      attempt("writes the scale", puttingScale, { as: "user" }),
      attempt("scales as the autoscaler does", puttingScale, { as: () => ground().outsider(AUTOSCALER) }),
      attempt("a cluster-admin scales what a tenant wrote down", scaling, { as: () => ground().admin }),
      attempt("makes them", (replicas) => creating(set(replicas))),
      attempt("changes them", (replicas) => changing(set(1), { spec: { replicas } })),
      attempt("replaces them", replacing),
      attempt("applies them", applying),
      attempt("goes one beyond", scaling, {
        as: "user",
        attack: scaling(SOME + 1),
        refusal: /hikube-replicas.*501 replicas/,
      }),
      attempt("has them made by an autoscaler", (count) =>
        creating(autoscaler("autoscaling/v2", { minReplicas: count, maxReplicas: count })),
      ),
      attempt("has them made by an autoscaler of the old version", (count) =>
        creating(autoscaler("autoscaling/v1", { maxReplicas: count })),
      ),
      attempt("lets an autoscaler grow", (maxReplicas) =>
        changing(autoscaler("autoscaling/v2", { maxReplicas: 3 }), { spec: { maxReplicas } }),
      ),
    ]);
  });

  describe("attack 49, replicas of other kinds, which a quota refuses one by one:", () => {
    const refusal = (what: string, most: number) =>
      new RegExp(`hikube-replicas.*\\d+ replicas .*\\(${what}\\); allowed here: at most ${most} in one object`);
    const scaled = (make: () => KubeObject, replicas: number): Deed => {
      return async (cluster) =>
        cluster.patch(
          refOf(await ground().member("admin").create(make())),
          "merge",
          { spec: { replicas } },
          { subresource: "scale" },
        );
    };
    const kinds: readonly (readonly [string, (replicas: number) => KubeObject, number])[] = [
      ["deployments", deploymentOf, SOME],
      ["replicasets", (replicas) => ({ ...deploymentOf(replicas), kind: "ReplicaSet" }), 2 * SOME],
      ["replicationcontrollers", controllerOf, SOME],
    ];
    testAttacks(ground, [
      ...kinds.flatMap(([resource, make, most]): Attack[] => [
        {
          tries: `makes more ${resource} replicas than it may run`,
          ...{ attack: creating(make(most + 1)), refusal: refusal(resource, most), honest: creating(make(most)) },
        },
        {
          ...{ as: "user", tries: `scales ${resource} beyond what it may run` },
          attack: scaled(() => make(0), 100_000),
          refusal: refusal(resource, most),
          honest: scaled(() => make(0), most),
        },
        {
          tries: `lets ${resource} grow beyond what it may run`,
          attack: changing(make(0), { spec: { replicas: MANY } }),
          refusal: refusal(resource, most),
          honest: changing(make(0), { spec: { replicas: most } }),
        },
      ]),
      {
        tries: "runs a Job side by side",
        attack: creating(job({ parallelism: 100_000, completions: 100_000 })),
        refusal: refusal("jobs", SOME),
        // What is done one after the other, and more at once than there is to do.
        honest: creating(job({ parallelism: 400, completions: 100_000 })),
      },
      {
        tries: "runs a Job side by side for ever",
        attack: creating(job({ parallelism: MANY })),
        refusal: refusal("jobs", SOME),
        honest: creating(job({ parallelism: 1000, completions: 3 })),
      },
      {
        tries: "widens a Job later",
        attack: changing(job({ parallelism: 1, completions: 9000 }), { spec: { parallelism: 9000 } }),
        refusal: refusal("jobs", SOME),
        honest: changing(job({ parallelism: 1, completions: 9000 }), { spec: { parallelism: 90 } }),
      },
      {
        tries: "has Jobs made side by side",
        attack: creating(cronJob({ parallelism: 100_000 })),
        refusal: refusal("cronjobs", SOME),
        honest: creating(cronJob({ parallelism: 100 })),
      },
    ]);
  });

  describe("attack 47, templates that a controller holds once for each replica:", () => {
    const many = (count: number) =>
      template({
        containers: [{ ...CONTAINER, livenessProbe: { exec: { command: ["x", ...empty(count)] } } }],
      });
    const refusal = /hikube-(replicas|object-size).*StatefulSet has \d+ entries.*allowed here: at most 3072/;
    testAttacks(ground, [
      {
        tries: "asks for one of many entries",
        attack: creating(statefulSet({}, many(5000))),
        refusal,
        honest: creating(statefulSet({}, template(withEnvironment(43 * KIB)))),
      },
      {
        tries: "hides them in the templates of claims",
        attack: creating(statefulSet({ volumeClaimTemplates: [claim(5000)] })),
        refusal,
        honest: creating(statefulSet({ volumeClaimTemplates: [claim(20)] })),
      },
      {
        tries: "adds them later",
        attack: changing(statefulSet(), { spec: { template: many(5000) } }),
        refusal,
        honest: changing(statefulSet(), { spec: { template: many(500) } }),
      },
      {
        tries: "fills one with arguments that are empty",
        attack: creating(statefulSet({}, template({ containers: [{ ...CONTAINER, args: Array(2500).fill("") }] }))),
        refusal: /hikube-object-width.*has 2500 commands and arguments; allowed here: at most 1000/,
        honest: creating(statefulSet({}, template({ containers: [{ ...CONTAINER, args: Array(400).fill("-v") }] }))),
      },
    ]);
  });

  test("a tenant of more pods asks for more, and what is over the bound later is mended, and goes", async () => {
    const spec = (pods: number): TenantSpec => ({ name: "large", profile: "development", quota: { pods } });
    const facts = await ground().sandbox.facts();
    const { admin } = ground();
    /** Admission may go by what the namespace was for a moment. */
    const until = (refusal: RegExp) =>
      eventually(String(refusal), () =>
        admin
          .apply(probe, { fieldManager: "test", dryRun: true })
          .catch(String)
          .then((said) => (typeof said === "string" && refusal.test(said)) || undefined),
      );
    const probe = set(5000, "tenant-large");
    await applyTenant(admin, newTenant(spec(9000), facts));
    await until(/5000 replicas.*at most 2000/);
    const claims = (values: number) => ({
      ...set(0, "tenant-large"),
      spec: { ...(statefulSet({ volumeClaimTemplates: [claim(values)] }).spec as object) },
    });
    await expect(admin.create(claims(1500))).rejects.toThrow(
      /has \d+ entries .*allowed here: at most 768 where a tenant may ask for 2000 replicas/,
    );
    await expect(admin.create(claims(600))).resolves.toBeDefined();
    await applyTenant(admin, newTenant(spec(1200), facts));
    await until(/5000 replicas.*at most 1200/);
    const large = await admin.create(withMetadata(set(1200, "tenant-large"), { finalizers: ["example.ch/kept"] }));
    await applyTenant(admin, newTenant(spec(100), facts));
    await until(/5000 replicas.*at most 500/);
    const change = (body: object) => admin.patch(refOf(large), "merge", body);
    await expect(change({ metadata: { labels: { a: "b" } } })).resolves.toBeDefined();
    await expect(change({ spec: { replicas: 900 } })).resolves.toBeDefined();
    await expect(change({ spec: { replicas: 901 } })).rejects.toThrow(/901 replicas.*at most 500/);
    await admin.delete(refOf(large));
    await change({ metadata: { finalizers: null } });
    expect(await admin.get(refOf(large))).toBeUndefined();
  });

  test("what other controllers are asked for at once holds up none of them", async () => {
    const admin = ground().member("admin");
    const asked = [
      deploymentOf(SOME),
      { ...deploymentOf(2 * SOME), kind: "ReplicaSet" },
      controllerOf(SOME),
      job({ parallelism: SOME, completions: MANY }),
      job({ parallelism: SOME, completions: 100_000, completionMode: "Indexed" }),
    ];
    for (const object of asked) await admin.create(object);
    await eventually("the word of each controller", async () => {
      const events = await ground().admin.list({ apiVersion: "v1", kind: "Event" }, { namespace: SHOP });
      const names = events.filter(({ reason }) => reason === "FailedCreate").map(involved);
      // The Deployment speaks by its ReplicaSet.
      return asked.every(({ metadata: { name } }) => names.some((one) => one.startsWith(name))) || undefined;
    });
    const later = await admin.create(set(1));
    await eventually("a StatefulSet that comes later", async () => {
      const found = await ground().admin.get(refOf(later));
      return (found?.status as { observedGeneration?: number } | undefined)?.observedGeneration === 1;
    });
  });
});

function deploymentOf(replicas: number): KubeObject {
  return own(APPS, "Deployment", { spec: { replicas, selector: SELECTOR, template: PODS } });
}

function controllerOf(replicas: number): KubeObject {
  return own("v1", "ReplicationController", { spec: { replicas, selector: SELECTOR.matchLabels, template: PODS } });
}

function empty(count: number): readonly string[] {
  return Array.from({ length: count }, () => "");
}

/** A template of claims that selects by many values. */
function claim(values: number): object {
  const resources = { requests: { storage: "1Gi" } };
  const matchExpressions = [{ key: "example.ch/k", operator: "In", values: empty(values) }];
  const spec = { accessModes: ["ReadWriteOnce"], resources, selector: { matchExpressions } };
  return { metadata: { name: "data" }, spec };
}

function cronJob(spec: object): KubeObject {
  const jobTemplate = { spec: { template: { spec: { ...POD_SPEC, restartPolicy: "Never" } }, ...spec } };
  return own("batch/v1", "CronJob", { spec: { schedule: "0 0 1 1 *", suspend: true, jobTemplate } });
}

function job(spec: object): KubeObject {
  const pods = { spec: { ...POD_SPEC, restartPolicy: "Never", serviceAccountName: "absent" } };
  return own("batch/v1", "Job", { spec: { ...spec, template: pods } });
}

function involved({ involvedObject }: KubeObject): string {
  return String((involvedObject as { name?: unknown } | undefined)?.name);
}
