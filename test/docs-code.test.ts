import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "..");
const PAGES = [
  "README.md",
  "docs/constructs.md",
  "docs/engines.md",
  "docs/fleet.md",
  "docs/monitoring.md",
  "docs/tenants.md",
];

const blocks = PAGES.flatMap((page) =>
  [...readFileSync(join(ROOT, page), "utf8").matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code),
);
const isModule = (code: string) => code.startsWith("import ");
/** A part of a tenant's props stands for itself. */
const asStatements = (code: string) =>
  /^\w+: /.test(code) ? `const props: Partial<TenantSpec> = {\n${code}};\n` : code;

/** Each block that is no module of its own as a function that fills a stack, in a block that may declare anew. */
const FILLING = `
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, S3Backend, TerraformStack } from "cdktf";
import {
  ClusterFacts, Expose, HikubeCollection, HikubeMonitoring, HikubePlatform, HikubeSubTenant, HikubeTenant, Port, Quota,
  Subject, TenantFleet, TenantProfile, type TenantSpec,
} from "cdktf-hikube";
import { HikubeProvider, Manifest } from "cdktf-hikube/provider";
import { TenantsFile } from "cdktf-hikube/tenants-file";

const cluster = ClusterFacts.fromFile("cluster.json");
const platform = { cluster };

function synth(fill: (this: TerraformStack, app: App, stack: TerraformStack) => void): void {
  const app = new App();
  const stack = new TerraformStack(app, "stack");
  new KubernetesProvider(stack, "kubernetes", {});
  fill.call(stack, app, stack);
  app.synth();
}

const newProduction = (stack: TerraformStack) =>
  new HikubeTenant(stack, "production", { name: "production", platform, profile: TenantProfile.PRODUCTION });
const newAcme = (stack: TerraformStack) => {
  const acme = new HikubeTenant(stack, "acme", { name: "acme", platform, profile: TenantProfile.STAGING });
  const quota = { cpu: "1", memory: "2Gi", storage: "10Gi" };
  new HikubeSubTenant(stack, "shop", { parent: acme, name: "shop", quota });
  return acme;
};
`;

function asFunction(code: string): string {
  const production = /\bproduction\./.test(code) ? "const production = newProduction(stack);\n" : "";
  const acme = /\bacme\b/.test(code) ? "const acme = newAcme(stack);\n" : "";
  const helm =
    code.includes("new HikubeMonitoring") && !code.includes("HelmProvider")
      ? `new HelmProvider(stack, "helm", {});\n`
      : "";
  return `synth(function (app, stack) {\n${production}${acme}${helm}{\n${asStatements(code)}}\n});\n`;
}

describe("the TypeScript of the guides", () => {
  let folder: string;
  const files = blocks.filter(isModule).map((code, index) => [`module-${index}.ts`, code] as const);
  const all = [
    ...files,
    [
      "blocks.ts",
      FILLING +
        blocks
          .filter((code) => !isModule(code))
          .map(asFunction)
          .join(""),
    ],
  ];
  const tool = (...path: readonly string[]) => join(ROOT, "node_modules", ...path);
  const faultsOf = (...args: readonly string[]) => {
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    return stdout + stderr;
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "docs-"));
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    cpSync(join(ROOT, "examples", "fleet"), folder, { recursive: true, filter: (file) => !file.endsWith(".ts") });
    const facts = join(ROOT, "examples", "monitored-company", "cluster.json");
    for (const file of ["cluster.json", "edge.json"]) cpSync(facts, join(folder, file));
    for (const [file = "", code = ""] of all) writeFileSync(join(folder, file), code);
    const compilerOptions = {
      noEmit: true,
      rootDir: "/",
      noUnusedLocals: false,
      noUnusedParameters: false,
      typeRoots: [tool("@types")],
    };
    const config = { extends: join(ROOT, "tsconfig.json"), compilerOptions, include: ["*.ts"] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test("is there", () => {
    expect(blocks.length).toBeGreaterThanOrEqual(8);
  });

  test("compiles", () => {
    expect(faultsOf(tool("typescript", "bin", "tsc"))).toBe("");
  });

  test.each(all.map(([file = ""]) => file))("synthesizes: %s", (file) => {
    expect(faultsOf(tool("tsx", "dist", "cli.mjs"), file)).toBe("");
  });
});
