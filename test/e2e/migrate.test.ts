import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { listIn, objectIn } from "../../src/model/json";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { TENANT_KINDS } from "../../src/provider/objects/live";
import { PLATFORM_KINDS } from "../../src/provider/platform/apply";
import { provideProviders, type ProviderEnvironment } from "../../src/sandbox";
import { terraformBinaries } from "./binaries";
import { writeApp, type AppStack } from "./hikube-app";
import { blocksOf, runScript } from "./guide";
import { hikubeWith, succeeding, type Hikube } from "./hikube";
import { writeProgram } from "./new-repository";
import { asAnyCluster, describeOnSandbox } from "./support";

const MAIN = join(__dirname, "..", "..", "dist", "src", "cli", "main.js");
/** The steps of the page, as they stand there. */
const STEPS = blocksOf("docs/migrate.md", "sh");
const HCL = blocksOf("docs/migrate.md", "hcl")["From hand-written HCL"] ?? [];
const FILE = "hikube-migrate.tenants.tf.json";
const REQUIRED = `terraform {
  required_providers {
    hikube     = { source = "hikube/hikube" }
    kubernetes = { source = "hashicorp/kubernetes" }
  }
}
`;
/** Of these one is called as the tenant's own is, and leaves the code before the others. */
const LIMITS = (...names: readonly string[]): string => `
resource "kubernetes_limit_range_v1" "limits" {
  for_each = toset(${JSON.stringify(names)})
  metadata {
    name      = each.key
    namespace = "tenant-shop"
  }
  spec {
    limit {
      type = "Container"
    }
  }
  depends_on = [NAMESPACE]
}
`;
/** What the code has before anybody thinks of tenants. */
const FORMER = REQUIRED.replace(/ {4}hikube .*\n/, "");
const QUOTA = { cpu: "8", memory: "16Gi", storage: "100Gi" };
const CHILD = { cpu: "2", memory: "4Gi", storage: "10Gi" };

const YAML = (top: string): string => `formatVersion: 1
cluster: cluster.json
tenants:
  - name: ${top}
    profile: development
    quota: { cpu: "8", memory: 16Gi, storage: 100Gi }
    access: { admins: [{ kind: Group, name: developers }] }
    children:
      - name: web
        quota: { cpu: "2", memory: 4Gi, storage: 10Gi }
`;

/** The same tenants as resources of the provider. */
const tenantsOf = (top: string, admins: readonly object[] = [{ kind: "Group", name: "developers" }]) => ({
  top: { ...{ name: top, profile: "development", quota: QUOTA }, access: { admins } },
  web: { name: "web", parent: "${hikube_tenant.top.namespace}", quota: CHILD },
});

describeOnSandbox("hikube migrate", (sandbox) => {
  const home = process.cwd();
  let folder: string;
  let providers: ProviderEnvironment;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "hikube-migrate-"));
  });

  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  });

  /** All that tenants and platform consist of: what each object is, and that it is the same one. */
  async function objects(): Promise<ReadonlyMap<string, unknown>> {
    const kinds = [...TENANT_KINDS, ...PLATFORM_KINDS];
    const labelSelector = "app.kubernetes.io/managed-by=hikube";
    const lists = await Promise.all(kinds.map((kind) => sandbox().cluster().list(kind, { labelSelector })));
    return new Map(lists.flat().map((object) => [titleOf(object), bodyOf(object)]));
  }

  describe.each(terraformBinaries())("under $name", ({ name, path }) => {
    const hasPlatform = name === "terraform";
    let attempt: Hikube;
    let hikube: Hikube;
    let former: AppStack;
    let environment: Readonly<Record<string, string | undefined>>;
    /** Runs a step of the page. */
    const step = (heading: string, index: number) =>
      runScript(STEPS[heading]?.[index] ?? "exit 9", process.cwd(), environment);
    let before: ReadonlyMap<string, unknown>;
    const platform = hasPlatform ? { hikube_platform: { this: {} } } : {};
    const after = (): AppStack => ({
      provider: { ...objectIn(former.provider), hikube: [{ cluster_facts: readFileSync("cluster.json", "utf8") }] },
      required: former.required ?? {},
      resource: { ...platform, hikube_tenant: tenantsOf(name) },
    });

    beforeAll(async () => {
      const cwd = join(folder, name);
      mkdirSync(cwd);
      process.chdir(cwd);
      const env = { ...process.env, ...asAnyCluster(sandbox(), folder), HOME: folder, HIKUBE_TERRAFORM: path() };
      providers = await provideProviders({ source: "offline", environment: env });
      const bin = join(cwd, "bin");
      mkdirSync(bin);
      writeProgram(join(bin, "npx"), `shift\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
      writeProgram(join(bin, "terraform"), `exec '${path()}' "$@"\n`);
      environment = { ...env, ...providers.env, PATH: [bin, process.env.PATH].join(delimiter) };
      attempt = hikubeWith({ ...env, ...providers.env });
      hikube = succeeding(attempt);
      writeFileSync("cluster.json", JSON.stringify(await sandbox().facts()));
      writeFileSync("tenants.yaml", YAML(name));
      // A cluster has its platform once.
      await hikube("synth", "tenants.yaml", ...(hasPlatform ? [] : ["--no-platform"]));
      const synthesized = objectIn(JSON.parse(readFileSync("cdktf.out/stacks/tenants/cdk.tf.json", "utf8")));
      rmSync("cdktf.out", { recursive: true });
      const { resource, provider, terraform } = synthesized;
      former = { resource: objectIn(resource), provider, required: objectIn(objectIn(terraform).required_providers) };
      writeApp({ tenants: former });
      await hikube("apply", "--auto-approve");
      before = await objects();
      expect(before.size).toBeGreaterThan(30);
    });

    afterAll(() => providers.close());

    // Once is enough of what is this command's doing, whichever of the two it runs.
    if (!hasPlatform) {
      test("refuses, and names, what the new code would destroy", async () => {
        const { top } = tenantsOf(name);
        writeApp({ tenants: { ...after(), resource: { ...platform, hikube_tenant: { top } } } });
        const { code, out } = await attempt("migrate", "--json");
        expect(code).toBe(3);
        const [{ faults }] = (JSON.parse(out) as { stacks: [{ faults: { message: string }[] }] }).stacks;
        expect(faults.map(({ message }) => message)).toContain(
          `Namespace tenant-${name}-web would be destroyed: nothing that comes in this change makes it`,
        );
        expect((await attempt("migrate")).out).toMatch(/would be destroyed: .* \[migration-destroys\]\n {2}hint: /);
        expect(existsSync(FILE)).toBe(false);
      });
    }

    test("makes tenants and platform the provider's, and every object stays what and where it is", async () => {
      writeApp({ tenants: after() });
      const planned = await step("From the engine kubernetes", 0);
      expect(planned).toMatch(/^ {2}kubernetes_namespace_v1\.\S+ becomes hikube_tenant\.top$/m);
      expect(planned).toMatch(/^ {2}\d+ resources leave the state, their objects stay$/m);
      expect(planned).toMatch(/^0 to add, 0 to change, 0 to remove, \d+ to take over$/m);
      expect(planned).not.toMatch(/danger/);
      if (!hasPlatform) {
        // What becomes other at the same time is judged like any change.
        const raised = tenantsOf(name, [
          { kind: "Group", name: "developers" },
          { kind: "Group", name: "contractors" },
        ]);
        writeApp({ tenants: { ...after(), resource: { hikube_tenant: raised } } });
        const { out } = await hikube("plan");
        expect(out).toContain("access of Group contractors: none → admin");
        expect(out).toContain("reviewed: 1 danger");
        writeApp({ tenants: after() });
      }
      expect(await step("From the engine kubernetes", 1)).toMatch(/nothing to change\n$/);
      expect(await objects()).toEqual(before);
      rmSync(FILE);
      expect((await hikube("migrate")).out).toBe("nothing to migrate\n");
    });

    if (!hasPlatform) {
      test("refuses to delete tenants that another engine makes now, and names the way", async () => {
        writeApp({ tenants: { ...former, provider: after().provider } });
        const { code, out } = await attempt("plan");
        expect(code).toBe(3);
        expect(out.match(/error: .*/g)).toEqual([
          expect.stringMatching(/^error: engine: .*`hikube migrate`.*\[engine-changed\]$/),
        ]);
        expect(out).not.toMatch(/namespace-exists|tenant-recreated/);
      });
    }

    test("brings them back in the same way", async () => {
      writeApp({ tenants: { ...former, provider: after().provider } });
      // What a provider leaves out of an import stands in the cluster all the same.
      expect(await step("And back", 0)).not.toMatch(/podSecurity|namespace label|added:/);
      expect(await objects()).toEqual(before);
      rmSync(FILE);
      expect((await hikube("plan")).out).toBe("nothing to change\n");
    });

    if (!hasPlatform) {
      test("an object that a hikube_manifest adopts of a typed resource is told as taken over", async () => {
        const metadata = { name: "settings", namespace: `tenant-${name}` };
        const from = "kubernetes_config_map_v1.settings";
        const write = (resource: object, more: AppStack = {}) => {
          const all = { ...objectIn(former.resource), ...resource };
          writeApp({ tenants: { ...former, ...more, provider: after().provider, resource: all } });
        };
        write({ kubernetes_config_map_v1: { settings: { metadata, data: { a: "1" } } } });
        await hikube("apply", "--auto-approve");
        const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata, data: { a: "1" } };
        const taken = { hikube_manifest: { settings: { manifest, adopt: true } } };
        write(taken, { removed: [{ from, lifecycle: { destroy: false } }] });
        const { out } = await hikube("plan");
        expect(out).toMatch(/other resources +1 taken over\n +=  ?hikube_manifest\.settings/);
        expect(out).not.toMatch(/added:|changed:/);
        await hikube("apply", "--auto-approve");
        write(taken);
        expect((await hikube("plan")).out).toBe("nothing to change\n");
      });
    }

    test("makes a namespace of hand-written HCL a tenant, and then removes what was there", async () => {
      const place = join(folder, `hcl-${name}`);
      mkdirSync(place);
      process.chdir(place);
      const write = (block: string, required = REQUIRED) => {
        writeFileSync("main.tf", `${required}${block.replaceAll("shop", `${name}shop`)}`);
      };
      const run = (lines: string) => runScript(lines, place, environment);
      const namespace = { apiVersion: "v1", kind: "Namespace", name: `tenant-${name}shop` };
      const policies = async () => {
        const ref = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" };
        const found = await sandbox().cluster().list(ref, { namespace: namespace.name });
        return found.map(({ metadata }) => metadata.name);
      };
      const limits = (names: readonly string[], namespace: string) => LIMITS(...names).replace("NAMESPACE", namespace);
      const rest = limits(["mine"], "hikube_tenant.shop");
      const both = limits(["mine", "hikube-container"], "kubernetes_namespace_v1.shop");
      write(`${HCL[0] ?? ""}${both}`, FORMER);
      await run("terraform init && terraform apply -auto-approve");
      const uid = (await sandbox().cluster().get(namespace))?.metadata.uid;
      // A policy that leaves in the same change would be gone before the tenant's stand.
      write((HCL[1] ?? "").split('resource "kubernetes')[0] ?? "");
      const refused = await attempt("migrate", "--hcl");
      expect(refused.code).toBe(3);
      expect(refused.out).toContain(`NetworkPolicy tenant-${name}shop/deny-all would be destroyed`);
      write(`${HCL[1] ?? ""}${rest}`);
      const taken = await step("From hand-written HCL", 0);
      expect(taken).toContain(`review and commit it, then \`${name} plan\` and \`${name} apply\`;`);
      expect(taken).toContain("0 destroyed");
      expect(await policies()).toEqual(expect.arrayContaining(["deny-all", "hikube-default-deny-ingress"]));
      rmSync("hikube-migrate.tf.json");
      write(`${(HCL[1] ?? "").split('resource "kubernetes')[0] ?? ""}${rest}`);
      expect(await step("From hand-written HCL", 1)).toContain("0 added, 0 changed, 1 destroyed");
      expect(await policies()).not.toContain("deny-all");
      expect((await sandbox().cluster().get(namespace))?.metadata.uid).toBe(uid);
    });
  });
});

function titleOf({ kind, metadata }: KubeObject): string {
  return [kind, metadata.namespace, metadata.name].filter((part) => part !== undefined).join(" ");
}

/** The object without what only says who wrote it, and when; hashicorp/kubernetes gives groups a namespace, which counts for nothing. */
function bodyOf({ metadata, ...body }: KubeObject): unknown {
  const { name, uid, labels } = metadata;
  const subjects = listIn(body.subjects).map((subject) => {
    const { kind, namespace, ...rest } = objectIn(subject);
    return kind === "Group" ? { kind, ...rest } : { kind, namespace, ...rest };
  });
  return { ...body, subjects, status: undefined, metadata: { name, uid, labels } };
}
