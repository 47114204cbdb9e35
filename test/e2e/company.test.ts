import type { Cluster } from "../../src/kube/cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { connect } from "../../src/kube/http-cluster";
import { openCompany, type Company } from "./company";
import { terraformBinaries } from "./binaries";
import { eventually } from "./support";

/** The example's tenants, seen from the cluster as their own users: each test is a promise of the README. */
describe.each(terraformBinaries())("examples/company applied by $name", (binary) => {
  let company: Company;

  beforeAll(async () => {
    company = await openCompany(binary.path());
    await company.synthesize();
    await succeed("init", "-input=false");
    await succeed("apply", "-input=false", "-auto-approve");
  }, 600_000);

  afterAll(async () => {
    await company.close();
  });

  async function succeed(...args: readonly string[]): Promise<string> {
    const { code, output } = await company.terraform(...args);
    if (code !== 0) throw new Error(`terraform ${args.join(" ")} ended with ${code}:\n${output}`);
    return output;
  }

  /** The cluster as somebody sees it who is in one group and nothing else. */
  function member(group: string): Cluster {
    return company.sandbox.cluster({ user: `ann@${group}`, groups: [group, "system:authenticated"] });
  }

  test("a second plan has nothing to change", async () => {
    expect(await company.terraform("plan", "-input=false", "-detailed-exitcode")).toMatchObject({ code: 0 });
  });

  test("what a tenant adds to its default account is left there by the next plan", async () => {
    const account = { apiVersion: "v1", kind: "ServiceAccount", name: "default", namespace: "tenant-development" };
    const added = { imagePullSecrets: [{ name: "registry" }], metadata: { annotations: { team: "blue" } } };
    await member("developers").patch(account, "merge", added);
    expect(await company.terraform("plan", "-input=false", "-detailed-exitcode")).toMatchObject({ code: 0 });
  });

  test("a pod over the quota is refused", async () => {
    const greedy = [0, 1].map((index) => pod("tenant-sandbox", `greedy-${index}`, { requests: { cpu: "1500m" } }));
    const developer = member("developers");
    await developer.create(greedy[0]!);
    await expect(developer.create(greedy[1]!)).rejects.toMatchObject({ code: 403, message: /exceeded quota/ });
  });

  test("a pod that asks for nothing is admitted with the profile's defaults and runs", async () => {
    const developer = member("developers");
    const created = await developer.create(pod("tenant-development", "modest"));
    expect(resourcesOf(created)).toEqual({
      limits: { cpu: "500m", memory: "512Mi" },
      requests: { cpu: "50m", memory: "128Mi" },
    });
    await eventually("the pod to run", async () => {
      const { status } = (await developer.get(podRef("tenant-development", "modest"))) as unknown as PodWithStatus;
      return status.phase === "Running" || undefined;
    });
  });

  test("a privileged pod is refused", async () => {
    const privileged = pod("tenant-development", "root", { securityContext: { privileged: true } });
    await expect(member("developers").create(privileged)).rejects.toMatchObject({
      code: 403,
      message: /violates PodSecurity "baseline:v1\.\d+": privileged/,
    });
  });

  test("a viewer cannot create, an admin can", async () => {
    await expect(member("support").create(configMap("tenant-staging", "note"))).rejects.toMatchObject({
      reason: "Forbidden",
    });
    await expect(member("shop-team").create(configMap("tenant-staging", "note"))).resolves.toMatchObject({
      data: { a: "b" },
    });
  });

  describe.each([
    ["the owner of a tenant", "platform-team", "tenant-production"],
    ["the admin of a sub-tenant", "shop-team", "tenant-production-shop"],
    ["a viewer", "support", "tenant-production"],
  ])("%s", (_who, group, namespace) => {
    test.each([
      ["quota", "v1", "ResourceQuota"],
      ["limits", "v1", "LimitRange"],
      ["network policies", "networking.k8s.io/v1", "NetworkPolicy"],
      ["role bindings", "rbac.authorization.k8s.io/v1", "RoleBinding"],
    ])("can change or delete none of our %s", async (_what, apiVersion, kind) => {
      const objects = await company.sandbox.cluster().list({ apiVersion, kind }, { namespace });
      expect(objects.length).toBeGreaterThan(0);
      for (const { metadata } of objects) {
        const ref = { apiVersion, kind, name: metadata.name, namespace };
        const body = { metadata: { labels: { "app.kubernetes.io/managed-by": "me" } } };
        await expect(member(group).patch(ref, "merge", body)).rejects.toMatchObject({ reason: "Forbidden" });
        await expect(member(group).delete(ref)).rejects.toMatchObject({ reason: "Forbidden" });
      }
    });

    test("cannot relabel or delete the namespace", async () => {
      const ref = { apiVersion: "v1", kind: "Namespace", name: namespace };
      const body = { metadata: { labels: { "pod-security.kubernetes.io/enforce": "privileged" } } };
      await expect(member(group).patch(ref, "merge", body)).rejects.toMatchObject({ reason: "Forbidden" });
      await expect(member(group).delete(ref)).rejects.toMatchObject({ reason: "Forbidden" });
    });
  });

  test("even who may write every NetworkPolicy of a namespace cannot touch a managed one", async () => {
    const namespace = "tenant-staging";
    const admin = company.sandbox.cluster();
    await admin.create(role(namespace, ["networking.k8s.io"], ["networkpolicies"]));
    await admin.create(roleBinding(namespace, "network-people"));
    const kind = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" };
    const [managed] = await admin.list(kind, { namespace });
    const ref = { ...kind, namespace, name: managed!.metadata.name };
    const user = member("network-people");
    const refusal = await eventually("the refusal", () => user.delete(ref).then(() => undefined, String));
    expect(refusal).toContain("'hikube-managed-objects' denied request");
    await expect(
      user.create({ ...kind, metadata: { name: "own", namespace }, spec: { podSelector: {} } }),
    ).resolves.toBeDefined();
    await expect(user.delete({ ...kind, namespace, name: "own" })).resolves.toBe(true);
  });

  test.each([
    ["support", "tenant-production", false],
    ["support", "tenant-production-shop", false],
    ["platform-team", "tenant-production", true],
    ["platform-team", "tenant-production-shop-payments", true],
    ["platform-team", "tenant-staging", false],
    ["shop-team", "tenant-production-shop", true],
    ["shop-team", "tenant-production-shop-payments", true],
    ["shop-team", "tenant-production", false],
    ["payments-team", "tenant-production-shop", false],
    ["developers", "tenant-staging", false],
    ["developers", "hikube-system", false],
    ["nobody", "tenant-development", false],
  ])("whether %s reads the secrets of %s: %s", async (group, namespace, allowed) => {
    const reading = member(group).list({ apiVersion: "v1", kind: "Secret" }, { namespace });
    if (allowed) await expect(reading).resolves.toEqual(expect.any(Array));
    else await expect(reading).rejects.toMatchObject({ reason: "Forbidden" });
  });

  test("a user of a tenant may use its pods but not read its secrets", async () => {
    const oncall = company.sandbox.cluster({ user: "oncall@example.com", groups: ["system:authenticated"] });
    await expect(
      oncall.list({ apiVersion: "v1", kind: "Pod" }, { namespace: "tenant-production-shop" }),
    ).resolves.toEqual([]);
    await expect(
      oncall.list({ apiVersion: "v1", kind: "Secret" }, { namespace: "tenant-production-shop" }),
    ).rejects.toMatchObject({
      reason: "Forbidden",
    });
  });

  test("production's people cannot read staging, the parent's people can read the sub-tenant", async () => {
    const owner = member("platform-team");
    const pods = { apiVersion: "v1", kind: "Pod" };
    await expect(owner.list(pods, { namespace: "tenant-staging" })).rejects.toMatchObject({ reason: "Forbidden" });
    await expect(owner.list(pods, { namespace: "tenant-production-shop" })).resolves.toEqual([]);
  });

  test("a signed-in person, not only an impersonated one, has these rights", async () => {
    const person = connect(await company.sandbox.clientCertificate("ann", ["shop-team"]));
    await expect(person.list({ apiVersion: "v1", kind: "Pod" }, { namespace: "tenant-staging" })).resolves.toEqual([]);
    await expect(
      person.list({ apiVersion: "v1", kind: "Pod" }, { namespace: "tenant-production" }),
    ).rejects.toMatchObject({ code: 403 });
    person.close();
  });

  test("the quotas of a subtree add up to what was declared", async () => {
    const quotas = await Promise.all(
      ["tenant-production", "tenant-production-shop", "tenant-production-shop-payments"].map(async (namespace) => {
        const all = await company.sandbox.cluster().list({ apiVersion: "v1", kind: "ResourceQuota" }, { namespace });
        return all.map((each) => (each.spec as { hard: Record<string, string> }).hard["requests.cpu"]).find(Boolean);
      }),
    );
    expect(quotas).toEqual(["24", "7", "1"]);
  });

  test("a change by hand shows as drift and is mended", async () => {
    const admin = company.sandbox.cluster();
    const kind = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" };
    const [policy] = await admin.list(kind, { namespace: "tenant-staging" });
    const ref = { ...kind, namespace: "tenant-staging", name: policy!.metadata.name };
    await admin.patch(ref, "json", [
      { op: "replace", path: "/spec/podSelector", value: { matchLabels: { opened: "yes" } } },
    ]);
    const plan = await company.terraform("plan", "-input=false", "-detailed-exitcode", "-no-color");
    expect(plan).toMatchObject({ code: 2, output: /Plan: 0 to add, 1 to change, 0 to destroy/ });
    await succeed("apply", "-input=false", "-auto-approve");
    expect((await admin.get(ref))?.spec).toEqual(policy!.spec);
    expect(await company.terraform("plan", "-input=false", "-detailed-exitcode")).toMatchObject({ code: 0 });
  });

  test("a protected tenant is not destroyed, and an unprotected configuration leaves no object behind", async () => {
    expect(await company.terraform("destroy", "-auto-approve", "-no-color")).toMatchObject({
      code: 1,
      output: /prevent_destroy/,
    });
    await company.synthesize({ UNPROTECTED: "1" });
    await succeed("apply", "-input=false", "-auto-approve");
    await succeed("destroy", "-input=false", "-auto-approve");
    expect(await managedObjects(company.sandbox.cluster())).toEqual([]);
  });
});

/** Everything in the cluster that carries our label, whatever its kind. */
async function managedObjects(cluster: Cluster): Promise<string[]> {
  const kinds = [
    ["v1", "Namespace"],
    ["v1", "ResourceQuota"],
    ["v1", "LimitRange"],
    ["v1", "ServiceAccount"],
    ["networking.k8s.io/v1", "NetworkPolicy"],
    ["rbac.authorization.k8s.io/v1", "RoleBinding"],
    ["rbac.authorization.k8s.io/v1", "ClusterRole"],
    ["rbac.authorization.k8s.io/v1", "ClusterRoleBinding"],
    ["admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy"],
    ["admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding"],
  ] as const;
  const labelSelector = "app.kubernetes.io/managed-by=hikube";
  const found = await Promise.all(
    kinds.map(([apiVersion, kind]) => cluster.list({ apiVersion, kind }, { labelSelector })),
  );
  return found.flat().map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ""}/${metadata.name}`);
}

interface PodWithStatus {
  readonly status: { readonly phase: string };
}

interface PodWithSpec {
  readonly spec: { readonly containers: readonly { readonly resources?: unknown }[] };
}

function resourcesOf(object: KubeObject): unknown {
  return (object as unknown as PodWithSpec).spec.containers[0]?.resources;
}

function podRef(namespace: string, name: string) {
  return { apiVersion: "v1", kind: "Pod", namespace, name };
}

function pod(namespace: string, name: string, extra: { requests?: object; securityContext?: object } = {}): KubeObject {
  const { requests, securityContext } = extra;
  const resources = requests === undefined ? undefined : { requests, limits: requests };
  const container = { name: "main", image: "example.com/app:1", resources, securityContext };
  return { apiVersion: "v1", kind: "Pod", metadata: { name, namespace }, spec: { containers: [container] } };
}

function configMap(namespace: string, name: string): KubeObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace }, data: { a: "b" } };
}

function role(namespace: string, apiGroups: readonly string[], resources: readonly string[]): KubeObject {
  const rules = [{ apiGroups, resources, verbs: ["*"] }];
  return { apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role", metadata: { name: "extra", namespace }, rules };
}

function roleBinding(namespace: string, group: string): KubeObject {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: { name: "extra", namespace },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "extra" },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: group }],
  };
}
