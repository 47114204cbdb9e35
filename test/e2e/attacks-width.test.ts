import { refOf } from "../../src/kube/http-cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { applyTenant, describeUnderGuardrails, newTenant, SHOP } from "./attack-ground";
import { honestBinding, INSIDE, NETWORKING, person, policy, READ_CONFIG, role } from "./attack-objects";
import { changing, CONTAINER, creating, own, pod, POD_SPEC, testAttacks, withMetadata, type Attack } from "./attacks";
import { eventually } from "./support";

const some = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));

const TARGET = { scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "x" }, maxReplicas: 3 };
const BACKEND = { service: { name: "web", port: { number: 80 } } };
const HOST = "shop.example.ch";
const path = (index: number) => ({ path: `/${index}`, pathType: "Prefix", backend: BACKEND });
const rules = (count: number) => policy({ ingress: some(count, () => ({ from: [INSIDE] })) });
const peers = (count: number) => policy({ egress: [{ to: some(count, () => INSIDE) }] });

const CLAIM = {
  accessModes: ["ReadWriteOnce"],
  storageClassName: "standard",
  resources: { requests: { storage: "1Mi" } },
};

/** As many of something as an attack needs, and as many as honest work has. */
function width(
  tries: string,
  make: (count: number) => KubeObject,
  [attack, honest]: readonly [number, number],
  refusal: RegExp,
): Attack {
  return { tries, attack: creating(make(attack)), refusal, honest: creating(make(honest)) };
}

describeUnderGuardrails("how wide objects are:", (ground) => {
  describe("attack 45, lists that something works through:", () => {
    beforeAll(() =>
      ground()
        .member("owner")
        .create(withMetadata(role(READ_CONFIG), { name: "reader" })),
    );

    const too = (text: string) => new RegExp(`hikube-object-width.*${text}`);
    testAttacks(ground, [
      width(
        "opens ports",
        service,
        [16_000, 60],
        /this Service has 16000 ports; allowed here: at most 64|hikube-object-size/,
      ),
      width(
        "opens some more ports",
        service,
        [65, 64],
        too("this Service has 65 ports; allowed here: at most 64; split"),
      ),
      width("scales by metrics", autoscaler, [400, 10], too("400 metrics; allowed here: at most 32")),
      width("hides metrics in the annotation of the old version", oldAutoscaler, [400, 10], too("400 metrics")),
      width("serves rules", ingress, [600, 300], too("600 rules; allowed here: at most 500")),
      width("serves paths", paths, [1001, 200], too("1001 paths; allowed here: at most 1000")),
      width("writes rules of a NetworkPolicy", rules, [201, 100], too("201 rules; allowed here: at most 200")),
      width(
        "writes so many rules that to count what is in each would take until the request times out",
        (count) => policy({ ingress: some(count, () => (count > 100 ? {} : { from: [INSIDE] })) }),
        [300_000, 100],
        /300000 rules; allowed here: at most 200|hikube-object-size|hikube-network-policies/,
      ),
      width("names peers", peers, [1001, 300], too("1001 peers; allowed here: at most 1000")),
      width(
        "selects by expressions",
        budget,
        [65, 10],
        too("65 labels and expressions in its selector; allowed here: at most 16; select the pods by a label"),
      ),
      {
        ...width("binds subjects", subjects, [257, 50], too("257 subjects; allowed here: at most 256; bind a group")),
        as: "owner",
      },
      {
        ...width("writes rules of a Role", roleRules, [129, 40], too("129 rules; allowed here: at most 128")),
        as: "owner",
      },
      {
        ...width("names Secrets of an account", account, [65, 5], too("65 secrets; allowed here: at most 64")),
        as: "owner",
      },
      {
        tries: "lets a narrow one grow",
        attack: changing(service(1), { spec: { ports: portsOf(200) } }),
        refusal: too("200 ports"),
        honest: changing(service(1), { spec: { ports: portsOf(20) } }),
      },
    ]);
  });

  describe("attack 45, in pods and in the templates of pods:", () => {
    const many = {
      tolerations: (count: number) => ({
        tolerations: some(count, (index) => ({
          key: "node.kubernetes.io/not-ready",
          tolerationSeconds: index + 1,
          effect: "NoExecute",
          operator: "Exists",
        })),
      }),
      spread: (count: number) => ({
        topologySpreadConstraints: some(count, (index) => ({
          maxSkew: 1,
          topologyKey: `example.ch/k${index}`,
          whenUnsatisfiable: "ScheduleAnyway",
        })),
      }),
      affinity: (count: number) => ({
        affinity: {
          podAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: some(count, (index) => ({
              weight: 1,
              podAffinityTerm: { topologyKey: `example.ch/k${index}`, labelSelector: {} },
            })),
          },
        },
      }),
      volumes: (count: number) => ({ volumes: some(count, (index) => ({ name: `v${index}`, emptyDir: {} })) }),
      variables: (count: number) => ({
        containers: [{ ...CONTAINER, env: some(count, (index) => ({ name: `E${index}`, value: "" })) }],
      }),
      claims: (count: number) => ({
        resourceClaims: some(count, (index) => ({ name: `c${index}`, resourceClaimTemplateName: "absent" })),
      }),
      gates: (count: number) => ({
        readinessGates: some(count, (index) => ({ conditionType: `example.ch/c${index}` })),
      }),
      nodes: (count: number) => ({
        nodeSelector: Object.fromEntries(some(count, (index) => [`example.ch/k${index}`, "x"])),
      }),
      groups: (count: number) => ({
        securityContext: { ...POD_SPEC.securityContext, supplementalGroups: some(count, (index) => 5000 + index) },
      }),
      dns: (count: number) => ({ dnsConfig: { options: some(count, (index) => ({ name: `o${index}` })) } }),
      sources: (count: number) => ({
        volumes: [
          { name: "all", projected: { sources: some(count, (index) => ({ configMap: { name: `c${index}` } })) } },
        ],
      }),
      ephemeral: (count: number) => ({
        volumes: some(count, (index) => ({ name: `v${index}`, ephemeral: { volumeClaimTemplate: { spec: CLAIM } } })),
      }),
      containers: (count: number) => ({
        containers: some(count, (index) => ({
          ...CONTAINER,
          name: `c${index}`,
          resources: { limits: { cpu: "1m", memory: "1Mi" } },
        })),
      }),
    };
    const bounds: readonly (readonly [string, (count: number) => object, number, number, RegExp])[] = [
      ["tolerations", many.tolerations, 65, 20, /\d+ tolerations; allowed here: at most 64/],
      ["topology spread constraints", many.spread, 33, 5, /33 topology spread constraints; allowed here: at most 32/],
      ["affinity terms", many.affinity, 65, 20, /65 affinity terms; allowed here: at most 64/],
      ["volumes", many.volumes, 101, 40, /101 volumes; allowed here: at most 100/],
      [
        "variables",
        many.variables,
        1001,
        300,
        /1001 environment variables; allowed here: at most 1000|\d+ maps and structures/,
      ],
      ["claims of devices", many.claims, 33, 4, /33 claims of devices; allowed here: at most 32/],
      ["readiness gates", many.gates, 33, 4, /33 readiness gates; allowed here: at most 32/],
      ["node selector labels", many.nodes, 65, 5, /65 node selector labels; allowed here: at most 64/],
      ["supplemental groups", many.groups, 257, 5, /257 supplemental groups; allowed here: at most 256/],
      ["DNS options", many.dns, 33, 4, /33 DNS options; allowed here: at most 32/],
      ["projected sources", many.sources, 257, 20, /257 projected sources; allowed here: at most 256/],
      ["ephemeral volumes", many.ephemeral, 17, 3, /17 ephemeral volumes; allowed here: at most 16/],
      ["containers", many.containers, 33, 10, /33 containers; allowed here: at most 32/],
    ];
    const jobLabels = (count: number) => {
      const labels = Object.fromEntries(some(count, (index) => [`example.ch/k${index}`, "x"]));
      const jobTemplate = {
        metadata: { labels },
        spec: { template: { spec: { ...POD_SPEC, restartPolicy: "Never" } } },
      };
      return own("batch/v1", "CronJob", { spec: { schedule: "0 0 1 1 *", jobTemplate } });
    };
    testAttacks(ground, [
      width(
        "gives Jobs of a CronJob labels",
        jobLabels,
        [101, 10],
        /101 labels in its Job template; allowed here: at most 100/,
      ),
    ]);
    testAttacks(
      ground,
      bounds.flatMap(([what, make, attack, honest, refusal]) => [
        width(`gives a pod ${what}`, (count) => pod(make(count)), [attack, honest], refusal),
        width(`gives a Deployment ${what}`, (count) => deployment(make(count)), [attack, honest], refusal),
        width(`gives a CronJob ${what}`, (count) => cronJob(make(count)), [attack, honest], refusal),
      ]),
    );
  });

  test("attack 34: revisions that a controller makes are counted, and a full count stops no other work", async () => {
    const { namespace, somebody } = await counted("revisions", { "count/controllerrevisions.apps": 2 });
    const set = statefulSet(namespace);
    await somebody.create(set);
    const change = (index: number) =>
      somebody.patch(refOf(set), "merge", {
        spec: { template: { metadata: { annotations: { index: String(index) } } } },
      });
    const revisions = () => ground().admin.list({ apiVersion: "apps/v1", kind: "ControllerRevision" }, { namespace });
    await eventually("the first revision", async () => (await observed(set)) === 1);
    await change(0);
    await eventually("the second revision", async () => (await observed(set)) === 2);
    for (let index = 1; index < 5; index += 1) await change(index);
    await controllerWentOn();
    // Without a revision the controller does not get as far as to say that it has seen the change.
    expect([(await revisions()).length, await observed(set)]).toEqual([2, 2]);
    await expect(somebody.create(pod({}, namespace))).resolves.toBeDefined();
    const [old] = await revisions();
    await ground().admin.delete(refOf(old!));
    await eventually("the controller, with room for one", async () => {
      await change(6);
      return (await observed(set)) > 5;
    });
  });

  /** Generation of a StatefulSet for which its controller has made a revision. */
  async function observed(set: KubeObject): Promise<number> {
    const found = await ground().admin.get(refOf(set));
    return (found?.status as { observedGeneration?: number } | undefined)?.observedGeneration ?? 0;
  }

  /** What was changed before, the controller of StatefulSets has taken up: it has made one that came later. */
  async function controllerWentOn(): Promise<void> {
    const later = statefulSet(SHOP);
    await ground().admin.create(later);
    await eventually("a later set", async () => (await observed(later)) === 1);
  }

  async function counted(name: string, counts: Readonly<Record<string, number>>) {
    const spec = {
      name,
      profile: "development",
      access: { admins: [{ kind: "Group", name }] },
      quota: { counts },
    } as const;
    const tenant = newTenant(spec, await ground().sandbox.facts());
    await applyTenant(ground().admin, tenant);
    const quota = { apiVersion: "v1", kind: "ResourceQuota", name: "hikube-tenant", namespace: tenant.namespace };
    await eventually("the quota", async () => {
      const { used = {} } = ((await ground().admin.get(quota))?.status ?? {}) as { used?: Record<string, string> };
      return Object.keys(counts).every((key) => key in used) && used.configmaps === "1";
    });
    return { namespace: tenant.namespace, somebody: ground().outsider("cy", name) };
  }
});

function portsOf(count: number): object[] {
  return some(count, (index) => ({ name: `p${index}`, port: index + 1 }));
}

function service(count: number): KubeObject {
  return own("v1", "Service", { spec: { ports: portsOf(count) } });
}

function metrics(count: number): object[] {
  const target = { type: "AverageValue", averageValue: "1" };
  return some(count, (index) => ({ type: "Pods", pods: { metric: { name: `m${index}` }, target } }));
}

function autoscaler(count: number): KubeObject {
  return own("autoscaling/v2", "HorizontalPodAutoscaler", { spec: { ...TARGET, metrics: metrics(count) } });
}

function oldAutoscaler(count: number): KubeObject {
  const old = some(count, (index) => ({ type: "Pods", pods: { metricName: `m${index}`, targetAverageValue: "1" } }));
  const object = own("autoscaling/v1", "HorizontalPodAutoscaler", { spec: TARGET });
  const annotations = { "autoscaling.alpha.kubernetes.io/metrics": JSON.stringify(old) };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function ingress(count: number): KubeObject {
  const served = some(count, (index) => ({ host: `a${index}.${HOST}`, http: { paths: [path(0)] } }));
  return own(NETWORKING, "Ingress", { spec: { ingressClassName: "public", rules: served } });
}

function paths(count: number): KubeObject {
  const served = [{ host: HOST, http: { paths: some(count, path) } }];
  return own(NETWORKING, "Ingress", { spec: { ingressClassName: "public", rules: served } });
}

function budget(count: number): KubeObject {
  const matchExpressions = some(count, (index) => ({ key: `k${index}`, operator: "Exists" }));
  return own("policy/v1", "PodDisruptionBudget", { spec: { minAvailable: 1, selector: { matchExpressions } } });
}

function subjects(count: number): KubeObject {
  return { ...honestBinding(), subjects: some(count, (index) => person("User", `oidc:shop-${index}`)) };
}

function roleRules(count: number): KubeObject {
  return { ...role(READ_CONFIG), rules: some(count, () => READ_CONFIG) };
}

function account(count: number): KubeObject {
  return own("v1", "ServiceAccount", { secrets: some(count, (index) => ({ name: `s${index}` })) });
}

function template(spec: object): object {
  return { metadata: { labels: { app: "wide" } }, spec: { ...POD_SPEC, ...spec } };
}

function deployment(spec: object): KubeObject {
  const body = { replicas: 0, selector: { matchLabels: { app: "wide" } }, template: template(spec) };
  return own("apps/v1", "Deployment", { spec: body });
}

function statefulSet(namespace: string): KubeObject {
  const body = { replicas: 0, serviceName: "x", selector: { matchLabels: { app: "wide" } }, template: template({}) };
  return own("apps/v1", "StatefulSet", { spec: body }, namespace);
}

function cronJob(spec: object): KubeObject {
  const jobTemplate = { spec: { template: { spec: { ...POD_SPEC, restartPolicy: "Never", ...spec } } } };
  return own("batch/v1", "CronJob", { spec: { schedule: "0 0 1 1 *", jobTemplate } });
}
