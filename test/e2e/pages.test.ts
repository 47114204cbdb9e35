import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { provideProviders, type ProviderEnvironment } from "../../src/sandbox";
import { terraformBinaries } from "./binaries";
import { blocksOf, runScript } from "./guide";
import { writeApp, type AppStack } from "./hikube-app";
import { writeProgram } from "./new-repository";
import { describeOnSandbox } from "./support";

const ROOT = join(__dirname, "..", "..");
const HIKUBE = join(ROOT, "dist", "src", "cli", "main.js");
const PAGES = ["upgrade", "rename-and-move", "uninstall"] as const;

type Page = Readonly<Record<string, readonly string[]>>;

/** The steps of pages, block by block as they stand there, in the folders of repositories that share a cluster. */
describeOnSandbox("pages whose steps are run:", (sandbox) => {
  const pages = Object.fromEntries(PAGES.map((page) => [page, blocksOf(`docs/${page}.md`, "sh")]));
  const ran = new Set<string>();
  const cwd = process.cwd();
  let home: string;
  let providers: ProviderEnvironment;
  let env: Readonly<Record<string, string | undefined>>;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "pages-"));
    for (const repository of ["first", "app", "old", "new"]) mkdirSync(join(home, repository));
    cpSync(join(ROOT, "templates", "yaml", "state"), join(home, "first", "state"), { recursive: true });
    copyFileSync(join(ROOT, "templates", "yaml", "platform.yaml"), join(home, "first", "platform.yaml"));
    const facts = JSON.stringify(await sandbox().facts());
    for (const repository of ["first", "old", "new"]) writeFileSync(join(home, repository, "cluster.json"), facts);
    mkdirSync(join(home, "bin"));
    writeProgram(join(home, "bin", "hikube"), `exec '${process.execPath}' '${HIKUBE}' "$@"\n`);
    const environment: NodeJS.ProcessEnv = {
      ...process.env,
      ...sandbox().env,
      HIKUBE_TERRAFORM: terraformBinaries()[0]?.path(),
    };
    providers = await provideProviders({ source: "offline", environment });
    env = { ...environment, ...providers.env, PATH: [join(home, "bin"), environment.PATH].join(delimiter) };
  });

  afterAll(async () => {
    process.chdir(cwd);
    await providers.close();
    rmSync(home, { recursive: true, force: true });
  });

  const shell = (repository: string, lines: string) => runScript(lines, join(home, repository), env);
  const step = (page: (typeof PAGES)[number], heading: string, index: number, repository: string) => {
    const block = (pages[page] as Page)[heading]?.[index];
    if (block === undefined) throw new Error(`docs/${page}.md has no block ${String(index)} below ${heading}`);
    ran.add(`${page}: ${heading} ${String(index)}`);
    return shell(repository, block);
  };
  const declare = (repository: string, ...tenants: readonly string[]) => {
    const list = tenants.map((tenant) => `{ profile: development, ${tenant} }`).join(", ");
    const text = `formatVersion: 1\ncluster: cluster.json\ntenants: [${list}]\n`;
    writeFileSync(join(home, repository, "tenants.yaml"), text);
  };
  const namespace = async (name: string) => {
    const found = await sandbox().cluster().get({ apiVersion: "v1", kind: "Namespace", name });
    return found === undefined ? undefined : { uid: found.metadata.uid, labels: found.metadata.labels ?? {} };
  };

  test("upgrade: the package", async () => {
    declare("first", "name: billing");
    const said = await step("upgrade", "The package", 0, "first");
    expect(said).toContain("nothing to change");
    expect(await namespace("tenant-billing")).toBeDefined();
    // Each file has a state of its own, by its backend.
    const platform = "hikube plan platform.yaml --backend state/platform.json --detailed-exitcode";
    expect(await shell("first", platform)).toContain("nothing to change");
  });

  test("move: to another stack", async () => {
    const facts = JSON.stringify(await sandbox().facts());
    process.chdir(join(home, "app"));
    const stackOf = (...tenants: readonly string[]): AppStack => ({
      provider: { hikube: [{ cluster_facts: facts }] },
      resource: { hikube_tenant: Object.fromEntries(tenants.map((name) => [name, { name, profile: "development" }])) },
    });
    writeApp({ blue: stackOf("books", "shop"), green: stackOf("toys") });
    await shell("app", "hikube apply --auto-approve");
    const before = await namespace("tenant-shop");
    writeApp({ blue: stackOf("books"), green: stackOf("toys", "shop") });
    await expect(shell("app", "hikube plan")).rejects.toThrow(/ended with 3:[^]*tenant-in-other-stack/);
    const said = await step("rename-and-move", "To another stack", 0, "app");
    expect(said).toMatch(/^nothing to change$/m);
    expect(said).not.toContain("maybe-held-elsewhere");
    expect(await namespace("tenant-shop")).toEqual(before);
    await shell("app", "hikube destroy --auto-approve");
  });

  test("rename: a new name", async () => {
    declare("old", "name: shop");
    await shell("old", "hikube apply tenants.yaml --no-platform --auto-approve");
    const before = await namespace("tenant-shop");
    declare("old", "name: store, namespace: tenant-shop");
    await step("rename-and-move", "A new name", 0, "old");
    expect(await namespace("tenant-shop")).toMatchObject({
      uid: before?.uid,
      labels: { "hikube.cloud/name": "store" },
    });
  });

  test("upgrade: a new Kubernetes minor", async () => {
    expect(await step("upgrade", "A new Kubernetes minor", 0, "first")).toContain("cluster.json");
    expect(await step("upgrade", "A new Kubernetes minor", 1, "first")).toContain("labeled (server dry run)");
  });

  test("move: to another repository", async () => {
    const before = await namespace("tenant-shop");
    declare("new", "name: store, namespace: tenant-shop");
    await step("rename-and-move", "To another repository", 0, "old");
    declare("old");
    expect(await shell("old", "hikube plan tenants.yaml --no-platform")).toContain("nothing to change");
    const said = await step("rename-and-move", "To another repository", 1, "new");
    expect(said).not.toContain("maybe-held-elsewhere");
    expect((await namespace("tenant-shop"))?.uid).toBe(before?.uid);
    expect(await shell("new", "hikube plan tenants.yaml --no-platform --detailed-exitcode")).toContain("nothing to");
    // Here another repository has it, and nobody released it.
    declare("old", "name: store, namespace: tenant-shop");
    const taken = await shell("old", "hikube recover tenants.yaml --dry-run");
    expect(taken).toContain("the state had nothing of platform, tenant-shop, and nobody released it");
    declare("old");
  });

  test("uninstall: a tenant stays", async () => {
    const before = await namespace("tenant-shop");
    await step("uninstall", "A tenant stays, and nobody manages it", 0, "new");
    const after = await namespace("tenant-shop");
    expect(after).toEqual({ uid: before?.uid, labels: { "kubernetes.io/metadata.name": "tenant-shop" } });
  });

  test("uninstall: a tenant goes, and the platform last", async () => {
    declare("new", "name: goes");
    await shell("new", "hikube apply tenants.yaml --no-platform --auto-approve");
    await step("uninstall", "A tenant goes, with all that is in it", 0, "new");
    expect(await namespace("tenant-goes")).toBeUndefined();
    await expect(step("uninstall", "The platform", 0, "first")).rejects.toThrow("tenant-billing");
    await shell("first", "hikube destroy tenants.yaml --no-platform --backend state/tenants.json --auto-approve");
    await step("uninstall", "The platform", 0, "first");
    const policies = { apiVersion: "admissionregistration.k8s.io/v1", kind: "ValidatingAdmissionPolicy" };
    expect(await sandbox().cluster().list(policies)).toEqual([]);
  });

  test("no block of them is left out", () => {
    const all = PAGES.flatMap((page) =>
      Object.entries(pages[page] as Page).flatMap(([heading, blocks]) =>
        blocks.map((_, index) => `${page}: ${heading} ${String(index)}`),
      ),
    );
    expect([...ran].sort()).toEqual(all.sort());
  });
});
