import type { KubeObject } from "../../src/model/kube-object";
import { applyTenant, describeUnderGuardrails, newTenant, SHOP } from "./attack-ground";
import { changing, creating, own, pod, testAttacks, withMetadata, type Deed } from "./attacks";
import { eventually } from "./support";

type Counts<Amount = string> = Readonly<Record<string, Amount>>;

const KIB = 1024;
const text = (kib: number) => "x".repeat(kib * KIB);
const base64 = (kib: number) => Buffer.alloc(kib * KIB).toString("base64");
const configMap = (body: object) => own("v1", "ConfigMap", body);
const secret = (body: object) => own("v1", "Secret", body);

describeUnderGuardrails("noise and exhaustion:", (ground) => {
  describe("attack 19, filling the cluster's store:", () => {
    const refusal =
      /hikube-config-size.*the values of this (ConfigMap|Secret) take \d+ bytes; allowed here: at most 131072/;
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
    await applyTenant(admin, newTenant({ ...spec, quota: { pods: 0 } }, tenant.cluster));
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
    await applyTenant(admin, newTenant({ ...spec, quota: { counts } }, tenant.cluster));
    const quota = { apiVersion: "v1", kind: "ResourceQuota", name: "hikube-tenant", namespace };
    await eventually("the quota", async () => {
      const { hard = {}, used = {} } = ((await admin.get(quota))?.status ?? {}) as Partial<Record<string, Counts>>;
      return used.configmaps === "1" && Object.keys(counts).every((key) => hard[key] === String(counts[key]));
    });
    return namespace;
  }
});

function failing(namespace: string): KubeObject {
  return withMetadata(pod({ restartPolicy: "Never" }, namespace), {
    annotations: { "sandbox.hikube.cloud/phase": "Failed" },
  });
}

function job(namespace: string): KubeObject {
  const { spec } = pod({ restartPolicy: "Never" });
  return own("batch/v1", "Job", { spec: { template: { spec } } }, namespace);
}
