import { TerraformStack } from "cdktf";
import { HikubePlatform, HikubeTenant, Subject, TenantProfile } from "cdktf-hikube";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import type { Sandbox } from "../../src/sandbox";
import { terraformBinaries } from "./binaries";
import { openStacks, type Stacks } from "./stacks";
import { describeOnSandbox, eventually } from "./support";

const NAMESPACE = "legacy";
const ACCOUNT = { apiVersion: "v1", kind: "ServiceAccount", name: "default", namespace: NAMESPACE };
const KINDS = [
  { apiVersion: "v1", kind: "ConfigMap" },
  { apiVersion: "v1", kind: "Secret" },
  { apiVersion: "v1", kind: "Pod" },
  { apiVersion: "v1", kind: "PersistentVolumeClaim" },
  { apiVersion: "v1", kind: "ResourceQuota" },
  { apiVersion: "apps/v1", kind: "Deployment" },
  { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
  { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding" },
];

describe.each(terraformBinaries())("a namespace that was made by hand, adopted by $name", (binary) => {
  describeOnSandbox("on a real API server", (sandbox) => {
    let stacks: Stacks;
    let before: readonly string[];

    beforeAll(async () => {
      stacks = await openStacks(binary.path(), sandbox());
      await makeByHand(sandbox());
      before = await identities(sandbox());
      const cluster = await sandbox().facts();
      stacks.synth((app) => {
        const stack = new TerraformStack(app, "company");
        stacks.configure(stack, { ignoreLabels: ["^example\\.com/"], ignoreAnnotations: ["^example\\.com/"] });
        const platform = new HikubePlatform(stack, "platform", { cluster });
        new HikubeTenant(stack, "legacy", {
          name: "legacy",
          namespace: NAMESPACE,
          adopt: true,
          platform,
          profile: TenantProfile.DEVELOPMENT,
          access: { viewers: [Subject.group("support")] },
        });
      });
    }, 300_000);

    afterAll(() => stacks.close());

    test("is imported, and nothing is destroyed by it", async () => {
      expect(await stacks.apply("company")).toMatch(/1 imported, \d+ added, 1 changed, 0 destroyed/);
    });

    test("has its isolation and bindings, and a second plan is empty", async () => {
      expect(await stacks.plan("company")).toMatchObject({ code: 0 });
      const quota = { apiVersion: "v1", kind: "ResourceQuota", name: "hikube-tenant", namespace: NAMESPACE };
      await expect(sandbox().cluster().get(quota)).resolves.toMatchObject({ spec: { hard: { "requests.cpu": "8" } } });
      const viewer = sandbox().cluster({ user: "eve", groups: ["support"] });
      await expect(viewer.list(KINDS[2]!, { namespace: NAMESPACE })).resolves.toHaveLength(2);
    });

    test("keeps every object that was in it", async () => {
      expect(await identities(sandbox())).toEqual(expect.arrayContaining([...before]));
    });

    test("is made anew in a cluster that does not have it, with the adoption left in the code", async () => {
      const cluster = await sandbox().facts();
      stacks.synth((app) => {
        const stack = new TerraformStack(app, "company");
        stacks.configure(stack, { ignoreLabels: ["^example\\.com/"], ignoreAnnotations: ["^example\\.com/"] });
        const platform = new HikubePlatform(stack, "platform", { cluster });
        const access = { viewers: [Subject.group("support")] };
        const profile = TenantProfile.DEVELOPMENT;
        new HikubeTenant(stack, "legacy", {
          name: "legacy",
          namespace: NAMESPACE,
          adopt: true,
          platform,
          profile,
          access,
        });
        new HikubeTenant(stack, "fresh", { name: "fresh", adopt: true, platform, profile });
      });
      expect(await stacks.apply("company")).toMatch(/Resources: \d+ added, 0 changed, 0 destroyed/);
      expect(await stacks.plan("company")).toMatchObject({ code: 0 });
    });

    test("keeps the labels and annotations that the provider is told to ignore", async () => {
      const namespace = await sandbox().cluster().get({ apiVersion: "v1", kind: "Namespace", name: NAMESPACE });
      expect(namespace!.metadata).toMatchObject({
        labels: { "example.com/team": "old", "hikube.cloud/tenant": NAMESPACE },
        annotations: { "example.com/contact": "ann" },
      });
    });

    test("starts pods without a token, with the pull secrets that its people gave them", async () => {
      await expect(sandbox().cluster().get(ACCOUNT)).resolves.toMatchObject({
        automountServiceAccountToken: false,
        imagePullSecrets: [{ name: "registry" }],
        metadata: { annotations: { "cloud.example.com/role": "reader" } },
      });
    });
  });
});

/** What a team has in its namespace before anybody speaks of tenants. */
async function makeByHand(sandbox: Sandbox): Promise<void> {
  const admin = sandbox.cluster();
  const metadata = (name: string) => ({ name, namespace: NAMESPACE });
  await admin.create({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: NAMESPACE,
      labels: { "example.com/team": "old", stale: "yes" },
      annotations: { "example.com/contact": "ann", stale: "yes" },
    },
  });
  const labels = { app: "web" };
  const template = { metadata: { labels }, spec: { containers: [{ name: "web", image: "example.com/web:1" }] } };
  const objects: readonly KubeObject[] = [
    { ...KINDS[0]!, metadata: metadata("settings"), data: { a: "b" } },
    { ...KINDS[1]!, metadata: metadata("registry"), data: {} },
    {
      ...KINDS[3]!,
      metadata: metadata("data"),
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    },
    { ...KINDS[4]!, metadata: metadata("own"), spec: { hard: { pods: "50" } } },
    { ...KINDS[5]!, metadata: metadata("web"), spec: { replicas: 2, selector: { matchLabels: labels }, template } },
    { ...KINDS[6]!, metadata: metadata("own"), spec: { podSelector: { matchLabels: labels }, ingress: [{}] } },
  ];
  for (const object of objects) await admin.create(object);
  await eventually("the default account", () => admin.get(ACCOUNT));
  const account = { imagePullSecrets: [{ name: "registry" }], metadata: { annotations: ROLE } };
  await admin.patch(ACCOUNT, "merge", account);
  await eventually(
    "two pods",
    async () => (await admin.list(KINDS[2]!, { namespace: NAMESPACE })).length === 2 || undefined,
  );
}

/** Annotations by which clouds give an account a role. */
const ROLE = { "cloud.example.com/role": "reader" };

/** What the cluster itself calls the objects of the namespace: another uid is another object. */
async function identities(sandbox: Sandbox): Promise<readonly string[]> {
  const lists = await Promise.all(KINDS.map((kind) => sandbox.cluster().list(kind, { namespace: NAMESPACE })));
  return lists.flat().map(({ kind, metadata }) => `${kind} ${metadata.name} ${String(metadata.uid)}`);
}
