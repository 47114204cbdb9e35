import { refOf } from "../../src/kube/http-cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { roleCombinations } from "../../src/model/platform/guardrails/role-combinations";
import { applyTenant, describeUnderGuardrails, newTenant, SHOP } from "./attack-ground";
import { READ_CONFIG, role } from "./attack-objects";
import { some } from "./attack-sizes";
import {
  changing,
  CONTAINER,
  creating,
  own,
  pod,
  podOf,
  setting,
  testAttacks,
  withMetadata,
  type Deed,
} from "./attacks";
import { eventually } from "./support";

type Counts<Amount = string> = Readonly<Record<string, Amount>>;

const KIB = 1024;
const keys = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => ["k".repeat(240) + String(index), ""]));
const text = (kib: number) => "x".repeat(kib * KIB);
const base64 = (kib: number) => Buffer.alloc(kib * KIB).toString("base64");
const configMap = (body: object) => own("v1", "ConfigMap", body);
const secret = (body: object) => own("v1", "Secret", body);

describeUnderGuardrails("noise and exhaustion:", (ground) => {
  describe("attack 14, resources that were not granted:", () => {
    const refusal =
      /hikube-pod-spec.*is not granted to this tenant; allowed here: .*example\.com\/dongle; to allow more, set quota/;
    const limits = (extra: object) => podOf({ resources: { limits: { cpu: "100m", memory: "128Mi", ...extra } } });
    const taking = (what: string, resource: string, amount: number | string = 1) => ({
      ...{ tries: `takes ${what}`, attack: creating(limits({ [resource]: amount })), refusal },
      honest: creating(limits({})),
    });
    testAttacks(ground, [
      taking("a GPU", "nvidia.com/gpu"),
      taking("a slice of a GPU, which no quota names", "nvidia.com/mig-1g.5gb"),
      taking("a device by the name of its class", "deviceclass.resource.kubernetes.io/gpu"),
      taking("huge pages", "hugepages-2Mi", "2Mi"),
      taking("huge pages of another size", "hugepages-64Ki", "64Ki"),
      {
        ...taking("huge pages for the whole pod", ""),
        attack: creating(pod({ resources: { limits: { cpu: "1", memory: "1Gi", "hugepages-2Mi": "2Mi" } } })),
      },
      {
        ...taking("a GPU before the pod starts", ""),
        attack: creating(
          pod({ initContainers: [{ ...CONTAINER, name: "init", resources: { limits: { "example.com/fpga": 1 } } }] }),
        ),
      },
      {
        tries: "takes more than was granted",
        attack: creating(limits({ "example.com/dongle": 3 })),
        refusal: /exceeded quota: hikube-tenant.*requests\.example\.com\/dongle=3/,
        honest: creating(limits({ "example.com/dongle": 1 })),
      },
    ]);
  });

  describe("attack 19, filling the cluster's store:", () => {
    const refusal =
      /hikube-config-size.*values of this (ConfigMap|Secret) take \d+ bytes; allowed here: at most 131072; to allow more, set security\.configSize/;
    const honest: Deed = (cluster) => cluster.create(configMap({ data: { a: text(127) } }));
    const pieces = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`part-${index}`, text(100)]));
    testAttacks(ground, [
      {
        tries: "stores a megabyte in a ConfigMap",
        attack: creating(configMap({ data: { a: text(1000) } })),
        refusal,
        honest,
      },
      { tries: "stores it in eight pieces", attack: creating(configMap({ data: pieces })), refusal, honest },
      {
        tries: "stores it in the keys",
        attack: creating(configMap({ data: keys(4000) })),
        refusal,
        honest: creating(configMap({ data: keys(400) })),
      },
      {
        tries: "stores it in signs of four bytes",
        attack: creating(configMap({ data: { a: "\u{1f600}".repeat(100 * KIB) } })),
        refusal,
        honest: creating(configMap({ data: { a: "\u{1f600}".repeat(30 * KIB) } })),
      },
      {
        tries: "stores it as bytes",
        attack: creating(configMap({ binaryData: { a: base64(600) } })),
        refusal,
        honest: creating(configMap({ binaryData: { a: base64(125) } })),
      },
      {
        tries: "stores it in a Secret",
        attack: creating(secret({ stringData: { a: text(600) } })),
        refusal,
        honest: creating(secret({ stringData: { a: text(125) } })),
      },
      {
        tries: "lets a small one grow",
        attack: changing(configMap({ data: { a: "small" } }), { data: { a: text(900) } }),
        refusal,
        honest: changing(configMap({ data: { a: "small" } }), { data: { b: text(100) } }),
      },
    ]);
  });

  describe("attack 20, what no quota counts:", () => {
    const event = own("v1", "Event", { involvedObject: { kind: "Pod", namespace: SHOP }, reason: "Noise" });
    testAttacks(ground, [
      {
        tries: "writes events without end",
        attack: creating(event),
        refusal: /cannot create resource "events"/,
        honest: (cluster) => cluster.list({ apiVersion: "v1", kind: "Event" }, { namespace: SHOP }),
      },
    ]);

    test.each([
      ["pods that failed", "count/pods", (namespace: string) => failing(namespace)],
      ["Jobs", "count/jobs.batch", (namespace: string) => job(namespace)],
      ["ConfigMaps", "configmaps", (namespace: string) => own("v1", "ConfigMap", {}, namespace)],
    ])("%s are counted too", async (_, key, make) => {
      const name = `counted${key.replace(/[^a-z]/g, "")}`;
      const counts = { [key]: key === "configmaps" ? 2 : 1 }; // Kubernetes makes one ConfigMap by itself.
      const tenant = await counted(name, counts);
      const somebody = ground().outsider("cy", name);
      await somebody.create(make(tenant));
      await expect(somebody.create(make(tenant))).rejects.toThrow(`exceeded quota: hikube-tenant, requested: ${key}=1`);
    });
  });

  test("attack 21: a quota that is lowered below its use refuses new pods and stops none", async () => {
    const { admin, sandbox } = ground();
    const spec = {
      name: "shrinking",
      profile: "development",
      access: { admins: [{ kind: "Group", name: "shrinking" }] },
    } as const;
    const tenant = newTenant(spec, await sandbox.facts());
    await applyTenant(admin, tenant);
    const somebody = ground().outsider("sue", "shrinking");
    const running = await eventually("a first pod", () =>
      somebody.create(pod({}, tenant.namespace)).catch(() => undefined),
    );
    await applyTenant(admin, newTenant({ ...spec, quota: { pods: 0 } }, tenant.cluster.facts));
    await eventually("the lower quota", () =>
      somebody.create(pod({}, tenant.namespace)).then(
        () => undefined,
        (error: unknown) => /exceeded quota: hikube-tenant.*limited: pods=0/.test(String(error)),
      ),
    );
    await expect(
      admin.get({ ...running, name: running.metadata.name, namespace: tenant.namespace }),
    ).resolves.toBeDefined();
  });

  describe("attack 51, roles whose lists multiply:", () => {
    const of = (count: number, what: string) => some(count, (index) => `${what}${index}`);
    const product = (count: number) => ({
      apiGroups: of(count, "g"),
      resources: of(count, "r"),
      verbs: of(count, "v"),
    });
    const named = (count: number) => ({
      ...READ_CONFIG,
      verbs: ["get", "list", "watch"],
      resourceNames: of(count, "c"),
    });
    const refusal = /roles-have-at-most-10000-combinations.*refused-by-hikube-role-combinations/;
    testAttacks(
      ground,
      [
        { tries: "makes a Role", attack: creating(role(product(22))), honest: creating(role(named(1000))) },
        {
          tries: "applies a Role that is not there yet",
          attack: applying(role(product(22))),
          honest: applying(role(named(100))),
        },
        {
          tries: "lets a Role grow",
          attack: setting(role(READ_CONFIG), "/rules/0", product(22)),
          honest: setting(role(READ_CONFIG), "/rules/0", named(100)),
        },
        {
          tries: "names paths that are no resources",
          attack: creating(role({ nonResourceURLs: of(200, "/"), verbs: of(200, "v") })),
          honest: creating({ ...role(READ_CONFIG), rules: some(100, () => named(10)) }),
        },
      ].map((attack) => ({ ...attack, refusal, as: "owner" as const })),
    );

    test("what was there before loses its finalizer, and goes", async () => {
      const { admin } = ground();
      await admin.delete(refOf(roleCombinations));
      const old = withMetadata(role(product(22)), { finalizers: ["example.ch/kept"] });
      await eventually("a Role as there may be", () => admin.create(old).catch(() => undefined));
      await admin.create(roleCombinations);
      await eventually("the refusal", async () =>
        refusal.test(await admin.create(role(product(22))).then(() => "", String)),
      );
      await admin.delete(refOf(old));
      await admin.patch(refOf(old), "merge", { metadata: { finalizers: null } });
      expect(await admin.get(refOf(old))).toBeUndefined();
    });
  });

  /**
   * A tenant whose quota counts already. The counts come in a second step: what is created while the quota is new may be
   * missed by it until Kubernetes counts again, and the ConfigMap of the cluster's certificates is created just then.
   * @returns its namespace
   */
  async function counted(name: string, counts: Counts<number>): Promise<string> {
    const { admin, sandbox } = ground();
    const spec = { name, profile: "development", access: { admins: [{ kind: "Group", name }] } } as const;
    const tenant = newTenant(spec, await sandbox.facts());
    await applyTenant(admin, tenant);
    const { namespace } = tenant;
    const certificates = { apiVersion: "v1", kind: "ConfigMap", name: "kube-root-ca.crt", namespace };
    await eventually("the cluster's own ConfigMap", () => admin.get(certificates));
    await applyTenant(admin, newTenant({ ...spec, quota: { counts } }, tenant.cluster.facts));
    const quota = { apiVersion: "v1", kind: "ResourceQuota", name: "hikube-tenant", namespace };
    await eventually("the quota", async () => {
      const { hard = {}, used = {} } = ((await admin.get(quota))?.status ?? {}) as Partial<Record<string, Counts>>;
      return used.configmaps === "1" && Object.keys(counts).every((key) => hard[key] === String(counts[key]));
    });
    return namespace;
  }
});

function applying(object: KubeObject): Deed {
  return (cluster) => cluster.apply(object, { fieldManager: "test" });
}

function failing(namespace: string): KubeObject {
  return withMetadata(pod({ restartPolicy: "Never" }, namespace), {
    annotations: { "sandbox.hikube.cloud/phase": "Failed" },
  });
}

function job(namespace: string): KubeObject {
  const { spec } = pod({ restartPolicy: "Never" });
  return own("batch/v1", "Job", { spec: { template: { spec } } }, namespace);
}
