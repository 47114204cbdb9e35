import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWithRegistry, install, packed, synthesized, type Packed, type Project } from "./packed";

const BINDINGS = { "@cdktf/provider-kubernetes": "12.1.1" };

/** cdktf, and its continuation in its name, as docs/constructs.md says. */
const LINES = {
  cdktf: { dependencies: { cdktf: "0.21.0", constructs: "10.4.2" } },
  cdktn: {
    dependencies: { cdktf: "npm:cdktn@0.24.0", constructs: "10.7.0" },
    overrides: { "@cdktf/provider-kubernetes": { cdktf: "$cdktf" }, "@cdktf/provider-helm": { cdktf: "$cdktf" } },
  },
} as const;

const ROOT = join(__dirname, "..", "..");
const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { readonly exports: object };
const ENTRIES = Object.keys(manifest.exports).filter((entry) => !entry.endsWith(".json"));

/** Loads every entry point that the package exports and prints how many names each has. */
const EVERY_ENTRY = `
${ENTRIES.map((entry, index) => `import * as entry${index} from "${join("cdktf-hikube", entry)}";`).join("\n")}
import { HikubeTenant, type HikubeTenantProps } from "cdktf-hikube";
export const typeOf = (tenant: HikubeTenant): string => tenant.namespaceResource.terraformResourceType;
export const nameIn = (props: HikubeTenantProps): string => props.name;
const entries: readonly object[] = [${ENTRIES.map((_, index) => `entry${index}`).join(", ")}];
console.log(JSON.stringify(entries.map((entry) => Object.keys(entry).length)));
`;

/** Node finds what an ES module may import from CommonJS by its text: prints each name that is exported and not found, or is nothing. */
const NATIVE = `
import { createRequire } from "node:module";
const entries = ${JSON.stringify(ENTRIES.map((entry) => join("cdktf-hikube", entry)))};
const missing = [];
for (const entry of entries) {
  const found = await import(entry);
  const exported = Object.keys(createRequire(import.meta.url)(entry));
  missing.push(...exported.filter((name) => found[name] === undefined).map((name) => entry + ": " + name));
}
console.log(JSON.stringify(missing));
`;

/** An app of the engine `hikube`, with all kinds of classes of its provider. */
const ENGINE = `
import { App, TerraformStack } from "cdktf";
import { ClusterFacts, HikubePlatform, HikubeSubTenant, HikubeTenant, Port, TenantProfile } from "cdktf-hikube";
import { DataHikubeTenants, EphemeralHikubeKubeconfig, HikubeProvider, Manifest, type TenantConfig } from "cdktf-hikube/provider";
const app = new App({ outdir: "engine.out" });
const stack = new TerraformStack(app, "engine");
new HikubeProvider(stack, "hikube", { exec: { apiVersion: "v1", command: "aws", env: { AWS_PROFILE: "x" } } });
const platform = new HikubePlatform(stack, "platform", { cluster: ClusterFacts.fromFile("cluster.json"), engine: "hikube" });
const top = new HikubeTenant(stack, "top", { platform, name: "top", profile: TenantProfile.STAGING, cost: { note: "\${x}" } });
const quota = { cpu: "1", memory: "1Gi", storage: "1Gi", loadBalancers: 0 };
const shop = new HikubeSubTenant(stack, "shop", { parent: top, name: "shop", quota });
shop.allowTo(top, Port.tcp(80));
export const data: TenantConfig["quota"] = { cpuLimits: "1" };
const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x", namespace: shop.namespace }, data: { aB: "1" } };
new Manifest(stack, "map", { manifest, timeouts: { create: "1m" } });
new DataHikubeTenants(stack, "tenants", { labels: { "a/bC": "d" } });
new EphemeralHikubeKubeconfig(stack, "kubeconfig", { namespace: top.namespace, level: "viewer" });
app.synth();
`;

const PROVIDER = `
import { forClient, serveInProcess } from "cdktf-hikube/plugin";
import { planOf } from "cdktf-hikube/plugin/testing";
const { provider, resource } = forClient<null>();
const note = resource({
  schema: { attributes: { text: { type: "string", required: true } } },
  create: async ({ plan }) => ({ state: plan }),
  read: async ({ state }) => ({ state }),
  delete: async () => undefined,
});
const notes = provider({ name: "notes", schema: {}, configure: () => null, resources: { notes_note: note } });
void serveInProcess(notes, { address: "example.test/demo/notes" }).then(async (served) => {
  await planOf(note, { config: { text: "x" } });
  console.log(JSON.stringify(served.reattach));
  await served.close();
});
`;

describeWithRegistry("the published package", () => {
  let folder: string;
  let pack: Packed;
  /** Of somebody who writes a provider and nothing else. */
  let bare: Project;
  const projects: Partial<Record<keyof typeof LINES, Project>> = {};

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "pack-"));
    pack = await packed(folder);
    for (const line of ["cdktf", "cdktn"] as const) {
      const { dependencies, ...others } = LINES[line];
      const all = { ...dependencies, ...BINDINGS, "cdktf-hikube": `file:${pack.tarball}` };
      const project = await install({ ...others, dependencies: all });
      projects[line] = project;
      writeFileSync(join(project.folder, "every-entry.ts"), EVERY_ENTRY);
      writeFileSync(join(project.folder, "native.mjs"), NATIVE);
      writeFileSync(join(project.folder, "engine.ts"), ENGINE);
    }
    bare = await install({ dependencies: { "cdktf-hikube": `file:${pack.tarball}` } });
    for (const file of readdirSync(bare.folder).filter((name) => name.endsWith(".ts"))) rmSync(join(bare.folder, file));
    writeFileSync(join(bare.folder, "provider.ts"), PROVIDER);
  }, 600_000);

  afterAll(() => {
    Object.values(projects).forEach((project) => {
      project.close();
    });
    bare.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("holds what it needs and nothing else, in less than two megabytes and a half", () => {
    expect(pack.files).toEqual(
      expect.arrayContaining([
        "schema/tenants.schema.json",
        "schema/cluster.schema.json",
        "tools/etcd/go.mod",
        "tools/kubernetes/go.sum",
        "docs/constructs.md",
      ]),
    );
    // The tests of a repository that `hikube init` writes are what it is made of.
    const unwanted = /^(?!templates\/).*\.test\.|^(test|examples|bench|tools\/(trivy|cyclonus))\//;
    expect(pack.files.filter((file) => unwanted.test(file))).toEqual([]);
    expect(pack.size).toBeLessThan(2.5 * (1 << 20));
  });

  test.each(["cdktf", "cdktn"] as const)("works with %s: entry points, an app, the command", async (line) => {
    const project = projects[line]!;
    const sizes = JSON.parse(await project.run("every-entry.ts")) as readonly number[];
    expect(Math.min(...sizes)).toBeGreaterThan(0);
    expect(JSON.parse(await project.run("native.mjs"))).toEqual([]);
    await project.run("main.ts");
    await project.run("engine.ts");
    expect(await project.run("node_modules/.bin/hikube", "check")).toContain("6 tenants, no fault");
  });

  test("applies a stack in a sandbox from a test of the user's", async () => {
    expect(await projects.cdktf!.test()).toMatchObject({ success: true, numPassedTests: 2, numTotalTests: 2 });
  }, 600_000);

  test.each([
    ["cdktf", "commonjs", "node10"],
    ["cdktf", "node16", "node16"],
    ["cdktf", "esnext", "bundler"],
    ["cdktn", "commonjs", "node10"],
  ] as const)("has its types with %s, for module %s and resolution %s", async (line, module, resolution) => {
    expect(await projects[line]!.compile(module, resolution)).toBe("");
  });

  test("serves a provider without cdktf and its packages, with types", async () => {
    const installed = readdirSync(join(bare.folder, "node_modules"));
    expect(installed.filter((name) => /^(cdktf|constructs|@cdktf|esbuild)$/.test(name))).toEqual([]);
    expect(JSON.parse(await bare.run("provider.ts"))).toMatchObject({
      "example.test/demo/notes": { ProtocolVersion: 6 },
    });
    expect(await bare.compile("node16", "node16")).toBe("");
  });

  test("says what the constructs need where it is not installed", async () => {
    writeFileSync(join(bare.folder, "app.cjs"), 'require("cdktf-hikube");\n');
    await expect(bare.run("app.cjs")).rejects.toThrow(
      /need packages that are not installed: cdktf, constructs, @cdktf\/provider-kubernetes\.\n.*npm install cdktf constructs/,
    );
  });

  test("makes the same of an app with cdktn as with cdktf", () => {
    for (const file of ["stacks/company/cdk.tf.json", "hikube.json"]) {
      expect(synthesized(projects.cdktn!, file)).toEqual(synthesized(projects.cdktf!, file));
    }
    const [engine, other] = [projects.cdktf!, projects.cdktn!].map((one) =>
      synthesized(one, "stacks/engine/cdk.tf.json", "engine.out"),
    );
    expect(engine).toMatchObject({ resource: { hikube_tenant: { top: { name: "top" } } } });
    expect(other).toEqual(engine);
  });
});
