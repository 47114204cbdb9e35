import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { provideProviders, type ProviderEnvironment } from "../../src/sandbox";
import { blocksIn, runScript } from "./guide";
import { newRepository, type NewRepository } from "./new-repository";
import { asAnyCluster, describeOnSandbox } from "./support";

/** The blocks of a new repository's own page. */
const blocks = (repository: NewRepository) =>
  blocksIn(readFileSync(join(repository.folder, "README.md"), "utf8"), "sh");

/** From a clone to an applied sandbox, a reviewed plan and the checks of a night, by the commands of the page alone. */
describeOnSandbox("a repository of hikube init", (sandbox) => {
  const repositories: Partial<Record<"typescript" | "yaml", NewRepository>> = {};
  let home: string;
  let providers: ProviderEnvironment;
  let cluster: Readonly<Record<string, string>>;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "init-home-"));
    for (const language of ["typescript", "yaml"] as const) {
      repositories[language] = await newRepository("--language", language, "--ci", "none");
    }
    cluster = asAnyCluster(sandbox(), home);
    providers = await provideProviders({ source: "offline", environment: { ...process.env, ...cluster } });
  }, 300_000);

  afterAll(async () => {
    await providers.close();
    Object.values(repositories).forEach((repository) => {
      repository.close();
    });
    rmSync(home, { recursive: true, force: true });
  });

  const runs = (
    language: "typescript" | "yaml",
    block: string,
    env: Readonly<Record<string, string | undefined>> = {},
  ) => {
    const { folder, path } = repositories[language]!;
    // A sandbox of the page is found by its usual name: here it has a home of its own.
    const own = { PATH: path, HIKUBE_SANDBOX_HOME: join(home, "sandboxes"), CI: "" };
    return runScript(block, folder, { ...own, ...env });
  };

  // Of the second block, which shows a sandbox to look at, the commands are the same in both.
  test.each([
    ["typescript", "is checked, and applied to a sandbox of its own", 0],
    ["typescript", "shows a sandbox to look at", 1],
    ["yaml", "is checked, and applied to a sandbox of its own", 0],
  ] as const)(
    "%s: %s, and keeps no state",
    async (language, _what, index) => {
      await runs(language, blocks(repositories[language]!)["Try it, without a cluster"]?.[index] ?? "exit 9");
      expect(existsSync(join(repositories[language]!.folder, "tenants.tfstate"))).toBe(false);
    },
    900_000,
  );

  test("the example of facts is refused before anything is applied", async () => {
    await expect(
      runs("typescript", "npm run platform -- --auto-approve", { ...cluster, ...providers.env }),
    ).rejects.toThrow(/cluster\.json: \d+ facts differ/);
  });

  test("is applied to a cluster, a change of it is reviewed, and the night finds nothing", async () => {
    const env = { ...cluster, ...providers.env };
    const page = blocks(repositories.typescript!);
    const { folder } = repositories.typescript!;
    for (const block of page["On a cluster"] ?? []) await runs("typescript", block, env);
    for (const block of page["A change"] ?? []) await runs("typescript", block, env);
    const review = readFileSync(join(folder, "review.md"), "utf8");
    expect(review).toContain("tenant-production-shop");
    expect(review).toMatch(/kept: `sha256:[0-9a-f]{64}`\n$/);
    expect(statSync(join(folder, "reviewed.plan")).mode & 0o077).toBe(0);
    for (const block of page["Every night"] ?? []) await runs("typescript", block, env);
  });

  test("the night finds what somebody changed by hand", async () => {
    const quota = {
      apiVersion: "v1",
      kind: "ResourceQuota",
      namespace: "tenant-development",
      name: "hikube-tenant",
    };
    await sandbox().cluster().delete(quota);
    const policy = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" };
    const metadata = { name: "by-hand", namespace: "tenant-development" };
    const spec = { podSelector: {}, policyTypes: ["Ingress"], ingress: [{}] };
    await sandbox()
      .cluster()
      .create({ ...policy, metadata, spec });
    const env = { ...cluster, ...providers.env };
    await expect(runs("typescript", "npm run nightly:drift", env)).rejects.toThrow(/ended with 2/);
    await expect(runs("typescript", "npm run nightly:network", env)).rejects.toThrow(/ended with 3/);
  });

  test.each(["s3", "http", "hcp"])("a state in %s is a backend that terraform takes", async (backend) => {
    const { folder } = repositories.typescript!;
    const from = join(__dirname, "..", "..", "templates", "state", backend, "state.ts");
    const local = readFileSync(join(folder, "state.ts"), "utf8");
    writeFileSync(join(folder, "state.ts"), readFileSync(from));
    const validate = "cd cdktf.out/stacks/tenants && terraform init -backend=false && terraform validate";
    await runs("typescript", `npx hikube synth && ${validate}`, { ...cluster, ...providers.env });
    writeFileSync(join(folder, "state.ts"), local);
  });
});
