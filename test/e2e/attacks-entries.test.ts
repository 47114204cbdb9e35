import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { refOf } from "../../src/kube/http-cluster";
import { describeUnderGuardrails } from "./attack-ground";
import { KIB, map, some, statefulSet, template, withEnvironment } from "./attack-sizes";
import { changing, CONTAINER, creating, own, pod, POD_SPEC, setting, testAttacks, type Attack } from "./attacks";
import { eventually } from "./support";

const LABELS = { app: "wide" };
const SELECTOR = { matchLabels: LABELS };
const exec = (count: number) => ({ exec: { command: ["/bin/true", ...some(count, () => "")] } });
const inContainer = (more: object) => ({ containers: [{ ...CONTAINER, ...more }] });
const expressions = (count: number) => [{ key: "example.ch/k", operator: "In", values: some(count, () => "") }];
const selector = (count: number) => ({ matchExpressions: expressions(count) });
const near = (count: number) => ({ topologyKey: "kubernetes.io/hostname", labelSelector: selector(count) });
const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

/** Lists whose entries may be empty texts, and which nothing else bounds. */
const LISTS: Readonly<Record<string, (count: number) => object>> = {
  "a probe's command": (count) => inContainer({ livenessProbe: exec(count) }),
  "a hook's command": (count) => inContainer({ lifecycle: { preStop: exec(count) } }),
  "dropped capabilities": (count) =>
    inContainer({
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL", ...some(count, () => "")] } },
    }),
  "values that a node has": (count) => ({
    affinity: { nodeAffinity: { [REQUIRED]: { nodeSelectorTerms: [{ matchExpressions: expressions(count) }] } } },
  }),
  "values that pods nearby have": (count) => ({ affinity: { podAffinity: { [REQUIRED]: [near(count)] } } }),
  "values that pods far away have": (count) => ({ affinity: { podAntiAffinity: { [REQUIRED]: [near(count)] } } }),
  "values of pods to spread": (count) => ({
    topologySpreadConstraints: [{ ...near(count), maxSkew: 1, whenUnsatisfiable: "ScheduleAnyway" }],
  }),
};

const apps = (kind: string, pods: object) =>
  own("apps/v1", kind, { spec: { replicas: 0, selector: SELECTOR, template: template(pods) } });
const job = (pods: object) => ({ spec: { ...POD_SPEC, restartPolicy: "Never", ...pods } });

/** Everything that a level may make pods from, so that none is made. */
const KINDS: Readonly<Record<string, (pods: object) => KubeObject>> = {
  Deployment: (pods) => apps("Deployment", pods),
  ReplicaSet: (pods) => apps("ReplicaSet", pods),
  StatefulSet: (pods) => statefulSet({}, template(pods)),
  Job: (pods) => own("batch/v1", "Job", { spec: { suspend: true, template: job(pods) } }),
  CronJob: (pods) =>
    own("batch/v1", "CronJob", {
      spec: { schedule: "0 0 1 1 *", suspend: true, jobTemplate: { spec: { template: job(pods) } } },
    }),
  ReplicationController: (pods) =>
    own("v1", "ReplicationController", { spec: { replicas: 0, selector: LABELS, template: template(pods) } }),
  Pod: pod,
};

function attempt(kind: string, what: string): Attack {
  const make = (count: number) => creating(KINDS[kind]!(LISTS[what]!(count)));
  const refusal = new RegExp(
    // Policies judge side by side: of a StatefulSet two do.
    `this ${kind} has \\d+ entries in its lists and maps.*; allowed here: at most \\d+`,
  );
  return { tries: `gives a ${kind} thousands of ${what}`, attack: make(6000), refusal, honest: make(300) };
}

/** Each holds two structures and a map more than it prints. */
const fromFields = (count: number) =>
  inContainer({
    env: some(count, (index) => ({ name: `E${index}`, valueFrom: { fieldRef: { fieldPath: "metadata.name" } } })),
  });

function manyMaps(kind: string): Attack {
  const make = (count: number) => creating(KINDS[kind]!(fromFields(count)));
  const refusal = new RegExp(`this ${kind} has \\d+ maps and structures.*; allowed here: at most \\d+`);
  return { tries: `gives a ${kind} hundreds of maps of one entry`, attack: make(360), refusal, honest: make(100) };
}

const labels = (count: number) => map(count, "x");
const oneOf = (count: number) => ({
  matchExpressions: [{ key: "app", operator: "In", values: some(count, (index) => `v${index}`) }],
});

/** Kinds whose controllers look for the pods of a selector. */
const SELECTING: Readonly<Record<string, (selector: object, podLabels: object) => KubeObject>> = {
  Deployment: (selector, podLabels) => selectedBy("Deployment", selector, podLabels),
  ReplicaSet: (selector, podLabels) => selectedBy("ReplicaSet", selector, podLabels),
  StatefulSet: (selector, podLabels) => selectedBy("StatefulSet", selector, podLabels),
  Job: (selector, podLabels) => {
    const pods = template({ restartPolicy: "Never" }, { labels: podLabels });
    return own("batch/v1", "Job", { spec: { suspend: true, manualSelector: true, selector, template: pods } });
  },
  PodDisruptionBudget: (selector) => own("policy/v1", "PodDisruptionBudget", { spec: { minAvailable: 1, selector } }),
};

function selectedBy(kind: string, selector: object, podLabels: object): KubeObject {
  const more = kind === "StatefulSet" ? { serviceName: "x" } : {};
  return own("apps/v1", kind, {
    spec: { replicas: 0, selector, template: template({}, { labels: podLabels }), ...more },
  });
}

function selecting(
  kind: string,
  what: string,
  [attack, honest]: readonly [number, number],
  by: (count: number) => readonly [selector: object, podLabels: object],
): Attack {
  const make = (count: number) => creating(SELECTING[kind]!(...by(count)));
  const refusal = new RegExp(
    `this ${kind} has ${attack} ${what} in its selector; allowed here: at most \\d+; select the pods by a label of their own`,
  );
  return { tries: `selects the pods of a ${kind} by ${what}`, attack: make(attack), refusal, honest: make(honest) };
}

function controller(count: number): KubeObject {
  const spec = { replicas: 0, selector: labels(count), template: template({}, { labels: labels(count) }) };
  return own("v1", "ReplicationController", { spec });
}

describeUnderGuardrails("how many entries objects have:", (ground) => {
  describe("attack 49, thousands of empty texts in what controllers multiply:", () => {
    testAttacks(ground, [
      ...Object.keys(KINDS).map((kind) => attempt(kind, "a probe's command")),
      ...Object.keys(LISTS).flatMap((what) => [attempt("Deployment", what), attempt("Pod", what)]),
      ...Object.keys(KINDS).map(manyMaps),
      {
        ...{ tries: "lets a list grow", refusal: /this Deployment has \d+ entries/ },
        attack: growing(6000),
        honest: growing(300),
      },
      {
        tries: "fills a NetworkPolicy with values",
        attack: creating(networkPolicy(9000)),
        refusal: /this NetworkPolicy has \d+ entries in its lists and maps; allowed here: at most 8192/,
        honest: creating(networkPolicy(300)),
      },
      {
        tries: "fills a disruption budget with values",
        attack: creating(budget(9000)),
        refusal: /this PodDisruptionBudget has \d+ (entries|values in its selector)/,
        honest: creating(budget(50)),
      },
      {
        tries: "fills a claim's selector with values",
        attack: creating(claim(9000)),
        refusal: /this PersistentVolumeClaim has \d+ entries/,
        honest: creating(claim(300)),
      },
    ]);
  });

  describe("attack 50, selectors that each change of a pod is compared with:", () => {
    testAttacks(ground, [
      ...Object.keys(SELECTING).flatMap((kind) => [
        selecting(kind, "values", [65, 20], (count) => [oneOf(count), { app: "v0" }]),
        selecting(kind, "labels and expressions", [18, 8], (count) => [{ matchLabels: labels(count) }, labels(count)]),
      ]),
      {
        tries: "selects the pods of a ReplicationController by labels",
        attack: creating(controller(17)),
        refusal: /this ReplicationController has 17 labels in its selector; allowed here: at most 16/,
        honest: creating(controller(8)),
      },
      {
        tries: "lets the selector of a disruption budget grow",
        attack: changing(budget(20), { spec: { selector: oneOf(65) } }),
        refusal: /65 values in its selector/,
        honest: changing(budget(20), { spec: { selector: oneOf(40) } }),
      },
    ]);

    test("a Deployment of as many labels comes up, though its ReplicaSet has one more", async () => {
      const admin = ground().member("admin");
      const spec = { selector: { matchLabels: labels(16) }, template: template({}, { labels: labels(16) }) };
      const made = await admin.create(own("apps/v1", "Deployment", { spec }));
      await eventually("its pod", async () => {
        const found = await ground().admin.get(refOf(made));
        return (found?.status as { readyReplicas?: number } | undefined)?.readyReplicas === 1;
      });
      await admin.delete(refOf(made));
    });
  });

  test.each([
    ["texts", '"a"'],
    ["objects", '{"k": 1}'],
  ])("a text that holds a list of %s is one entry", async (_of, entry) => {
    const value = `[${some(3300, () => entry).join(", ")}]`;
    const made = ground()
      .member("admin")
      .create(apps("Deployment", inContainer({ env: [{ name: "SETTINGS", value }] })));
    await expect(made).resolves.toBeDefined();
  });

  test("a StatefulSet as large as a message broker's comes up, and is scaled", async () => {
    const admin = ground().member("admin");
    const made = await admin.create(statefulSet({ replicas: 3 }, template(withEnvironment(43 * KIB))));
    const ready = (replicas: number) =>
      eventually(`${replicas} replicas`, async () => {
        const found = await ground().admin.get(refOf(made));
        return (found?.status as { readyReplicas?: number } | undefined)?.readyReplicas === replicas;
      });
    await ready(3);
    await admin.patch(refOf(made), "merge", { spec: { replicas: 4 } }, { subresource: "scale" });
    await ready(4);
    await admin.delete(refOf(made));
  });

  function growing(count: number) {
    const probe = { exec: { command: ["/bin/true"] } };
    const path = "/spec/template/spec/containers/0/livenessProbe/exec/command";
    return setting(apps("Deployment", inContainer({ livenessProbe: probe })), path, exec(count).exec.command);
  }
});

function networkPolicy(count: number): KubeObject {
  const spec = { podSelector: SELECTOR, ingress: [{ from: [{ podSelector: selector(count) }] }] };
  return own("networking.k8s.io/v1", "NetworkPolicy", { spec });
}

function budget(count: number): KubeObject {
  return own("policy/v1", "PodDisruptionBudget", { spec: { minAvailable: 1, selector: selector(count) } });
}

function claim(count: number): KubeObject {
  const resources = { requests: { storage: "1Gi" } };
  const spec = {
    ...{ accessModes: ["ReadWriteOnce"], storageClassName: "standard", resources },
    selector: selector(count),
  };
  return own("v1", "PersistentVolumeClaim", { spec });
}
