import { isolationList, tenantObjects } from "../../src/model/tenant/objects/objects";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { GUARDRAILS } from "../../src/model/platform/guardrails/guardrails";
import { TEMPLATE_WARNINGS } from "../../src/model/platform/guardrails/pod-templates";
import { applyTenant, describeUnderGuardrails, newTenant, SHOP, BANK } from "./attack-ground";
import { CONTAINER, forbidden, own, pod, POD_SPEC, unique, withMetadata } from "./attacks";
import { eventually } from "./support";

const WITHOUT_SOURCES = [{ name: "data", projected: { sources: null } }];

/** What everybody does all day still works while every attack is refused. */
describeUnderGuardrails("daily work under all guardrails:", (ground) => {
  const template = (labels: object, spec: object = {}) => ({ metadata: { labels }, spec: { ...POD_SPEC, ...spec } });

  function workload(kind: "Deployment" | "StatefulSet", namespace: string, spec: object = {}): KubeObject {
    const labels = { app: unique("daily") };
    const service = kind === "StatefulSet" ? { serviceName: "daily" } : {};
    const body = { replicas: 2, selector: { matchLabels: labels }, template: template(labels), ...service, ...spec };
    return own("apps/v1", kind, { spec: body }, namespace);
  }

  const ref = ({ apiVersion, kind, metadata }: KubeObject) => ({
    ...{ apiVersion, kind, name: metadata.name, namespace: metadata.namespace },
  });

  async function untilReady(object: KubeObject, replicas: number): Promise<void> {
    await eventually(`${replicas} ready pods of ${object.metadata.name}`, async () => {
      const found = await ground().admin.get(ref(object));
      const { readyReplicas, updatedReplicas } = (found?.status ?? {}) as Readonly<Record<string, number>>;
      return (readyReplicas === replicas && updatedReplicas === replicas) || undefined;
    });
  }

  test("every policy passes the server's type check without a warning", async () => {
    const kind = { apiVersion: "admissionregistration.k8s.io/v1", kind: "ValidatingAdmissionPolicy" };
    const policies = await eventually("the type check of every policy", async () => {
      const all = await ground().admin.list(kind);
      return all.every(({ status = {} }) => "typeChecking" in (status as object)) ? all : undefined;
    });
    expect(policies.map(({ metadata, status }) => [metadata.name, status]).sort()).toEqual(
      [...TEMPLATE_WARNINGS, ...GUARDRAILS]
        .map(({ name }) => [name, { observedGeneration: 1, typeChecking: {} }])
        .sort(),
    );
  });

  test.each([SHOP, BANK])("a Deployment of %s comes up, scales and restarts", async (namespace) => {
    const somebody = namespace === SHOP ? ground().member("admin") : ground().outsider("bob", "bank:admin");
    const deployment = await somebody.create(workload("Deployment", namespace));
    await untilReady(deployment, 2);
    await somebody.patch(ref(deployment), "merge", { spec: { replicas: 3 } }, { subresource: "scale" });
    await untilReady(deployment, 3);
    const annotations = { "kubectl.kubernetes.io/restartedAt": "2027-01-01T00:00:00Z" };
    await somebody.patch(ref(deployment), "merge", { spec: { template: { metadata: { annotations } } } });
    const { selector } = deployment.spec as { readonly selector: { readonly matchLabels: { readonly app: string } } };
    const labelSelector = `app=${selector.matchLabels.app}`;
    await eventually(
      "a second ReplicaSet",
      async () =>
        (await somebody.list({ apiVersion: "apps/v1", kind: "ReplicaSet" }, { namespace, labelSelector })).length ===
          2 || undefined,
    );
    await untilReady(deployment, 3);
  });

  test("the autoscaler scales a Deployment, and a user may too", async () => {
    const deployment = await ground().member("admin").create(workload("Deployment", SHOP));
    await ground()
      .member("admin")
      .create(
        own("autoscaling/v2", "HorizontalPodAutoscaler", {
          spec: {
            maxReplicas: 5,
            scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deployment.metadata.name },
          },
        }),
      );
    const autoscaler = ground().outsider(
      "system:serviceaccount:kube-system:horizontal-pod-autoscaler",
      "system:serviceaccounts",
    );
    const path = `/apis/apps/v1/namespaces/${SHOP}/deployments/${deployment.metadata.name}/scale`;
    await eventually("the new scale", async () => {
      const current = (await autoscaler.raw("GET", path)) as { readonly spec: object };
      // The Deployment's own controller may write between the two.
      return autoscaler.raw("PUT", path, { ...current, spec: { replicas: 4 } }).catch(() => undefined);
    });
    await untilReady(deployment, 4);
    await ground()
      .member("user")
      .patch(ref(deployment), "merge", { spec: { replicas: 1 } }, { subresource: "scale" });
    await untilReady(deployment, 1);
  });

  test("a StatefulSet gets its volumes", async () => {
    const claim = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };
    const spec = { volumeClaimTemplates: [{ metadata: { name: "data" }, spec: claim }] };
    await untilReady(
      await ground()
        .member("admin")
        .create(workload("StatefulSet", SHOP, spec)),
      2,
    );
  });

  test("a Job completes, and its CronJob makes another", async () => {
    const spec = { template: { spec: { ...POD_SPEC, restartPolicy: "Never" } } };
    const cronJob = own("batch/v1", "CronJob", { spec: { schedule: "0 0 1 1 *", jobTemplate: { spec } } });
    await ground().member("admin").create(cronJob);
    const job = await ground()
      .member("admin")
      .create(own("batch/v1", "Job", { spec }));
    await eventually("the end of the Job", async () => {
      const { succeeded } = ((await ground().admin.get(ref(job)))?.status ?? {}) as { succeeded?: number };
      return succeeded === 1 || undefined;
    });
  });

  test("an owner gives a ServiceAccount a part of the tenant, and it works with it", async () => {
    const owner = ground().member("owner");
    const group = "rbac.authorization.k8s.io";
    const robot = await owner.create(own("v1", "ServiceAccount", {}));
    const role = await owner.create(
      own(`${group}/v1`, "Role", { rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["create"] }] }),
    );
    const subjects = [{ kind: "ServiceAccount", name: robot.metadata.name, namespace: SHOP }];
    const roleRef = { apiGroup: group, kind: "Role", name: role.metadata.name };
    await owner.create(own(`${group}/v1`, "RoleBinding", { roleRef, subjects }));
    const account = ground().outsider(`system:serviceaccount:${SHOP}:${robot.metadata.name}`);
    await eventually("its right", () => account.create(own("v1", "ConfigMap", {})).catch(() => undefined));
  });

  test("Helm keeps a release in a Secret", async () => {
    const release = own("v1", "Secret", { type: "helm.sh/release.v1", stringData: { release: "x".repeat(60_000) } });
    await expect(ground().member("admin").create(release)).resolves.toBeDefined();
  });

  test.each([
    ["Secret", own("v1", "Secret", { data: { password: null } })],
    ["ConfigMap", own("v1", "ConfigMap", { data: { name: null }, binaryData: { icon: null } })],
    ["pod", pod({ volumes: WITHOUT_SOURCES })],
    [
      "Deployment",
      own("apps/v1", "Deployment", {
        spec: {
          ...{ replicas: 0, selector: { matchLabels: { app: "empty" } } },
          template: { metadata: { labels: { app: "empty" } }, spec: { ...POD_SPEC, volumes: WITHOUT_SOURCES } },
        },
      }),
    ],
  ])("a %s with an empty value, as charts write it, is made", async (_, object) => {
    await expect(ground().member("admin").create(object)).resolves.toBeDefined();
  });

  test("a pod keeps the tolerations that admission plugins of managed clusters give it", async () => {
    const given = [
      { key: "node.kubernetes.io/memory-pressure", operator: "Exists", effect: "NoSchedule" },
      { key: "example.com/dongle", operator: "Exists" },
    ];
    await expect(
      ground()
        .member("admin")
        .create(pod({ tolerations: given })),
    ).resolves.toBeDefined();
  });

  test("where a quota lifts the limits of cpu, pods run without one, and ask for more than a default would let them", async () => {
    const quota = { cpu: { requests: "8", limits: "unlimited" } };
    const tenant = newTenant(
      { name: unique("nolim").replace("-", ""), profile: "development", quota },
      await ground().sandbox.facts(),
    );
    await applyTenant(ground().admin, tenant);
    const asking = (cpu: string) =>
      pod({ containers: [{ ...CONTAINER, resources: { requests: { cpu } } }] }, tenant.namespace);
    const [small, big] = [await ground().admin.create(asking("100m")), await ground().admin.create(asking("700m"))];
    const limits = [small, big].map(({ spec }) => (spec as typeof POD_SPEC & { containers: object[] }).containers);
    expect(limits.flat()).toMatchObject([{ resources: { limits: { memory: "512Mi" } } }, { resources: {} }]);
    expect(JSON.stringify(limits)).not.toMatch(/"limits":\{[^}]*"cpu"/);
  });

  test("a Service that the platform puts into a tenant gets its endpoints", async () => {
    const labels = { "app.kubernetes.io/managed-by": "hikube" };
    const app = unique("ours");
    await ground()
      .member("admin")
      .create(withMetadata(pod(), { labels: { app } }));
    const service = own("v1", "Service", { spec: { selector: { app }, ports: [{ port: 80 }] } });
    const { metadata } = await ground().admin.create(withMetadata(service, { labels }));
    const labelSelector = `kubernetes.io/service-name=${metadata.name}`;
    const slices = { apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice" };
    await eventually(
      "its endpoints",
      async () => (await ground().admin.list(slices, { namespace: SHOP, labelSelector })).length > 0 || undefined,
    );
  });

  test("objects of many parts are judged within the time that an expression may take", async () => {
    const some = <T>(count: number, make: (index: number) => T) =>
      Array.from({ length: count }, (_, index) => make(index));
    const tenant = newTenant(
      {
        ...{ name: "busy", profile: "development", access: { admins: [{ kind: "Group", name: "busy" }] } },
        security: {
          hostnames: some(60, (index) => `*.host-${index}.example.ch`),
          imageRegistries: some(60, (index) => `registry-${index}.example.ch/`),
          configSize: "256Ki",
        },
      },
      await ground().sandbox.facts(),
    );
    await applyTenant(ground().admin, tenant);
    const somebody = ground().outsider("bea", "busy");
    const large = (apiVersion: string, kind: string, spec: object) => own(apiVersion, kind, { spec }, tenant.namespace);
    const backend = { service: { name: "web", port: { number: 80 } } };
    const rules = some(500, (index) => ({
      host: `a${index}.host-59.example.ch`,
      http: { paths: [{ path: "/", pathType: "Prefix", backend }] },
    }));
    const from = some(5, (index) => ({ podSelector: { matchLabels: { app: `app-${index}` } } }));
    const containers = some(32, (index) => ({
      ...CONTAINER,
      ...{
        name: `app-${index}`,
        image: "registry-59.example.ch/app:1",
        resources: { limits: { cpu: "50m", memory: "16Mi" } },
      },
      env: some(12, (one) => ({ name: `NAME_${one}`, value: "x".repeat(100) })),
    }));
    await eventually("rights", () => somebody.create(large("v1", "Pod", { ...POD_SPEC, containers })).catch(forbidden));
    await somebody.create(large("networking.k8s.io/v1", "Ingress", { ingressClassName: "public", rules }));
    await somebody.create(
      large("networking.k8s.io/v1", "NetworkPolicy", { podSelector: {}, ingress: some(200, () => ({ from })) }),
    );
  });

  test("a pipeline that is not cluster-admin applies a tenant, and takes all of it away", async () => {
    const [group, name] = ["rbac.authorization.k8s.io", "pipeline"];
    await ground().admin.create({
      ...{ apiVersion: `${group}/v1`, kind: "ClusterRoleBinding", metadata: { name } },
      ...{ roleRef: { apiGroup: group, kind: "ClusterRole", name: "hikube:platform" } },
      subjects: [{ apiGroup: group, kind: "User", name }],
    });
    const pipeline = ground().outsider(name);
    const access = { admins: [{ kind: "Group", name: "piped" }], deployers: [{ name: "ci" }] } as const;
    const tenant = newTenant({ name: "piped", profile: "development", access }, await ground().sandbox.facts());
    await eventually("its rights", () => applyTenant(pipeline, tenant).then(() => true, forbidden));
    // As hashicorp/kubernetes does for each `kubernetes_manifest`.
    await pipeline.list({ apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" });
    const { namespace, isolation, bindings } = tenantObjects(tenant, []);
    for (const object of [namespace, ...isolationList(isolation), ...bindings].reverse()) {
      expect([object.metadata.name, await pipeline.delete(ref(object))]).toEqual([object.metadata.name, true]);
    }
    await eventually("the end", async () => (await pipeline.get(ref(namespace))) === undefined || undefined);
  });

  test("a pod that was admitted under wider lists still ends, and its labels change", async () => {
    const cluster = await ground().sandbox.facts();
    const spec = {
      name: "narrowed",
      profile: "development",
      access: { admins: [{ kind: "Group", name: "narrowed" }] },
    } as const;
    const tenant = newTenant(spec, cluster);
    await applyTenant(ground().admin, tenant);
    const somebody = ground().outsider("ned", "narrowed");
    const running = await eventually("a pod", () => somebody.create(pod({}, tenant.namespace)).catch(() => undefined));
    await applyTenant(ground().admin, newTenant({ ...spec, security: { imageRegistries: [] } }, cluster));
    await eventually("the narrower list", () =>
      somebody.create(pod({ containers: [{ ...CONTAINER, image: "nginx" }] }, tenant.namespace)).then(
        () => undefined,
        (error: unknown) => String(error).includes("hikube-pod-images"),
      ),
    );
    await expect(somebody.patch(ref(running), "merge", { metadata: { labels: { a: "b" } } })).resolves.toBeDefined();
    await expect(somebody.delete(ref(running))).resolves.toBe(true);
  });

  test("the namespace of a tenant with all kinds of objects is deleted to its end", async () => {
    const spec = {
      name: "leaving",
      profile: "development",
      access: { admins: [{ kind: "Group", name: "leaving" }] },
    } as const;
    const tenant = newTenant(spec, await ground().sandbox.facts());
    await applyTenant(ground().admin, tenant);
    const somebody = ground().outsider("lea", "leaving");
    await eventually("a pod", () => somebody.create(pod({}, tenant.namespace)).catch(() => undefined));
    await somebody.create(workload("Deployment", tenant.namespace));
    await somebody.create(
      own(
        "v1",
        "Service",
        { spec: { type: "LoadBalancer", allocateLoadBalancerNodePorts: false, ports: [{ port: 80 }] } },
        tenant.namespace,
      ),
    );
    await somebody.create(own("v1", "Secret", {}, tenant.namespace));
    const namespace = { apiVersion: "v1", kind: "Namespace", name: tenant.namespace };
    await ground().admin.delete(namespace);
    await eventually(
      "the end of the namespace",
      async () => (await ground().admin.get(namespace)) === undefined || undefined,
      60,
    );
  });
});
