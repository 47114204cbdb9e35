import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { provideProviders, type ProviderEnvironment } from "../../src/sandbox";
import { terraformBinaries } from "./binaries";
import { hikubeWith, succeeding, type Hikube, type Said } from "./hikube";
import { describeOnSandbox, eventually } from "./support";

const ROOT = join(__dirname, "..", "..");
const TSX = join(ROOT, "node_modules", "tsx", "dist", "cli.mjs");

/** The commands over a cdktf app and over a tenants file, against a real cluster. */
describeOnSandbox("hikube", (sandbox) => {
  // The first of the two will do: recover.test.ts runs both through the same code.
  const [binary] = terraformBinaries();
  const home = process.cwd();
  let folder: string;
  let providers: ProviderEnvironment;
  let attempt: Hikube;
  let hikube: Hikube;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "hikube-cli-"));
    process.chdir(folder);
    const facts = join(folder, "cluster.json");
    writeFileSync(facts, JSON.stringify(await sandbox().facts()));
    const environment = { ...process.env, ...sandbox().env, HIKUBE_TERRAFORM: binary?.path(), UNPROTECTED: "1" };
    providers = await provideProviders({ source: "offline", environment });
    attempt = hikubeWith({ ...environment, ...providers.env, CLUSTER_FACTS: facts });
    hikube = succeeding(attempt);
  });

  afterAll(async () => {
    process.chdir(home);
    await providers.close();
    rmSync(folder, { recursive: true, force: true });
  });

  describe("over a cdktf app", () => {
    beforeAll(() => {
      const words = [process.execPath, TSX, "--tsconfig", join(ROOT, "tsconfig.json")];
      const app = [...words, join(ROOT, "examples", "company", "main.ts")]
        .map((word) => JSON.stringify(word))
        .join(" ");
      writeFileSync("cdktf.json", JSON.stringify({ app }));
    });

    test("plans before anything is there, and says for which cluster", async () => {
      const { out } = await hikube("plan");
      expect(out).toContain(`stack company on ${sandbox().server}`);
      expect(out).toMatch(/tenant-production-shop-payments +\d+ added/);
      expect(out).toMatch(/\d+ to add, 0 to change, 0 to remove/);
    });

    test("applies, and has nothing to change then", async () => {
      const { out, err } = await hikube("apply", "--auto-approve");
      expect(out).toMatch(/^stack company: \d+ changes made/);
      expect(err).toContain("tenant-production is done");
      expect(err).toMatch(/waiting for the guardrails of company: in force/);
      expect((await hikube("plan", "--no-synth")).out).toBe("nothing to change\n");
    });

    test("reads what it synthesized", async () => {
      expect((await hikube("check")).out).toContain("6 tenants, no fault");
      expect((await hikube("tree")).out).toContain("tenant-production-shop-payments");
    });

    test("names the volumes that a destroy would take, and leaves nothing", async () => {
      await sandbox().cluster().create(claim("tenant-sandbox"));
      const { err } = await hikube("destroy", "--no-synth", "--auto-approve");
      expect(err).toMatch(/tenant-sandbox +\d+ removed: the whole tenant/);
      expect(err).toMatch(/tenant-sandbox is removed with 0 pods and 1 volume: data \(1Gi/);
      expect((await hikube("plan", "--no-synth")).out).toMatch(/\d+ to add, 0 to change, 0 to remove/);
    });
  });

  describe("over a tenants file", () => {
    beforeAll(async () => {
      writeTenants({ parent: "4", child: "1" });
      await hikube("apply", "tenants.yaml", "--auto-approve");
      await sandbox().cluster().create(deployment("tenant-alpha"));
    });

    test("warns of a quota that moves below what is in use", async () => {
      await eventually("the pods' use", async () => {
        const quota = await sandbox().cluster().get(quotaRef("tenant-alpha"));
        return (quota?.status as { used?: Record<string, string> }).used?.["requests.cpu"] === "2";
      });
      writeTenants({ parent: "4", child: "3" });
      const { out } = await hikube("plan", "tenants.yaml");
      expect(out).toContain("quota requests.cpu 3 → 1");
      expect(out).toContain("warning: tenant-alpha uses requests.cpu 2, more than the new 1");
      expect(out).toMatch(/0 to add, \d+ to change, 0 to remove/);
      writeTenants({ parent: "4", child: "1" });
    });

    test("the plan for programs names objects and moves", async () => {
      writeTenants({ parent: "5", child: "1" });
      const { out } = await hikube("plan", "tenants.yaml", "--json");
      expect(JSON.parse(out)).toMatchObject({
        stacks: [{ stack: "tenants", tenants: [{ tenant: "tenant-alpha", added: [], removed: [] }] }],
      });
      writeTenants({ parent: "4", child: "1" });
    });

    test("tells all faults of a file at once, and applies nothing of it", async () => {
      writeTenants(
        { parent: "4", child: "9" },
        "  - { name: good, profile: staging }\n  - { name: Wrong, profile: staging }",
      );
      const { code, err } = await attempt("apply", "tenants.yaml", "--auto-approve");
      expect(code).toBe(2);
      expect(err).toMatch(/quota\.cpu: more than "alpha" has left.*\n.*Wrong\.name: /);
      const good = { apiVersion: "v1", kind: "Namespace", name: "tenant-good" };
      expect(await sandbox().cluster().get(good)).toBeUndefined();
      writeTenants({ parent: "4", child: "1" });
    });

    test("a refused apply names what failed and why, and ends with 1", async () => {
      const blocker = { apiVersion: "v1", kind: "Namespace", metadata: { name: "tenant-blocked" } };
      await sandbox().cluster().create(blocker);
      writeTenants({ parent: "4", child: "1" }, "  - { name: blocked, profile: development }");
      const { code, out } = await attempt("apply", "tenants.yaml", "--auto-approve");
      expect(code).toBe(1);
      expect(out).toMatch(
        /1 failed\nterraform apply of stack "tenants" failed \[terraform-failed\]:\n.*"tenant-blocked" already exists/,
      );
      writeTenants({ parent: "4", child: "1" });
    });

    test("suspends a tenant with its sub-tenants, shows it as drift, and brings everything back", async () => {
      const { out } = await hikube("suspend", "tenant-alpha");
      expect(out).toContain("tenant-alpha is suspended: 1 workload scaled to zero");
      expect(out).toContain("tenant-alpha-web is suspended: 0 workloads scaled to zero");
      expect(await replicas()).toBe(0);
      await expect(sandbox().cluster().create(pod("tenant-alpha-web"))).rejects.toThrow(/exceeded quota/);
      expect((await hikube("plan", "tenants.yaml")).out).toContain("quota pods 0 → 200");
      expect((await hikube("suspend", "tenant-alpha")).out).toContain("0 workloads scaled to zero");

      expect((await hikube("resume", "tenant-alpha")).out).toContain("tenant-alpha is resumed: 1 workload restored");
      expect(await replicas()).toBe(2);
      expect((await hikube("resume", "tenant-alpha")).out).toContain("0 workloads restored");
      expect((await hikube("plan", "tenants.yaml")).out).toBe("nothing to change\n");
    });

    test("suspends what is past its time, and only that", async () => {
      expect((await hikube("expire", "tenants.yaml")).out).toBe("no tenant has expired\n");
      writeFileSync("past.yaml", readFileSync("tenants.yaml", "utf8").replace("2031-05-01", "2021-05-01"));
      expect((await attempt("expire", "past.yaml")).code).toBe(3);
      const { out } = await hikube("expire", "past.yaml", "--suspend");
      expect(out).toMatch(/expired: tenant-alpha, at 2021-05-01T00:00:00Z \(\d+ days ago\)/);
      expect(out).toContain("tenant-alpha is suspended: 1 workload scaled to zero");
      expect(out).not.toContain("tenant-beta");
      await hikube("resume", "tenant-alpha");
    });

    test("does not open by hand what the code suspends", async () => {
      writeTenants({ parent: "4", child: "1" }, "", "suspended: true");
      await hikube("apply", "tenants.yaml", "--auto-approve");
      const refused = await attempt("resume", "tenant-alpha");
      expect(refused).toMatchObject({ code: 2, err: expect.stringContaining("is suspended by the code") as unknown });
      writeTenants({ parent: "4", child: "1" });
      await hikube("apply", "tenants.yaml", "--auto-approve");
    });

    test.each([
      ["nowhere", "the cluster has no namespace nowhere"],
      ["kube-system", "the namespace kube-system is not a tenant"],
    ])("suspends nothing in %s", async (namespace, message) => {
      const said: Said = await attempt("suspend", namespace);
      expect(said).toMatchObject({ code: 2, out: "", err: expect.stringContaining(message) as unknown });
    });

    async function replicas(): Promise<unknown> {
      const found = await sandbox()
        .cluster()
        .get({ apiVersion: "apps/v1", kind: "Deployment", name: "web", namespace: "tenant-alpha" });
      return (found?.spec as { replicas: number }).replicas;
    }
  });
});

/** Tenants alpha (with web) and beta; `parent` and `child` are CPUs. */
function writeTenants({ parent, child }: { parent: string; child: string }, more = "", ofAlpha = ""): void {
  const text = `
formatVersion: 1
cluster: cluster.json
tenants:
  - name: alpha
    profile: development
    expiresAt: 2031-05-01T00:00:00Z
    quota: { cpu: "${parent}", memory: 16Gi, storage: 100Gi }
    ${ofAlpha}
    children:
      - name: web
        quota: { cpu: "${child}", memory: 2Gi, storage: 10Gi }
  - name: beta
    profile: development
${more}
`;
  writeFileSync("tenants.yaml", text);
}

function quotaRef(namespace: string) {
  return { apiVersion: "v1", kind: "ResourceQuota", name: "hikube-tenant", namespace };
}

const CONTAINER = {
  name: "main",
  image: "example.com/app:1",
  resources: { requests: { cpu: "1" }, limits: { cpu: "1" } },
};

function pod(namespace: string): KubeObject {
  return { apiVersion: "v1", kind: "Pod", metadata: { name: "one", namespace }, spec: { containers: [CONTAINER] } };
}

/** Two pods that request a CPU each. */
function deployment(namespace: string): KubeObject {
  const labels = { app: "web" };
  const template = { metadata: { labels }, spec: { containers: [CONTAINER] } };
  const spec = { replicas: 2, selector: { matchLabels: labels }, template };
  return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace }, spec };
}

function claim(namespace: string): KubeObject {
  const spec = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };
  return { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name: "data", namespace }, spec };
}
