import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../../src/kube/cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { BASE_ISOLATION } from "../../src/model/tenant/objects/base-isolation";
import { provideProviders, type ProviderEnvironment } from "../../src/sandbox";
import { terraformBinaries } from "./binaries";
import { hikubeWith, succeeding, type Hikube } from "./hikube";
import { describeOnSandbox, eventually } from "./support";

const NAMESPACE = { apiVersion: "v1", kind: "Namespace" };
const POD = { apiVersion: "v1", kind: "Pod" };
const QUOTA = { apiVersion: "v1", kind: "ResourceQuota" };
const POLICY = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" };
const FINALIZER = "example.com/backup";
const GONE = /tenant-gamma: .*`protected: false`.*\[protected-tenant-removed\]/;

/** The words of a tenants file, tenant by tenant. */
const ALPHA =
  '  - { name: alpha, profile: development, quota: { cpu: "8" }, children: [{ name: web, quota: { cpu: "2", memory: 4Gi, storage: 1Gi } }] }';
const BARE_ALPHA = '  - { name: alpha, profile: development, quota: { cpu: "8" } }';
const BETA = "  - { name: beta, profile: development }";
const GAMMA = "  - { name: gamma, profile: production }";

describe.each(terraformBinaries())("a tenant that is removed by hikube with $name", (binary) => {
  describeOnSandbox("on a real API server", (sandbox) => {
    const home = process.cwd();
    let folder: string;
    let providers: ProviderEnvironment;
    let attempt: Hikube;
    let hikube: Hikube;
    let admin: Cluster;

    beforeAll(async () => {
      admin = sandbox().cluster();
      folder = mkdtempSync(join(tmpdir(), "hikube-removal-"));
      process.chdir(folder);
      writeFileSync(join(folder, "cluster.json"), JSON.stringify(await sandbox().facts()));
      const environment = { ...process.env, ...sandbox().env, HIKUBE_TERRAFORM: binary.path() };
      providers = await provideProviders({ source: "offline", environment });
      attempt = hikubeWith({ ...environment, ...providers.env });
      hikube = succeeding(attempt);
      write(ALPHA, BETA, GAMMA);
      await hikube("apply", "tenants.yaml", "--auto-approve");
    }, 300_000);

    afterAll(async () => {
      process.chdir(home);
      await providers.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const read = (name: string) => admin.get({ ...NAMESPACE, name });

    describe("and is protected", () => {
      test.each(["plan", "apply", "destroy"])("is refused by %s before anything is done", async (command) => {
        const before = await objectsOf(admin, "tenant-gamma");
        write(ALPHA, BETA);
        const approval = command === "plan" ? [] : ["--auto-approve"];
        const { code, out } = await attempt(command, "tenants.yaml", ...approval);
        expect(code).toBe(command === "plan" ? 3 : 1);
        expect(out).toMatch(GONE);
        expect(await objectsOf(admin, "tenant-gamma")).toEqual(before);
        for (const name of ["tenant-alpha", "tenant-beta"]) expect(await read(name)).toBeDefined();
      });

      test("is an error for programs too", async () => {
        const { out } = await attempt("plan", "tenants.yaml", "--json");
        expect(JSON.parse(out)).toMatchObject({
          stacks: [{ removals: [{ namespace: "tenant-gamma", isProtected: true }] }],
        });
      });

      test("is found in the cluster where the state does not know it", async () => {
        const mark = (value: string | null) => ({ metadata: { annotations: { "hikube.cloud/protected": value } } });
        await admin.patch({ ...NAMESPACE, name: "tenant-beta" }, "merge", mark("true"));
        write(ALPHA, GAMMA);
        const { code, out } = await attempt("apply", "tenants.yaml", "--auto-approve");
        expect(code).toBe(1);
        expect(out).toMatch(/tenant-beta: .*\[protected-tenant-removed\]/);
        await admin.patch({ ...NAMESPACE, name: "tenant-beta" }, "merge", mark(null));
      });

      test("goes at once after it was unprotected", async () => {
        write(ALPHA, BETA, GAMMA.replace("production", "production, protected: false"));
        await hikube("apply", "tenants.yaml", "--auto-approve");
        write(ALPHA, BETA);
        await hikube("apply", "tenants.yaml", "--auto-approve");
        expect(await read("tenant-gamma")).toBeUndefined();
        expect((await hikube("plan", "tenants.yaml")).out).toBe("nothing to change\n");
      });
    });

    describe("while its pods take their time", () => {
      const web = "tenant-alpha-web";

      test("keeps all isolation as long as a pod is there, and its parent gets nothing before", async () => {
        await admin.create(slowNode());
        await admin.create(pod("held", web, { finalizers: [FINALIZER] }));
        await admin.create(pod("slow", web, {}, { nodeName: "slow", terminationGracePeriodSeconds: 600 }));
        await eventually("the pods", async () => (await admin.list(POD, { namespace: web })).length === 2 || undefined);
        write(BARE_ALPHA, BETA);
        const plan = await hikube("plan", "tenants.yaml");
        expect(plan.out).toContain(`first: namespace ${web} is deleted with all that is in it, and waited for`);

        const watcher = sampler(admin, web, "tenant-alpha");
        const applied = hikube("apply", "tenants.yaml", "--auto-approve");
        await eventually("twenty looks at pods that end", () => watcher.ending() >= 20 || undefined);
        await release(admin, web);
        const { err } = await applied;
        const { naked, early } = await watcher.stop();
        expect(naked).toEqual([]);
        expect(early).toEqual([]);
        expect(err).toContain(`deleting namespace ${web}`);
        expect(await cpuOf(admin, "tenant-alpha")).toBe("8");
        expect((await hikube("plan", "tenants.yaml")).out).toBe("nothing to change\n");
      });

      test("is told of what holds it up, and another run goes on where this one stopped", async () => {
        await admin.create(pod("held", "tenant-beta", { finalizers: [FINALIZER] }));
        write(BARE_ALPHA);
        const { code, err } = await attempt("apply", "tenants.yaml", "--auto-approve", "--removal-timeout", "2");
        expect(code).toBe(1);
        expect(err).toMatch(
          /the namespace tenant-beta is still there after 2 s \[namespace-remains\]\n.*1 pods left: held\n.*finalizer example\.com\/backup/,
        );
        expect(await objectsOf(admin, "tenant-beta")).toEqual(
          expect.arrayContaining(["NetworkPolicy hikube-default-deny-egress"]),
        );
        await release(admin, "tenant-beta");
        await hikube("apply", "tenants.yaml", "--auto-approve");
        expect(await read("tenant-beta")).toBeUndefined();
        expect((await hikube("plan", "tenants.yaml")).out).toBe("nothing to change\n");
      });

      test("goes with destroy the same way, its parent after it", async () => {
        write(ALPHA);
        await hikube("apply", "tenants.yaml", "--auto-approve");
        await admin.create(pod("held", web, { finalizers: [FINALIZER] }));
        const watcher = sampler(admin, web, "tenant-alpha");
        const destroyed = hikube("destroy", "tenants.yaml", "--auto-approve");
        await eventually("looks at pods that end", () => watcher.ending() >= 10 || undefined);
        expect((await read("tenant-alpha"))?.status).toMatchObject({ phase: "Active" });
        await release(admin, web);
        await destroyed;
        expect((await watcher.stop()).naked).toEqual([]);
        expect(await read("tenant-alpha")).toBeUndefined();
      });
    });

    function write(...tenants: readonly string[]): void {
      const text = ["formatVersion: 1", "cluster: cluster.json", "tenants:", ...tenants, ""].join("\n");
      writeFileSync(join(folder, "tenants.yaml"), text);
    }
  });
});

const BASE = Object.entries(BASE_ISOLATION).flatMap(([kind, names]) => names.map((name) => `${kind} ${name}`));
const KINDS = [
  POLICY,
  QUOTA,
  { apiVersion: "v1", kind: "LimitRange" },
  { apiVersion: "v1", kind: "ServiceAccount" },
  { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding" },
];

async function objectsOf(admin: Cluster, namespace: string): Promise<readonly string[]> {
  const lists = await Promise.all(KINDS.map((kind) => admin.list(kind, { namespace })));
  return lists.flat().map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

async function cpuOf(admin: Cluster, namespace: string): Promise<string | undefined> {
  const quota = await admin.get({ ...QUOTA, name: "hikube-tenant", namespace });
  return (quota?.spec as { hard: Readonly<Record<string, string>> } | undefined)?.hard["requests.cpu"];
}

interface Sampler {
  /** Looks at which pods were there that had been told to end. */
  ending(): number;
  /** What was missing of the isolation while pods were there, and what the parent had too early. */
  stop(): Promise<{ readonly naked: readonly string[]; readonly early: readonly string[] }>;
}

/** Looks as fast as it can. The isolation first, then the pods: a pod that is seen afterwards was there without it. */
function sampler(admin: Cluster, namespace: string, parent: string): Sampler {
  const [naked, early]: [string[], string[]] = [[], []];
  const state = { ending: 0, over: false };
  const loop = async () => {
    while (!state.over) {
      const [objects, cpu] = [await objectsOf(admin, namespace), await cpuOf(admin, parent)];
      const pods = await admin.list(POD, { namespace });
      const missing = BASE.filter((name) => !objects.includes(name));
      if (pods.length > 0 && missing.length > 0) naked.push(`${String(pods.length)} pods without ${missing.join()}`);
      if (pods.length > 0 && cpu === "8") early.push(cpu);
      if (pods.some(({ metadata }) => "deletionTimestamp" in metadata)) state.ending += 1;
      await sleep(10);
    }
  };
  const running = loop();
  return {
    ending: () => state.ending,
    async stop() {
      state.over = true;
      await running;
      return { naked, early };
    },
  };
}

/** Ready, and with nobody who ends its pods. */
function slowNode(): KubeObject {
  const status = {
    conditions: [{ type: "Ready", status: "True" }],
    capacity: { pods: "10" },
    allocatable: { pods: "10" },
  };
  return { apiVersion: "v1", kind: "Node", metadata: { name: "slow" }, status };
}

function pod(name: string, namespace: string, metadata: object = {}, spec: object = {}): KubeObject {
  const containers = [{ name: "app", image: "example.com/app:1", imagePullPolicy: "Always" }];
  return { ...POD, metadata: { name, namespace, ...metadata }, spec: { containers, ...spec } };
}

/** Takes the finalizer away, and ends the pods as their kubelet would. */
async function release(admin: Cluster, namespace: string): Promise<void> {
  for (const { metadata } of await admin.list(POD, { namespace })) {
    const ref = { ...POD, namespace, name: metadata.name };
    await admin.patch(ref, "merge", { metadata: { finalizers: null } });
    await admin.delete(ref, { gracePeriodSeconds: 0 });
  }
}
