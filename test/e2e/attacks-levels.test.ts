import type { Cluster } from "../../src/kube/cluster";
import { refOf } from "../../src/kube/http-cluster";
import { objectIn } from "../../src/model/json";
import type { AccessLevel } from "../../src/model/tenant/spec/access-levels";
import { applyTenant, BANK, describeUnderGuardrails, newTenant, SHOP, type Ground } from "./attack-ground";
import { account, binding, event, lease, LEASES, METRICS, newEvent, role } from "./attack-objects";
import { changing, creating, deleting, own, pod, POD_SPEC, testAttacks, unique, withMetadata } from "./attacks";
import { kubectl } from "./kubectl";
import { eventually } from "./support";

const ELECTION = [
  {
    apiGroups: [LEASES],
    resources: ["leases"],
    verbs: ["get", "list", "watch", "create", "update", "patch", "delete"],
  },
  { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch"] },
];
const COUNTED = `count/leases.${LEASES}`;
const text = (kib: number) => "x".repeat(kib * 1024);
/** What somebody is said to have written: annotations that the object does not have. */
const managed = (count: number) => {
  const keys = Array.from({ length: count }, (_, index) => [`f:${"x".repeat(60)}${index}`, {}] as const);
  const fieldsV1 = { "f:metadata": { "f:annotations": Object.fromEntries<object>(keys) } };
  const written = { operation: "Update", time: "2027-01-01T00:00:00Z", fieldsType: "FieldsV1", fieldsV1 };
  return { manager: "forged", apiVersion: newEvent().apiVersion, ...written };
};
describeUnderGuardrails("what the levels hold:", (ground) => {
  const as = (level: AccessLevel) => ({ user: `oidc:shop-${level}`, groups: [`shop:${level}`] });
  const run = (level: AccessLevel, ...args: readonly string[]) =>
    kubectl(ground().sandbox, as(level), "--namespace", SHOP, ...args);

  /** An account of the tenant that an owner made and gave a Role. */
  async function appointed(name: string): Promise<void> {
    const owner = ground().member("owner");
    await owner.create({ ...own("v1", "ServiceAccount", {}), metadata: { name, namespace: SHOP } });
    await owner.create({ ...role({}), rules: ELECTION, metadata: { name, namespace: SHOP } });
    await owner.create(binding(account(name, SHOP), { kind: "Role", name }));
    const robot = elector(ground());
    await eventually("its right", () => robot.create(lease()).catch(() => undefined));
  }
  const elector = ({ outsider }: Ground): Cluster => outsider(`system:serviceaccount:${SHOP}:elector`);

  beforeAll(() => appointed("elector"));

  describe("a viewer", () => {
    test("sees the endpoints of a Service, and of an Ingress", async () => {
      const app = unique("web");
      await ground()
        .member("admin")
        .create(withMetadata(pod(), { labels: { app } }));
      const { metadata } = await ground()
        .member("admin")
        .create(own("v1", "Service", { spec: { selector: { app }, ports: [{ port: 80 }] } }));
      await eventually("its endpoints", async () =>
        /Endpoints:\s+\d+\.\d+\.\d+\.\d+:80/.test(await run("viewer", "describe", "service", metadata.name)),
      );
      const backend = { service: { name: metadata.name, port: { number: 80 } } };
      const rules = [{ host: "shop.example.ch", http: { paths: [{ path: "/", pathType: "Prefix", backend }] } }];
      const ingress = own("networking.k8s.io/v1", "Ingress", { spec: { ingressClassName: "public", rules } });
      await ground().member("admin").create(ingress);
      const described = await run("viewer", "describe", "ingress", ingress.metadata.name);
      expect(described).toMatch(/shop\.example\.ch\s+\/\s+ingress-\d+|\(\d+\.\d+\.\d+\.\d+:80\)/);
      expect(described).toMatch(/\(\d+\.\d+\.\d+\.\d+:80\)/);
    });

    test("reads its own namespace with the lists that hold there, and no other", async () => {
      const found = JSON.parse(await run("viewer", "get", "namespace", SHOP, "--output", "json")) as {
        readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
      };
      expect(found.metadata.annotations["hikube.cloud/image-registries"]).toBe("ghcr.io/acme/");
      await expect(run("viewer", "get", "namespace", BANK)).rejects.toThrow(/cannot get resource "namespaces"/);
      await expect(run("owner", "get", "namespaces")).rejects.toThrow(/cannot list resource "namespaces"/);
      await expect(run("owner", "label", "namespace", SHOP, "team=blue")).rejects.toThrow(/cannot patch resource/);
    });

    test("sees by kubectl top what pods use, of its tenant alone", async () => {
      const { admin } = ground();
      await admin.create(METRICS);
      const used = { containers: [{ name: "app", usage: { cpu: "17m", memory: "20Mi" } }] };
      const usage = { ...used, timestamp: "2027-01-01T00:00:00Z", window: "30s" };
      await eventually("the kind", () =>
        admin.create(own("metrics.k8s.io/v1beta1", "PodMetrics", usage)).catch(() => undefined),
      );
      await eventually("the use of pods", async () =>
        /podmetrics-\d+\s+17m\s+20Mi/.test(await run("viewer", "top", "pods").catch(() => "")),
      );
      await expect(run("viewer", "top", "pods", "--all-namespaces")).rejects.toThrow(/cannot list resource "pods"/);
    });

    test("lists the classes that there are, and writes none", async () => {
      const metadata = { name: "for-all" };
      const classes = {
        storageclasses: { apiVersion: "storage.k8s.io/v1", kind: "StorageClass", provisioner: "example.ch/disk" },
        ingressclasses: { apiVersion: "networking.k8s.io/v1", kind: "IngressClass", spec: { controller: "a.ch/b" } },
        priorityclasses: { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", value: 7 },
      };
      for (const [kind, object] of Object.entries(classes)) {
        await ground().admin.create({ ...object, metadata });
        expect(await run("viewer", "get", kind)).toContain("for-all");
        await expect(run("owner", "delete", kind, "for-all")).rejects.toThrow(/cannot delete resource/);
      }
    });

    test("reads accounts, scales and states, and no Secret", async () => {
      for (const kind of ["serviceaccounts", "controllerrevisions", "resourceclaims", "resourceclaimtemplates"]) {
        await expect(run("viewer", "get", kind)).resolves.toBeDefined();
      }
      await expect(run("viewer", "get", "secrets")).rejects.toThrow(/cannot list resource "secrets"/);
      await expect(run("user", "get", "leases")).rejects.toThrow(/cannot list resource "leases"/);
    });
  });

  test("the history of StatefulSets and DaemonSets is told, and a StatefulSet goes back", async () => {
    const labels = { app: unique("db") };
    const template = { metadata: { labels }, spec: POD_SPEC };
    const set = own("apps/v1", "StatefulSet", {
      spec: { serviceName: "db", replicas: 1, selector: { matchLabels: labels }, template },
    });
    const { name } = set.metadata;
    await ground().member("admin").create(set);
    await run("admin", "set", "image", `statefulset/${name}`, "app=ghcr.io/acme/app:2");
    await eventually("two revisions", async () =>
      /\n1 [^]*\n2 /.test(await run("viewer", "rollout", "history", `statefulset/${name}`)),
    );
    await run("admin", "rollout", "undo", `statefulset/${name}`);
    const { spec } = (await ground().admin.get(refOf(set)))!;
    expect(spec).toMatchObject({ template: { spec: { containers: [{ image: "ghcr.io/acme/app:1" }] } } });
    await expect(run("user", "rollout", "undo", `statefulset/${name}`)).rejects.toThrow(/cannot patch resource/);

    const daemon = own("apps/v1", "DaemonSet", { spec: { selector: { matchLabels: labels }, template } });
    await ground().admin.create(daemon);
    await eventually("a revision", async () =>
      (await run("viewer", "rollout", "history", `daemonset/${daemon.metadata.name}`)).includes("\n1 "),
    );
  });

  describe("attack 22, electing a leader:", () => {
    const tooLarge = /hikube-events.*takes \d+ bytes; allowed here: at most 8192/;
    // Two policies refuse it; which of them is told first is the server's choice.
    const farTooLarge = new RegExp(`${tooLarge.source}|hikube-(object-size|pod-spec).*takes \\d+ bytes`);
    testAttacks(ground, [
      {
        ...{ tries: "an account that an owner appointed stores a megabyte in an Event", as: elector },
        attack: creating(event({ message: text(1000) })),
        refusal: farTooLarge,
        honest: creating(event({ message: text(1) })),
      },
      {
        ...{ tries: "it hides that in what the Event is about", as: elector },
        attack: creating(event({ involvedObject: { namespace: SHOP, fieldPath: text(900) } })),
        refusal: farTooLarge,
        honest: creating(newEvent({ note: "elected" })),
      },
      {
        ...{ tries: "it hides that in the annotations of an Event", as: elector },
        attack: creating(withMetadata(newEvent(), { annotations: { a: text(100) } })),
        refusal: tooLarge,
        honest: creating(withMetadata(newEvent(), { annotations: { a: text(1) } })),
      },
      {
        ...{ tries: "it hides that in the fields that a manager wrote", as: elector },
        attack: creating(withMetadata(newEvent(), { managedFields: [managed(200)] })),
        refusal: tooLarge,
        honest: creating(withMetadata(newEvent(), { managedFields: [managed(10)] })),
      },
      {
        ...{ tries: "it swells an Event afterwards", as: elector },
        attack: changing(event(), { message: text(50) }),
        refusal: tooLarge,
        honest: changing(event(), { count: 2, message: "again" }),
      },
      {
        ...{ tries: "it stores a megabyte in a Lease", as: elector },
        attack: creating(lease({ holderIdentity: text(1000) })),
        refusal: farTooLarge,
        honest: changing(lease(), { spec: { holderIdentity: "app-1" } }),
      },
      {
        ...{ tries: "it tells of a neighbour's pods", as: elector },
        attack: creating(event({ involvedObject: { kind: "Pod", name: "web", namespace: BANK } })),
        refusal: /does not match event.namespace/,
        honest: creating(event()),
      },
      {
        ...{ tries: "takes away what happened", as: "owner" },
        attack: deleting(event()),
        refusal: /cannot delete resource "events"/,
        honest: deleting(lease()),
      },
      {
        ...{ tries: "keeps a node alive", as: "owner" },
        attack: creating(lease({}, "kube-node-lease")),
        refusal: /cannot create resource "leases".*in the namespace "kube-node-lease"/,
        honest: creating(lease()),
      },
      {
        ...{ tries: "an admin writes Leases, which the owner did not hand on" },
        attack: creating(lease()),
        refusal: /cannot create resource "leases"/,
        honest: creating(own("v1", "ConfigMap", {})),
      },
    ]);

    test("Leases are counted, and the cluster's own Events are written whatever a tenant wrote", async () => {
      const { admin, sandbox, outsider } = ground();
      const access = { owners: [{ kind: "Group", name: "elect" }] } as const;
      const counts = { [COUNTED]: 1, "count/events": 0 };
      const tenant = newTenant(
        { name: "elect", profile: "development", access, quota: { counts } },
        await sandbox.facts(),
      );
      await applyTenant(admin, tenant);
      const owner = outsider("eli", "elect");
      await eventually("a right", () => owner.create(lease({}, tenant.namespace)).catch(() => undefined));
      // The controller of quotas counts a namespace's objects once more when it first sees the quota.
      const quota = { apiVersion: "v1", kind: "ResourceQuota", name: "hikube-tenant", namespace: tenant.namespace };
      const counted = async () => objectIn(objectIn((await admin.get(quota))?.status).used)[COUNTED] === "1";
      await eventually("the Lease to be counted", counted);
      await expect(owner.create(lease({}, tenant.namespace))).rejects.toThrow(/exceeded quota: hikube-tenant/);
      const scheduler = outsider("system:kube-scheduler");
      await expect(scheduler.create(event({ message: text(5) }, tenant.namespace))).resolves.toBeDefined();
    });
  });

  describe("attack 23, handing on more than one holds:", () => {
    const held = /not currently held/;
    const granting = (tries: string, attack: object, honest: object) => ({
      ...{ tries, as: "owner" as const, attack: creating(role(attack)), refusal: held, honest: creating(role(honest)) },
    });
    const core = (resources: readonly string[], verbs: readonly string[]) => ({ apiGroups: [""], resources, verbs });
    testAttacks(ground, [
      granting(
        "hands on the logs of nodes beside those of pods",
        core(["pods/log", "nodes/log"], ["get"]),
        core(["pods/log"], ["get", "list", "watch"]),
      ),
      granting(
        "hands on proxies beside sessions",
        core(["pods/exec", "pods/proxy"], ["create"]),
        core(
          ["pods/attach", "pods/exec", "pods/portforward"],
          ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"],
        ),
      ),
      granting(
        "hands on the writing of endpoints",
        core(["endpoints"], ["update"]),
        core(["services", "endpoints", "pods"], ["get", "list", "watch"]),
      ),
      granting(
        "hands on the writing of slices",
        { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["create"] },
        { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["get", "list", "watch"] },
      ),
      granting("hands on tokens", core(["serviceaccounts/token"], ["create"]), core(["serviceaccounts"], ["create"])),
      granting("hands on the writing of a status", core(["pods/status"], ["patch"]), core(["pods/status"], ["get"])),
      granting(
        "hands on all verbs of Leases",
        { apiGroups: [LEASES], resources: ["leases"], verbs: ["*"] },
        { apiGroups: [LEASES], resources: ["leases"], verbs: ["get", "create", "update"] },
      ),
      granting(
        "hands on the trust of controllers",
        { apiGroups: ["hikube.cloud"], resources: ["tenants"], verbs: ["operate"] },
        core(["namespaces"], ["get"]),
      ),
    ]);
  });
});
