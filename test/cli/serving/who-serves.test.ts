import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hikubeRequirement } from "../../../src/cli/serving/hikube-source";
import { whoServes } from "../../../src/cli/serving/who-serves";
import { packageVersion } from "../../../src/cli/version";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "who-serves-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Given {
  readonly required?: object;
  readonly module?: object;
  readonly env?: Readonly<Record<string, string>>;
  readonly flavour?: "terraform" | "tofu";
  readonly state?: string;
}

const HIKUBE = { hikube: { source: "hikube/hikube" } };

/** Who serves the provider to a stack in the folder, in which terraform's configuration may lie, too. */
function asked({ required = HIKUBE, module, env, flavour = "terraform", state }: Given = {}) {
  const hikube = hikubeRequirement({ terraform: { required_providers: required }, module });
  const config = { ...(hikube && { hikube }), ...(state && { stateFile: state }) };
  const terraform = { path: "terraform", flavour, env: { HOME: folder, ...env } };
  return whoServes({ name: "tenants", directory: folder, config }, terraform);
}

function lock(address: string, version: string): void {
  const block = `provider "${address}" {\n  version     = "${version}"\n  hashes = [\n    "h1:AAAA=",\n  ]\n}\n`;
  writeFileSync(join(folder, ".terraform.lock.hcl"), `# Kept by init.\n\n${block}`);
}

describe("the provider of this package is served", () => {
  test.each([
    ["hikube/hikube"],
    ["registry.terraform.io/hikube/hikube"],
    ["registry.opentofu.org/hikube/hikube"],
    ["Hikube/Hikube"],
  ])("to a stack that requires %s", (source) => {
    expect(asked({ required: { mine: { source } } })).toBe("we");
  });

  test("to one that takes its version, and to one whose lock file holds it", () => {
    expect(asked({ required: { hikube: { ...HIKUBE.hikube, version: `~> ${packageVersion()}` } } })).toBe("we");
    lock("registry.terraform.io/hikube/hikube", packageVersion());
    expect(asked()).toBe("we");
  });

  test("to one that calls modules, which may require it", () => {
    expect(asked({ required: {}, module: { team: { source: "./team" } } })).toBe("we");
  });

  test("to one whose state alone still has something of it", () => {
    const state = join(folder, "terraform.tfstate");
    writeFileSync(
      state,
      JSON.stringify({ resources: [{ provider: 'provider["registry.terraform.io/hikube/hikube"]' }] }),
    );
    expect(asked({ required: {}, state })).toBe("we");
    expect(asked({ required: {}, state: "terraform.tfstate" })).toBe("we");
    expect(asked({ required: {}, state: join(folder, "none") })).toBe("nobody");
  });

  test("where dev_overrides are of others, or commented out", () => {
    const others =
      'provider_installation {\n  dev_overrides {\n    "hashicorp/helm" = "/tmp"\n    # "hikube/hikube" = "/tmp"\n  }\n}';
    writeFileSync(join(folder, ".terraformrc"), others);
    expect(asked()).toBe("we");
  });
});

describe("nothing is served", () => {
  test.each([
    ["requires no provider", {}],
    ["requires others", { kubernetes: { source: "hashicorp/kubernetes" } }],
    ["requires one of another registry", { hikube: { source: "registry.example.com/hikube/hikube" } }],
    ["requires hashicorp's of that name", { hikube: { source: "hashicorp/hikube" } }],
  ])("to a stack that %s", (_what, required) => {
    expect(asked({ required })).toBe("nobody");
  });
});

describe("a provider of the user's own is left to terraform", () => {
  test.each(["registry.terraform.io/hikube/hikube", "registry.opentofu.org/hikube/hikube"])(
    "where the lock file holds another version of %s",
    (address) => {
      lock(address, "9.9.9");
      expect(asked()).toEqual({ because: "its lock file holds version 9.9.9" });
    },
  );

  test.each(["9.9.9", "not a constraint"])("where the stack asks for version %s", (version) => {
    const required = { hikube: { source: "hikube/hikube", version } };
    expect(asked({ required })).toEqual({ because: `it asks for version ${version}` });
  });

  test.each(['{"hikube/hikube":{}}', '{"registry.opentofu.org/hikube/hikube":{}}', "no JSON"])(
    "where TF_REATTACH_PROVIDERS is %s",
    (reattach) => {
      expect(asked({ env: { TF_REATTACH_PROVIDERS: reattach } })).toEqual({
        because: "TF_REATTACH_PROVIDERS names it",
      });
    },
  );

  test.each([
    ["terraform", ".terraformrc"],
    ["tofu", ".tofurc"],
    ["tofu", ".config/opentofu/tofurc"],
    ["tofu", ".terraformrc"],
  ] as const)("where dev_overrides of %s in %s name one", (flavour, name) => {
    mkdirSync(join(folder, ".config", "opentofu"), { recursive: true });
    const path = join(folder, name);
    writeFileSync(
      path,
      'provider_installation {\n  dev_overrides {\n    "hikube/hikube" = "/tmp"\n  }\n  direct {}\n}\n',
    );
    expect(asked({ flavour })).toEqual({ because: `dev_overrides of ${path} name it`, isOverridden: true });
  });

  test("where TF_CLI_CONFIG_FILE names such a file, of JSON", () => {
    const path = join(folder, "cli.tfrc.json");
    const overrides = { "registry.terraform.io/hikube/hikube": "/tmp" };
    writeFileSync(path, JSON.stringify({ provider_installation: [{ dev_overrides: overrides }] }));
    expect(asked({ env: { TF_CLI_CONFIG_FILE: path } })).toEqual({
      because: `dev_overrides of ${path} name it`,
      isOverridden: true,
    });
  });
});
