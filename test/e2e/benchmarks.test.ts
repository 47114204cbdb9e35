import { refOf } from "../../src/kube/http-cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { connectivityMatrix, withSamplePods, snapshotOf } from "../../src/connectivity";
import { BENCHMARKS, type BenchmarkId } from "../scanners/benchmarks";
import { account, binding, honestPolicy, INSIDE, NETWORKING, policy, RBAC, READ_CONFIG, role } from "./attack-objects";
import { own, pod, POD_SPEC, podOf, withMetadata } from "./attacks";
import { BANK, BenchmarkGround, SHOP, VERBS } from "./benchmark-ground";
import { describeOnSandbox } from "./support";

/** Everybody who is signed in may ask these, and they tell about oneself only. */
const ABOUT_ONESELF = [
  "selfsubjectaccessreviews.authorization.k8s.io create",
  "selfsubjectreviews.authentication.k8s.io create",
  "selfsubjectrulesreviews.authorization.k8s.io create",
];

const NINE_COUNTS = [
  ...["configmaps", "persistentvolumeclaims", "pods", "replicationcontrollers", "resourcequotas", "secrets"],
  ...["services", "services.loadbalancers", "services.nodeports"],
];

const SECURE = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
const securely = (change: object) => podOf({ securityContext: { ...SECURE, ...change } });

type Check = (ground: BenchmarkGround) => Promise<void>;

/** A pod that Pod Security refuses, naming what it minds. */
const refusesPod =
  (wrong: KubeObject, what: string): Check =>
  async (ground) => {
    const refusal = {
      code: 403,
      message: expect.stringMatching(/violates PodSecurity "restricted:v1\.\d+"/) as string,
    };
    const asking = ground.dryRun(wrong, "pods");
    await expect(asking).rejects.toMatchObject(refusal);
    await expect(asking).rejects.toThrow(what);
  };

/** The owner holds every verb on the resources. */
async function expectAll(ground: BenchmarkGround, group: string, resources: string[]): Promise<void> {
  const asked = resources.flatMap((resource) => VERBS.map((verb) => `${resource}.${group} ${verb}`)).sort();
  expect(await ground.held(group, resources)).toEqual(asked);
}

/** Makes, changes and deletes an object. */
async function expectManaged(ground: BenchmarkGround, object: KubeObject): Promise<void> {
  const ref = refOf(await ground.owner.create(object));
  await ground.owner.patch(ref, "merge", { metadata: { labels: { team: "blue" } } });
  await expect(ground.owner.delete(ref)).resolves.toBe(true);
}

async function quotaKeys(ground: BenchmarkGround): Promise<readonly string[]> {
  const quotas = await ground.owner.list({ apiVersion: "v1", kind: "ResourceQuota" }, { namespace: SHOP });
  return quotas.flatMap(({ spec }) => Object.keys((spec as { hard: object }).hard));
}

/** What everybody reads by `hikube:classes`, unless the platform says `readableClasses: false`. */
const CLASSES = [
  "ingressclasses.networking.k8s.io",
  "priorityclasses.scheduling.k8s.io",
  "storageclasses.storage.k8s.io",
].flatMap((resource) => ["get", "list", "watch"].map((verb) => `${resource} ${verb}`));

const CHECKS: Readonly<Record<BenchmarkId, Check>> = {
  "PL1-CC-CPI-1": async (ground) => {
    expect(await ground.rights("shop")).toEqual([...ABOUT_ONESELF, ...CLASSES].sort());
  },
  "PL1-BC-CPI-2": async (ground) => {
    const ours = ground.objects.filter(({ metadata }) => metadata.namespace === SHOP);
    const kinds = ["LimitRange", "NetworkPolicy", "ResourceQuota", "RoleBinding", "ServiceAccount"];
    expect([...new Set(ours.map(({ kind }) => kind))].sort()).toEqual(kinds);
    for (const object of ours) {
      const ref = refOf(object);
      const change = { metadata: { labels: { "app.kubernetes.io/managed-by": "me" } } };
      await expect(ground.owner.patch(ref, "merge", change)).rejects.toMatchObject({ code: 403 });
      await expect(ground.owner.delete(ref)).rejects.toMatchObject({ code: 403 });
    }
  },
  "PL1-BC-CPI-3": refusesPod(securely({ capabilities: { drop: ["ALL"], add: ["SETPCAP"] } }), "SETPCAP"),
  "PL1-BC-CPI-4": refusesPod(
    pod({ securityContext: { ...POD_SPEC.securityContext, runAsNonRoot: false } }),
    "runAsNonRoot != true",
  ),
  "PL1-BC-CPI-5": refusesPod(securely({ privileged: true, allowPrivilegeEscalation: true }), "privileged"),
  "PL1-BC-CPI-6": refusesPod(securely({ allowPrivilegeEscalation: true }), "allowPrivilegeEscalation != false"),
  "PL1-CC-TI-1": async (ground) => {
    expect(await ground.held("", ["resourcequotas"])).toEqual([
      "resourcequotas get",
      "resourcequotas list",
      "resourcequotas watch",
    ]);
  },
  "PL1-CC-TI-2": async (ground) => {
    expect(await ground.rights("shop", SHOP)).not.toEqual([]);
    expect(await ground.rights("shop", BANK)).toEqual([]);
    expect(await ground.rights("bank", SHOP)).toEqual([]);
  },
  "PL2-CC-TI-1": async (ground) => {
    expect(await ground.held(RBAC, ["roles", "clusterroles"], ["bind", "escalate"])).toEqual([]);
    const takeover = binding(account("robot", SHOP), { kind: "ClusterRole", name: "cluster-admin" });
    await expect(ground.dryRun(takeover, "rolebindings")).rejects.toThrow(/grant RBAC permissions not currently held/);
  },
  "PL1-BC-HI-1 (paths)": refusesPod(pod({ volumes: [{ name: "host", hostPath: { path: "/tmp" } }] }), "hostPath"),
  "PL1-BC-HI-1 (ports)": async (ground) => {
    const service = own("v1", "Service", { spec: { type: "NodePort", ports: [{ port: 80 }] } });
    await expect(ground.dryRun(service, "services")).rejects.toThrow(/hikube-services.*type NodePort/);
    const inside = own("v1", "Service", { spec: { ports: [{ port: 80 }] } });
    await expect(ground.dryRun(inside, "services")).resolves.toBeDefined();
  },
  "PL1-BC-HI-3": async (ground) => {
    await refusesPod(pod({ hostNetwork: true }), "hostNetwork=true")(ground);
    await refusesPod(podOf({ ports: [{ containerPort: 8086, hostPort: 8086 }] }), "hostPort")(ground);
  },
  "PL1-BC-HI-4": refusesPod(pod({ hostPID: true }), "hostPID=true"),
  "PL1-BC-HI-5": refusesPod(pod({ hostIPC: true }), "hostIPC=true"),
  "PL1-CC-DI-1": async (ground) => {
    for (const imagePullPolicy of ["Never", "IfNotPresent"]) {
      const asking = ground.dryRun(podOf({ imagePullPolicy }), "pods");
      await expect(asking).rejects.toThrow(/hikube-pod-images.*allowed here: imagePullPolicy Always/);
    }
  },
  "PL1-CC-FNS-1": async (ground) => {
    const compute = ["cpu", "ephemeral-storage", "memory"];
    const wanted = ["limits", "requests"].flatMap((side) => compute.map((name) => `${side}.${name}`));
    expect(await quotaKeys(ground)).toEqual(expect.arrayContaining(wanted));
  },
  "PL1-CC-FNS-2": async (ground) => {
    expect(await quotaKeys(ground)).toEqual(expect.arrayContaining(NINE_COUNTS));
  },
  "PL2-BC-OPS-3": async (ground) => {
    await expectAll(ground, RBAC, ["rolebindings", "roles"]);
    await ground.owner.create(withMetadata(role(READ_CONFIG), { name: "reader" }));
    await expectManaged(ground, binding(account("robot", SHOP)));
    await expectManaged(ground, role(READ_CONFIG));
  },
  "PL2-BC-OPS-4": async (ground) => {
    await expectAll(ground, "networking.k8s.io", ["networkpolicies"]);
    await expectManaged(ground, honestPolicy());
  },
  "#1201": async (ground) => {
    // The widest that a tenant may add by itself.
    await ground.owner.create(policy({ ingress: [{ from: [{ podSelector: {} }] }], egress: [{ to: [INSIDE] }] }));
    const { open, pairs } = await betweenTenants(ground);
    expect(pairs).toBe(12);
    expect(open).toEqual(["tenant-shop to tenant-mail: partly TCP 5432", "tenant-shop to tenant-shop-web: allow"]);
  },
};

/** The ways between namespaces of tenants that the policies on the API server leave open. */
async function betweenTenants(ground: BenchmarkGround) {
  const namespaces = await ground.admin.list({ apiVersion: "v1", kind: "Namespace" });
  const policies = await ground.admin.list({ apiVersion: NETWORKING, kind: "NetworkPolicy" });
  const snapshot = withSamplePods(snapshotOf([...namespaces, ...policies]), await ground.facts());
  const { groups, cells } = connectivityMatrix(snapshot);
  const pairs = groups.flatMap((from, row) =>
    groups.map((to, column) => ({ from: from.name, to: to.name, cell: cells[row]?.[column] })),
  );
  const across = pairs.filter(({ from, to }) => from !== to && [from, to].every((name) => name.startsWith("tenant-")));
  const open = across
    .filter(({ cell }) => cell?.verdict !== "deny")
    .map(({ from, to, cell }) => [`${from} to ${to}:`, cell?.verdict, ...(cell?.ports ?? [])].join(" "));
  return { open: open.sort(), pairs: across.length };
}

describeOnSandbox("Kubernetes Multi-Tenancy Benchmarks, as the owner of a tenant", (sandbox) => {
  let ground: BenchmarkGround;
  beforeAll(async () => {
    ground = await BenchmarkGround.prepare(sandbox());
  });

  test.each(Object.entries(BENCHMARKS) as [BenchmarkId, string][])("%s: %s", async (id) => {
    expect.hasAssertions();
    await CHECKS[id](ground);
  });

  test("the pod that every check changes is admitted as it is", async () => {
    await expect(ground.dryRun(pod(), "pods")).resolves.toBeDefined();
  });
});
