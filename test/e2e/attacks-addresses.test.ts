import { refOf } from "../../src/kube/http-cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { applyTenant, describeUnderGuardrails, newTenant, SHOP } from "./attack-ground";
import { creating, own, testAttacks, withMetadata, type Attack, type Deed } from "./attacks";
import { eventually } from "./support";

/** Addresses that nobody has yet, as a neighbour's would be who is just deleting a Service. */
let last = 10;
const freeAddress = () => `10.96.77.${(last += 1)}`;
const freePort = () => 32_000 + (last += 1);

const NAMES = "tenant-names";
const service = (spec: object = {}, namespace = SHOP) =>
  own("v1", "Service", { spec: { selector: { app: "shop" }, ports: [{ port: 80 }], ...spec } }, namespace);
const applying =
  (object: KubeObject, dryRun = false): Deed =>
  (cluster) =>
    cluster.apply(object, { fieldManager: "flux", force: true, dryRun });
const replacing =
  (object: KubeObject): Deed =>
  (cluster) =>
    cluster.replace(object);
const claiming = (managedFields: readonly object[], spec: object) => withMetadata(service(spec), { managedFields });
/** Somebody else claims to have written something else. */
const FORGED = {
  ...{ manager: "kube-controller-manager", operation: "Update", apiVersion: "v1", time: "2027-01-01T00:00:00Z" },
  ...{ fieldsType: "FieldsV1", fieldsV1: { "f:spec": { "f:type": {} } } },
};

describeUnderGuardrails("addresses of the cluster:", (ground) => {
  beforeAll(async () => {
    const access = { admins: [{ kind: "Group", name: "names" }] } as const;
    const security = { serviceTypes: ["ExternalName", "LoadBalancer", "NodePort"] } as const;
    const quota = { loadBalancers: 4, counts: { "services.nodeports": 9 } };
    const spec = { name: "names", profile: "development", access, security, quota } as const;
    await applyTenant(ground().admin, newTenant(spec, await ground().sandbox.facts()));
    await eventually("rights", () =>
      named()
        .create(service({}, NAMES))
        .catch(() => undefined),
    );
  });
  /** Who may make Services of every type. */
  const named = () => ground().outsider("nora", "names");

  describe("attack 43, the address that a neighbour's clients still call:", () => {
    const refusal = /hikube-services.*a chosen clusterIP .*; allowed here: None, or neither clusterIP/;
    const refused = (tries: string, attack: Deed, honest: Deed = creating(service())): Attack => ({
      ...{ tries, attack, refusal, honest },
    });
    const chosen = () => ({ clusterIP: freeAddress() });
    const listed = () => {
      const address = freeAddress();
      return { clusterIP: address, clusterIPs: [address] };
    };
    testAttacks(ground, [
      refused("chooses it", creating(service(chosen())), creating(service({ clusterIP: "None" }))),
      refused(
        "chooses it in the list",
        creating(service(listed())),
        creating(service({ clusterIP: "None", clusterIPs: ["None"] })),
      ),
      refused("chooses it by server-side apply", applying(service(chosen())), applying(service())),
      refused("tries whether he could", applying(service(chosen()), true), applying(service(), true)),
      refused("puts it where nothing is", replacing(service(chosen())), replacing(service())),
      refused(
        "chooses it for a LoadBalancer",
        creating(service({ ...chosen(), type: "LoadBalancer", allocateLoadBalancerNodePorts: false })),
      ),
      refused("says that nobody wrote anything", creating(claiming([], chosen())), creating(claiming([], {}))),
      refused("says that somebody wrote nothing", creating(claiming([{}], chosen())), creating(claiming([FORGED], {}))),
      refused("says that another wrote something else", creating(claiming([FORGED], chosen()))),
    ]);

    const turned = async (change: (object: KubeObject) => KubeObject): Promise<unknown> => {
      const external = { type: "ExternalName", externalName: "www.example.ch", selector: undefined, ports: undefined };
      return named().replace(change(await named().create(service(external, NAMES))));
    };
    const toAddress = (object: KubeObject, spec: object): KubeObject => ({
      ...object,
      spec: { type: "ClusterIP", selector: { app: "a" }, ports: [{ port: 80 }], ...spec },
    });
    test.each([
      ["as it is", (object: KubeObject) => toAddress(object, chosen())],
      ["in the list", (object: KubeObject) => toAddress(object, listed())],
      [
        "forgetting who wrote it",
        (object: KubeObject) => withMetadata(toAddress(object, chosen()), { managedFields: [{}] }),
      ],
      [
        "forging who wrote it",
        (object: KubeObject) => withMetadata(toAddress(object, chosen()), { managedFields: [FORGED] }),
      ],
    ])("a name that is turned into a chosen address is refused, %s", async (_, change) => {
      await expect(turned(change)).rejects.toThrow(refusal);
      await expect(turned((object) => toAddress(object, {}))).resolves.toBeDefined();
    });

    test("a name whose writer was forgotten before is not turned into a chosen address either", async () => {
      const external = { type: "ExternalName", externalName: "www.example.ch", selector: undefined, ports: undefined };
      const made = await named().create(service(external, NAMES));
      const forgotten = await named().replace(withMetadata(made, { managedFields: [{}] }));
      expect(forgotten.metadata).not.toHaveProperty("managedFields");
      await expect(named().replace(toAddress(forgotten, chosen()))).rejects.toThrow(refusal);
    });

    test("a Service keeps the address that it was given, whoever writes it down again", async () => {
      const made = await ground().member("admin").create(service());
      const { clusterIP } = made.spec as { clusterIP: string };
      expect(clusterIP).toMatch(/^10\.96\./);
      const spec = { ...(made.spec as object), ports: [{ port: 81 }] };
      await expect(
        ground()
          .member("admin")
          .replace({ ...made, spec }),
      ).resolves.toBeDefined();
      const { name, namespace } = made.metadata;
      const exported = {
        ...service({ clusterIP, clusterIPs: [clusterIP], ports: [{ port: 81 }] }),
        metadata: { name, namespace },
      };
      await expect(applying(exported)(ground().member("admin"))).resolves.toBeDefined();
    });

    test("the platform's backup restores a Service with its address", async () => {
      const address = freeAddress();
      const { metadata } = await ground().admin.create(service({ clusterIP: address }));
      const ref = { apiVersion: "v1", kind: "Service", name: metadata.name, namespace: SHOP };
      // What was restored is the tenant's to change again.
      const ports = [{ port: 443, protocol: "TCP" }];
      const changed = await ground().member("admin").patch(ref, "merge", { spec: { ports } });
      expect(changed.spec).toMatchObject({ clusterIP: address });
    });
  });

  describe("attack 43, a port of every node:", () => {
    const refusal =
      /hikube-services.*healthCheckNodePort .*allowed here: the port that the cluster chooses; to allow more, set security\.serviceTypes/;
    const balanced = (spec: object = {}) => ({
      type: "LoadBalancer",
      allocateLoadBalancerNodePorts: false,
      externalTrafficPolicy: "Local",
      ...spec,
    });
    const choosing = () => balanced({ healthCheckNodePort: freePort() });
    testAttacks(ground, [
      {
        tries: "chooses the port of health checks",
        attack: creating(service(choosing())),
        refusal,
        honest: removed(creating(service(balanced()))),
      },
      {
        tries: "chooses it by server-side apply",
        attack: applying(service(choosing())),
        refusal,
        honest: removed(applying(service(balanced()))),
      },
      { tries: "chooses it afterwards", attack: localised(freePort()), refusal, honest: removed(localised()) },
      {
        tries: "gets node ports with a LoadBalancer",
        attack: creating(service({ type: "LoadBalancer" })),
        refusal: /hikube-services.*allocateLoadBalancerNodePorts: false.*to allow more, set security\.serviceTypes/,
        honest: removed(creating(service(balanced()))),
      },
    ]);

    test("who is given node ports may choose it", async () => {
      await expect(named().create(service(choosing(), NAMES))).resolves.toBeDefined();
    });

    function localised(healthCheckNodePort?: number): Deed {
      return removed(async (cluster) => {
        const object = await cluster.create(service(balanced({ externalTrafficPolicy: "Cluster" })));
        const spec = { externalTrafficPolicy: "Local", healthCheckNodePort };
        return cluster.patch(refOf(object), "merge", { spec });
      });
    }

    /** Takes the Service away again: the quota counts LoadBalancers. */
    function removed(deed: Deed): Deed {
      return async (cluster) => {
        try {
          return await deed(cluster);
        } finally {
          for (const each of await cluster.list({ apiVersion: "v1", kind: "Service" }, { namespace: SHOP })) {
            if ((each.spec as { type?: string }).type === "LoadBalancer") await cluster.delete(refOf(each));
          }
        }
      };
    }
  });
});
