import { refOf } from "../../src/kube/http-cluster";
import { ANNOTATIONS, LABELS } from "../../src/model/tenant/spec/labels";
import { applyAll, applyTenant, BANK, describeUnderGuardrails, newTenant, SHOP } from "./attack-ground";
import {
  CONTAINER,
  creating,
  forbidden,
  IMAGE,
  own,
  pod,
  POD_SPEC,
  podOf,
  setting,
  testAttacks,
  unique,
  type Deed,
} from "./attacks";
import { eventually } from "./support";

const honestPod: Deed = (cluster) => cluster.create(pod());
const second = (container: object) => ({ ...CONTAINER, name: "second", ...container });
const withVolume = (volume: object) => pod({ volumes: [{ name: "data", ...volume }] });
const mounting = (pullPolicy: string) => {
  const containers = [{ ...CONTAINER, imagePullPolicy: "Always" }];
  return pod({ containers, volumes: [{ name: "data", image: { reference: IMAGE, pullPolicy } }] }, BANK);
};

/** As `kubectl debug` does: the container is added by a subresource. */
const debugging =
  (image: string, more: object = {}, namespace = SHOP): Deed =>
  async (cluster) => {
    const ephemeralContainers = [{ ...second({ image, ...more }), targetContainerName: "app" }];
    return cluster.patch(
      refOf(await cluster.create(pod({}, namespace))),
      "strategic",
      { spec: { ephemeralContainers } },
      { subresource: "ephemeralcontainers" },
    );
  };

/** With the effect that Kubernetes itself tolerates, and one that it does not. */
const COMMON_TAINTS = [
  ["not-ready", "NoExecute", "NoSchedule"],
  ["unreachable", "NoExecute", "NoSchedule"],
  ["memory-pressure", "NoSchedule", "NoExecute"],
] as const;

describeUnderGuardrails("pods:", (ground) => {
  describe("attack 8, images from elsewhere:", () => {
    const refusal = /hikube-pod-images.*comes from elsewhere; allowed here: ghcr\.io\/acme\//;
    const refused = (tries: string, attack: Deed) => ({ tries, attack, refusal, honest: honestPod });
    const image = "ghcr.io/acme-evil/app:1";
    testAttacks(ground, [
      refused("runs an image of Docker Hub", creating(podOf({ image: "nginx" }))),
      refused("runs an image of a registry that begins alike", creating(podOf({ image }))),
      refused("hides it in a second container", creating(pod({ containers: [CONTAINER, second({ image })] }))),
      refused("hides it in an init container", creating(pod({ initContainers: [second({ image })] }))),
      {
        ...refused("adds it to a running pod by kubectl debug", debugging(image)),
        honest: debugging("ghcr.io/acme/debug:1"),
      },
      {
        ...refused("mounts it", creating(withVolume({ image: { reference: image } }))),
        honest: creating(withVolume({ image: { reference: IMAGE } })),
      },
      {
        ...refused("swaps it into a running pod", setting(pod(), "/spec/containers/0/image", image)),
        honest: setting(pod(), "/spec/containers/0/image", "ghcr.io/acme/app:2"),
      },
    ]);

    test("a Deployment gets none of its pods, and is told why", async () => {
      const labels = { app: unique("foreign") };
      const template = { metadata: { labels }, spec: { ...POD_SPEC, containers: [{ ...CONTAINER, image }] } };
      const spec = { selector: { matchLabels: labels }, template };
      await ground()
        .member("admin")
        .create(own("apps/v1", "Deployment", { spec }));
      const replicaSets = { apiVersion: "apps/v1", kind: "ReplicaSet" };
      const message = await eventually("the failure", async () => {
        const [set] = await ground().admin.list(replicaSets, { namespace: SHOP, labelSelector: `app=${labels.app}` });
        const { conditions = [] } = (set?.status ?? {}) as { conditions?: { type: string; message: string }[] };
        return conditions.find(({ type }) => type === "ReplicaFailure")?.message;
      });
      expect(message).toMatch(refusal);
    });

    test.each([
      ["a trailing comma", " ,ghcr.io/acme,", /allowed here: none/],
      ["nothing", undefined, /allowed here: none/],
    ])("a list with %s allows nothing, and no prefix without its slash", async (_, list, message) => {
      const tenant = newTenant(
        {
          ...{ name: unique("sloppy").replace("-", ""), profile: "development" },
          security: { imageRegistries: ["ghcr.io/acme/"] },
        },
        await ground().sandbox.facts(),
      );
      await applyTenant(ground().admin, {
        ...tenant,
        access: { ...tenant.access, admin: [{ kind: "Group", name: "sloppy" }] },
      });
      const annotations = { [ANNOTATIONS.imageRegistries]: list ?? null };
      await ground().admin.patch({ apiVersion: "v1", kind: "Namespace", name: tenant.namespace }, "merge", {
        metadata: { annotations },
      });
      const somebody = ground().outsider("sam", "sloppy");
      await expect(somebody.create(pod({}, tenant.namespace))).rejects.toThrow(message);
    });

    test("who narrows a list by hand takes off the label that lets in all images", async () => {
      const { admin, sandbox, outsider } = ground();
      const open = newTenant(
        {
          ...{ name: unique("open").replace("-", ""), profile: "development" },
          access: { admins: [{ kind: "Group", name: "open" }] },
        },
        await sandbox.facts(),
      );
      await applyTenant(admin, open);
      const run = () => outsider("olga", "open").create(podOf({ image: "nginx" }, open.namespace));
      await eventually("a pod of any image", () => run().catch(forbidden));
      const namespace = { apiVersion: "v1", kind: "Namespace", name: open.namespace };
      const narrow = (annotation: string, labels?: object) =>
        admin.patch(namespace, "merge", { metadata: { annotations: { [annotation]: "ghcr.io/acme/" }, labels } });
      for (const annotation of [ANNOTATIONS.imageRegistries, ANNOTATIONS.imagePullPolicies]) {
        await expect(narrow(annotation)).rejects.toThrow(/hikube-namespace-marks.*images=any.*allowed here: the label/);
      }
      await narrow(ANNOTATIONS.imageRegistries, { [LABELS.images]: null });
      const message = await eventually("a refusal", () => run().then(() => undefined, String));
      expect(message).toMatch(/hikube-pod-images.*image nginx comes from elsewhere/);
    });

    testAttacks(ground, [
      {
        tries: "of a tenant that pulls anew runs an image that others pulled",
        as: ({ outsider }) => outsider("bob", "bank:admin"),
        attack: creating(podOf({ imagePullPolicy: "IfNotPresent" }, BANK)),
        refusal:
          /hikube-pod-images.*container app .*; allowed here: imagePullPolicy Always.*security\.alwaysPullImages/,
        honest: creating(podOf({ image: "nginx", imagePullPolicy: "Always" }, BANK)),
      },
      {
        tries: "of a tenant that pulls anew mounts an image that others pulled",
        as: ({ outsider }) => outsider("bob", "bank:admin"),
        attack: creating(mounting("IfNotPresent")),
        refusal: /hikube-pod-images.*volume data may use .*; allowed here: .*pullPolicy Always of a volume/,
        honest: creating(mounting("Always")),
      },
      {
        tries: "of a tenant that pulls anew debugs a pod by its own image, which it could not pull",
        as: ({ outsider }) => outsider("bob", "bank:admin"),
        attack: debugging(IMAGE, { imagePullPolicy: "Never" }, BANK),
        refusal: /hikube-pod-images.*container second may use .*; allowed here: imagePullPolicy Always/,
        honest: debugging(IMAGE, { imagePullPolicy: "Always" }, BANK),
      },
    ]);
  });

  describe("attack 9, nodes that are reserved for others:", () => {
    const refusal = /hikube-pod-spec.*toleration of .* reserved for others; allowed here: shop\.example\.ch\/dedicated/;
    const tolerating = (toleration: object) => pod({ tolerations: [toleration] });
    const honest: Deed = (cluster) =>
      cluster.create(tolerating({ key: "shop.example.ch/dedicated", operator: "Exists" }));
    testAttacks(ground, [
      {
        tries: "chooses the node past the scheduler",
        attack: creating(pod({ nodeName: "node-1" })),
        refusal: /hikube-pod-spec.*names no node \(nodeName\); allowed here: nodeSelector/,
        honest: creating(pod({ nodeSelector: { "kubernetes.io/os": "linux" } })),
      },
      { tries: "tolerates every taint", attack: creating(tolerating({ operator: "Exists" })), refusal, honest },
      {
        tries: "tolerates the control plane's taint",
        attack: creating(tolerating({ key: "node-role.kubernetes.io/control-plane", operator: "Exists" })),
        refusal,
        honest,
      },
      ...COMMON_TAINTS.flatMap(([taint, own, foreign]) =>
        [{ effect: foreign }, {}].map((effect: { readonly effect?: string }) => ({
          tries: `comes to nodes that are ${taint}, by ${effect.effect ?? "every effect"}`,
          attack: creating(tolerating({ key: `node.kubernetes.io/${taint}`, operator: "Exists", ...effect })),
          refusal,
          // As Kubernetes gives it to every pod, but for the time.
          honest: creating(tolerating({ key: `node.kubernetes.io/${taint}`, operator: "Exists", effect: own })),
        })),
      ),
      {
        tries: "adds a toleration afterwards",
        attack: setting(pod(), "/spec/tolerations/-", { key: "gpu", operator: "Exists" }),
        refusal,
        honest,
      },
    ]);
  });

  describe("attacks 10 and 11, keeping the neighbours' pods out:", () => {
    const apart = (namespaceSelector?: object) => ({
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            {
              topologyKey: "kubernetes.io/hostname",
              labelSelector: {},
              ...(namespaceSelector && { namespaceSelector }),
            },
          ],
        },
      },
    });
    beforeAll(async () => {
      const priority = { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass" };
      await applyAll(ground().admin, [{ ...priority, metadata: { name: "bank-high" }, value: 1000 }]);
    });
    const refusal = /hikube-pod-spec.*would preempt pods of other tenants; allowed here: /;
    const high = (priorityClassName: string, namespace: string) => creating(pod({ priorityClassName }, namespace));
    testAttacks(ground, [
      {
        tries: "keeps away from the pods of all namespaces",
        attack: creating(pod(apart({}))),
        refusal:
          /hikube-pod-spec.*pods of other namespaces.*; allowed here: terms without namespaces and namespaceSelector/,
        honest: creating(pod(apart())),
      },
      {
        tries: "takes the priority of the system",
        attack: high("system-cluster-critical", SHOP),
        refusal,
        honest: honestPod,
      },
      { tries: "takes the priority of a neighbour", attack: high("bank-high", SHOP), refusal, honest: honestPod },
      {
        tries: "of a tenant with a priority of its own takes the system's",
        as: ({ outsider }) => outsider("bob", "bank:admin"),
        attack: high("system-node-critical", BANK),
        refusal,
        honest: high("bank-high", BANK),
      },
    ]);
  });

  describe("attack 12, asking the kubelet to call:", () => {
    const probing = (httpGet: object) => podOf({ livenessProbe: { httpGet: { port: 8080, ...httpGet } } });
    testAttacks(ground, [
      {
        tries: "probes the metadata service",
        attack: creating(probing({ host: "169.254.169.254" })),
        refusal: /violates PodSecurity "baseline:v1\.3[4-9]".*probe/,
        honest: creating(probing({ path: "/healthz" })),
      },
      {
        tries: "calls it when a container starts",
        attack: creating(podOf({ lifecycle: { postStart: { httpGet: { host: "169.254.169.254", port: 80 } } } })),
        refusal: /violates PodSecurity "baseline:v1\.3[4-9]".*probe/,
        honest: creating(podOf({ lifecycle: { postStart: { httpGet: { path: "/hello", port: 80 } } } })),
      },
    ]);
  });
});
