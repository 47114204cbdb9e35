import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { terraformBinaries } from "./binaries";
import { describeOnSandbox } from "./support";

const ROOT = join(__dirname, "..", "..");
const EXAMPLE = join(ROOT, "examples", "hcl-company", "main.tf");
const ONE_NAMESPACE = `
terraform {
  required_providers {
    hikube = { source = "hikube/hikube" }
  }
}
output "namespace" {
  value = provider::hikube::namespace("production", "shop")
}
`;

let folder: string;
let home: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "provider-install-"));
  home = join(folder, "home");
  mkdirSync(home);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Place {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program whose failure is the test's, in an environment of its own. */
function run(program: string, args: readonly string[], { cwd, env }: Place): string {
  const own = { PATH: process.env.PATH, HOME: home, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
  return execFileSync(program, args, { cwd, encoding: "utf8", env: { ...own, ...env } });
}

function hikube(...args: readonly string[]): string {
  return run(process.execPath, [join(ROOT, "dist", "src", "cli", "main.js"), "provider", ...args], { cwd: folder });
}

function project(name: string, main: string): Place {
  const cwd = join(folder, name);
  mkdirSync(cwd);
  writeFileSync(join(cwd, "main.tf"), main);
  return { cwd };
}

describe("the provider hikube, installed", () => {
  beforeAll(() => {
    expect(hikube("install")).toContain('hikube = { source = "hikube/hikube", version = "0.1.0" }');
    hikube("install", "single", "--single-file");
  });

  describe.each(terraformBinaries())("under $name", ({ name, path }) => {
    test("is found in the home of its user", () => {
      const here = project(`home-${name}`, ONE_NAMESPACE);
      run(path(), ["init", "-no-color"], here);
      run(path(), ["apply", "-auto-approve", "-no-color"], here);
      expect(run(path(), ["output", "-raw", "namespace"], here)).toBe("tenant-production-shop");
    });

    test("runs where there is no Node, as a single file beside the configuration", () => {
      const { cwd } = project(`single-${name}`, ONE_NAMESPACE);
      cpSync(join(folder, "single"), join(cwd, "terraform.d", "plugins"), { recursive: true });
      const bin = join(cwd, "bin");
      mkdirSync(bin);
      symlinkSync(path(), join(bin, name));
      const here = { cwd, env: { HOME: cwd, PATH: bin } };
      run(path(), ["init", "-no-color"], here);
      run(path(), ["apply", "-auto-approve", "-no-color"], here);
      expect(run(path(), ["output", "-raw", "namespace"], here)).toBe("tenant-production-shop");
    });
  });

  describeOnSandbox("for examples/hcl-company", (sandbox) => {
    test.each(terraformBinaries())(
      "applies, has nothing left to do, and destroys under $name",
      ({ name, path }) => {
        const { cwd } = project(`company-${name}`, readFileSync(EXAMPLE, "utf8"));
        const here = { cwd, env: { KUBE_CONFIG_PATH: sandbox().kubeconfig } };
        const terraform = (...args: readonly string[]): string => run(path(), [...args, "-no-color"], here);
        terraform("init");
        expect(terraform("apply", "-auto-approve")).toContain("Resources: 7 added, 0 changed, 0 destroyed.");
        expect(JSON.parse(terraform("output", "-json", "namespaces"))).toEqual({
          ...{ production: "tenant-production", shop: "tenant-production-shop" },
          ...{ payments: "tenant-production-shop-payments", staging: "tenant-staging" },
          ...{ development: "tenant-development", sandbox: "tenant-sandbox" },
        });
        expect(terraform("plan", "-detailed-exitcode")).toContain("No changes.");
        expect(() => terraform("destroy", "-auto-approve")).toThrow(/tenant-production/);
        expect(terraform("apply", "-auto-approve", "-var", "unprotected=true")).toContain("3 changed");
        terraform("destroy", "-auto-approve", "-var", "unprotected=true");
        expect(JSON.parse(readFileSync(join(cwd, "terraform.tfstate"), "utf8"))).toMatchObject({ resources: [] });
      },
      600_000,
    );
  });
});

test("the release is what registries want: archives, a manifest and the checksums of all", () => {
  hikube("bundle", "--out", "release", "--platforms", "linux_amd64,darwin_arm64");
  const stem = "terraform-provider-hikube_0.1.0";
  const packed = ["darwin_arm64.zip", "linux_amd64.zip", "manifest.json"].map((file) => `${stem}_${file}`);
  expect(readdirSync(join(folder, "release")).sort()).toEqual([`${stem}_SHA256SUMS`, ...packed].sort());
  const sum = (file: string): string =>
    createHash("sha256")
      .update(readFileSync(join(folder, "release", file)))
      .digest("hex");
  const lines = packed.map((file) => `${sum(file)}  ${basename(file)}\n`);
  expect(readFileSync(join(folder, "release", `${stem}_SHA256SUMS`), "utf8")).toBe(lines.join(""));
});
