import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { Cluster } from "../../src/kube/cluster";
import { refOf } from "../../src/kube/http-cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { applyTenant, BANK, describeUnderGuardrails, newTenant, type Ground } from "./attack-ground";
import { event, lease, RBAC } from "./attack-objects";
import { changing, CONTAINER, creating, own, pod, POD_SPEC, testAttacks, unique, type Deed } from "./attacks";
import { eventually } from "./support";

const NAMESPACE = "tenant-charts";

/** The objects of a chart of this shape, as its templates would make them for the namespace. */
function chart(name: string): readonly KubeObject[] {
  return parseAllDocuments(readFileSync(join(__dirname, "charts", `${name}.yaml`), "utf8")).map((document) => {
    const object = document.toJS() as KubeObject;
    return { ...object, metadata: { ...object.metadata, namespace: NAMESPACE } };
  });
}

/** As Helm 4, Flux and Argo CD apply: server-side, one object after the other. */
const installing =
  (name: string): Deed =>
  async (cluster) => {
    const applied: KubeObject[] = [];
    for (const object of chart(name)) applied.push(await cluster.apply(object, { fieldManager: "helm", force: true }));
    return applied;
  };

const account =
  (name: string, namespace = "hikube-system") =>
  ({ outsider }: Ground): Cluster =>
    outsider(`system:serviceaccount:${namespace}:${name}`, `system:serviceaccounts:${namespace}`);
/** The pipeline of the guide, of level admin. */
const deployer = account("tenant-charts.ci");
/** A pipeline of level owner, for charts that bring Roles. */
const owner = account("tenant-charts.operators");
/** What Flux acts as. */
const flux = account("flux", NAMESPACE);

const here = (apiVersion: string, kind: string, body: object) => own(apiVersion, kind, body, NAMESPACE);
const policy = (spec: object) =>
  here("networking.k8s.io/v1", "NetworkPolicy", {
    spec: { podSelector: { matchLabels: { app: "database" } }, ...spec },
  });
const balanced = (spec: object) =>
  here("v1", "Service", { spec: { type: "LoadBalancer", selector: { app: "web" }, ports: [{ port: 80 }], ...spec } });
const configMap = (kib: number) => here("v1", "ConfigMap", { data: { "dashboard.json": "x".repeat(kib * 1024) } });
const near = (term: object) => {
  const apart = { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { app: "web" } }, ...term };
  return pod({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [apart] } } }, NAMESPACE);
};
const token = (expirationSeconds: number) => {
  const sources = [{ serviceAccountToken: { path: "token", expirationSeconds } }];
  return pod({ volumes: [{ name: "token", projected: { sources } }] }, NAMESPACE);
};
const role = (kind: "Role" | "ClusterRole") => ({
  ...{
    apiVersion: `${RBAC}/v1`,
    kind,
    metadata: { name: unique("prometheus"), namespace: kind === "Role" ? NAMESPACE : undefined },
  },
  rules: [{ apiGroups: [""], resources: ["pods", "services", "endpoints"], verbs: ["get", "list", "watch"] }],
});

describeUnderGuardrails("charts in a tenant of production:", (ground) => {
  beforeAll(async () => {
    const { admin, sandbox } = ground();
    const spec = {
      name: "charts",
      profile: "production",
      protected: false,
      access: {
        owners: [{ kind: "Group", name: "charts" }],
        deployers: [{ name: "ci" }, { name: "operators", level: "owner" }],
      },
      security: { hostnames: ["*.charts.example.ch"], ingressAnnotations: ["cert-manager.io/cluster-issuer"] },
    } as const;
    await applyTenant(admin, newTenant(spec, await sandbox.facts()));
    await eventually("rights", () =>
      owner(ground())
        .create(here("v1", "ConfigMap", {}))
        .catch(() => undefined),
    );
  });

  const ready = async (kind: "Deployment" | "StatefulSet", name: string, replicas: number) => {
    await eventually(`${replicas} ready pods of ${name}`, async () => {
      const found = await ground().admin.get({ apiVersion: "apps/v1", kind, name, namespace: NAMESPACE });
      return (found?.status as { readyReplicas?: number } | undefined)?.readyReplicas === replicas;
    });
  };

  test("a web application is installed by the pipeline, upgraded, and taken away", async () => {
    const pipeline = deployer(ground());
    await installing("web")(pipeline);
    await ready("Deployment", "web", 2);
    await eventually("its hook", async () => {
      const job = await pipeline.get({
        apiVersion: "batch/v1",
        kind: "Job",
        name: "web-migrate",
        namespace: NAMESPACE,
      });
      return (job?.status as { succeeded?: number } | undefined)?.succeeded === 1;
    });
    await pipeline.create(
      here("v1", "Secret", { type: "helm.sh/release.v1", stringData: { release: "x".repeat(90_000) } }),
    );
    await expect(installing("web")(pipeline)).resolves.toHaveLength(chart("web").length);
    for (const object of [...chart("web")].reverse()) await expect(pipeline.delete(refOf(object))).resolves.toBe(true);
  });

  test("a database is installed by the pipeline with its volumes", async () => {
    await installing("database")(deployer(ground()));
    await ready("StatefulSet", "database", 1);
  });

  test("a controller with Roles is installed by a pipeline of level owner, and elects its leader", async () => {
    await expect(installing("operator")(deployer(ground()))).rejects.toThrow(/cannot (get|patch) resource "roles"/);
    await installing("operator")(owner(ground()));
    await ready("Deployment", "controller", 1);
    const controller = account("controller", NAMESPACE)(ground());
    const lock = await eventually("its right", () => controller.create(lease({}, NAMESPACE)).catch(() => undefined));
    await expect(controller.patch(refOf(lock), "merge", { spec: { holderIdentity: "b" } })).resolves.toBeDefined();
    await expect(controller.create(event({}, NAMESPACE))).resolves.toBeDefined();
    await expect(controller.create(here("v1", "Secret", {}))).rejects.toThrow(/cannot create resource "secrets"/);
  });

  test("a Prometheus of one namespace is given what it discovers by", async () => {
    await installing("prometheus")(owner(ground()));
    const prometheus = account("prometheus", NAMESPACE)(ground());
    const slices = { apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice" };
    await eventually("its right", () => prometheus.list(slices, { namespace: NAMESPACE }).catch(() => undefined));
    await expect(prometheus.list({ apiVersion: "v1", kind: "Secret" }, { namespace: NAMESPACE })).rejects.toThrow();
  });

  test("pods that do not pull their image show why in the Deployment", async () => {
    const labels = { app: unique("lazy") };
    const containers = [{ ...CONTAINER, imagePullPolicy: "IfNotPresent" }];
    const template = { metadata: { labels }, spec: { ...POD_SPEC, containers } };
    const lazy = here("apps/v1", "Deployment", { spec: { replicas: 1, selector: { matchLabels: labels }, template } });
    const pipeline = deployer(ground());
    await pipeline.create(lazy);
    await eventually("the reason", async () => {
      const { conditions } = ((await pipeline.get(refOf(lazy)))?.status ?? {}) as { conditions?: readonly object[] };
      return JSON.stringify(conditions ?? []).includes("allowed here: imagePullPolicy Always");
    });
    const pulled = [{ name: "app", imagePullPolicy: "Always" }];
    await pipeline.patch(refOf(lazy), "strategic", { spec: { template: { spec: { containers: pulled } } } });
    await ready("Deployment", lazy.metadata.name, 1);
  });

  describe("a default of many charts, and what to set instead:", () => {
    testAttacks(ground, [
      {
        ...{ tries: "networkPolicy.enabled opens ports to everybody", as: deployer },
        attack: creating(
          policy({ ingress: [{ ports: [{ port: 5432 }] }], egress: [{}], policyTypes: ["Ingress", "Egress"] }),
        ),
        refusal: /hikube-network-policies/,
        honest: creating(policy({ ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 5432 }] }] })),
      },
      {
        ...{ tries: "service.type LoadBalancer takes node ports", as: deployer },
        attack: creating(balanced({})),
        refusal: /hikube-services.*allocateLoadBalancerNodePorts: false/,
        honest: creating(balanced({ allocateLoadBalancerNodePorts: false })),
      },
      {
        ...{ tries: "dashboards are larger than configSize", as: deployer },
        attack: creating(configMap(200)),
        refusal: /hikube-config-size.*to allow more, set security\.configSize/,
        honest: creating(configMap(120)),
      },
      {
        ...{ tries: "affinity names namespaces of others", as: deployer },
        attack: creating(near({ namespaceSelector: {} })),
        refusal: /hikube-pod-spec.*allowed here: terms without namespaces/,
        honest: creating(near({})),
      },
      {
        ...{ tries: "terminationGracePeriodSeconds is an hour", as: deployer },
        attack: creating(pod({ terminationGracePeriodSeconds: 3600 }, NAMESPACE)),
        refusal: /hikube-pod-spec.*1 to 600 seconds; to allow more, set security\.terminationGracePeriodSeconds/,
        honest: creating(pod({ terminationGracePeriodSeconds: 600 }, NAMESPACE)),
      },
      {
        ...{ tries: "a projected token lives a day", as: deployer },
        attack: creating(token(86_400)),
        refusal: /hikube-pod-spec.*7200/,
        honest: creating(token(7200)),
      },
      {
        ...{ tries: "containers run as root", as: deployer },
        attack: creating(pod({ securityContext: {} }, NAMESPACE)),
        refusal: /PodSecurity/,
        honest: creating(pod({}, NAMESPACE)),
      },
      {
        ...{ tries: "rbac.create makes a ClusterRole", as: owner },
        attack: creating(role("ClusterRole")),
        refusal: /cannot create resource "clusterroles"/,
        honest: creating(role("Role")),
      },
    ]);
  });

  describe("Flux acts as an account that an owner made:", () => {
    beforeAll(async () => {
      await installing("flux")(ground().outsider("ola", "charts"));
      await eventually("its rights", () =>
        flux(ground())
          .create(here("v1", "ConfigMap", {}))
          .catch(() => undefined),
      );
    });

    test("it installs a chart with Roles, and mends what was changed by hand", async () => {
      await installing("operator")(flux(ground()));
      await installing("web")(flux(ground()));
      const web = { apiVersion: "apps/v1", kind: "Deployment", name: "web", namespace: NAMESPACE };
      await ground()
        .outsider("ola", "charts")
        .patch(web, "merge", { spec: { replicas: 1 } });
      await installing("web")(flux(ground()));
      expect((await ground().admin.get(web))?.spec).toMatchObject({ replicas: 2 });
    });

    const RULE = { apiGroups: [""], resources: ["pods"], verbs: ["get"] };
    testAttacks(ground, [
      {
        ...{ tries: "it lets strangers in", as: flux },
        attack: creating(
          here(`${RBAC}/v1`, "RoleBinding", {
            roleRef: { apiGroup: RBAC, kind: "Role", name: "flux" },
            subjects: [{ apiGroup: RBAC, kind: "Group", name: "system:authenticated" }],
          }),
        ),
        refusal: /hikube-role-bindings/,
        honest: creating(here(`${RBAC}/v1`, "Role", { rules: [RULE] })),
      },
      {
        ...{ tries: "it gives itself more than the owner gave", as: flux },
        attack: changing(here(`${RBAC}/v1`, "Role", { rules: [RULE] }), {
          rules: [{ ...RULE, resources: ["pods/exec"], verbs: ["create"] }],
        }),
        refusal: /not currently held/,
        honest: changing(here(`${RBAC}/v1`, "Role", { rules: [RULE] }), { rules: [{ ...RULE, verbs: ["list"] }] }),
      },
      {
        ...{ tries: "it applies to a neighbour", as: flux },
        attack: creating(own("v1", "ConfigMap", {}, BANK)),
        refusal: /cannot create resource "configmaps".*in the namespace "tenant-bank"/,
        honest: creating(here("v1", "ConfigMap", {})),
      },
      {
        ...{ tries: "it changes the platform's quota", as: flux },
        attack: (cluster) =>
          cluster.patch(
            { apiVersion: "v1", kind: "ResourceQuota", name: "hikube-tenant", namespace: NAMESPACE },
            "merge",
            { spec: { hard: { pods: "9999" } } },
          ),
        refusal: /cannot patch resource "resourcequotas"/,
        honest: creating(here("v1", "Service", { spec: { ports: [{ port: 80 }] } })),
      },
    ]);
  });
});
