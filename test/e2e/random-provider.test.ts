import { installMirror, mirrorEnvironment, provideProviders } from "../../src/offline";
import { Decimal } from "../../src/plugin";
import { randomProvider } from "../../src/offline/random/provider";
import { scenario, unknown, type Scenario } from "../../src/plugin/testing";
import { terraformBinaries } from "./binaries";
import { Project } from "./kubernetes-provider-project";

const ALL = `
  resource "random_password" "p" {
    length      = 20
    min_special = 2
    keepers     = { a = "1" }
  }
  resource "random_string" "s" {
    length  = 8
    special = false
  }
  resource "random_id" "i" {
    byte_length = 4
    prefix      = "x,"
  }
  resource "random_bytes" "b" { length = 16 }
  resource "random_uuid" "u" {}
  resource "random_integer" "n" {
    min  = -9223372036854775808
    max  = 9223372036854775807
    seed = "s"
  }
  resource "random_shuffle" "o" {
    input        = ["a", "b", "c"]
    result_count = 7
  }
  resource "random_pet" "t" { prefix = "the" }
`;

describe.each(terraformBinaries())("the offline hashicorp/random under $name", ({ path }) => {
  const random = (): Scenario => scenario(randomProvider(), { terraform: path() });

  it("makes every kind of result, and keeps it", async () => {
    await random()
      .apply(ALL, {
        plan: {
          "random_password.p": {
            action: "create",
            after: { result: unknown, numeric: true, number: true, id: unknown },
          },
        },
        state: {
          "random_password.p": { result: /^.{20}$/, bcrypt_hash: null, id: "none" },
          "random_string.s": { result: /^[A-Za-z0-9]{8}$/, id: /^[A-Za-z0-9]{8}$/ },
          "random_id.i": { hex: /^x,[0-9a-f]{8}$/, id: /^[\w-]{6}$/, b64_std: /^x,.{6}==$/, dec: /^x,\d+$/ },
          "random_bytes.b": { base64: /^.{22}==$/, hex: /^[0-9a-f]{32}$/ },
          "random_uuid.u": { result: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/ },
          "random_integer.n": { min: new Decimal("-9223372036854775808"), id: /^-?\d+$/ },
          "random_shuffle.o": { result: (result) => Array.isArray(result) && result.length === 7, id: "-" },
          "random_pet.t": { id: /^the-[a-z]+-[a-z]+$/, separator: "-" },
        },
        warnings: [],
      })
      .importVerify("random_string.s", { ignore: ["special"] })
      .importVerify("random_uuid.u", { ignore: ["keepers"] })
      .apply(ALL.replace('a = "1"', 'a = "2"'), {
        plan: { "random_password.p": { action: "replace", replacedBy: ["keepers"] } },
      });
  });

  it("imports by value", async () => {
    const blocks = [
      ["random_password.p", "hunter22"],
      ["random_id.i", "pre,_-8"],
      ["random_integer.n", "5,1,9,seed"],
    ].map(([to = "", id = ""]) => `import {\n to = ${to}\n id = "${id}"\n}\n`);
    const configured = `
      resource "random_password" "p" { length = 8 }
      resource "random_id" "i" {
        byte_length = 2
        prefix      = "pre"
      }
      resource "random_integer" "n" {
        min  = 1
        max  = 9
        seed = "seed"
      }
    `;
    await random().apply(configured + blocks.join(""), {
      plan: { "random_password.p": { action: "import" } },
      state: {
        "random_password.p": { result: "hunter22", id: "none" },
        "random_id.i": { hex: "preffef", b64_url: "pre_-8", dec: "pre65519" },
        "random_integer.n": { result: 5, id: "5" },
      },
    });
  });

  it("refuses what is none of its ids", async () => {
    const uuid = 'resource "random_uuid" "u" {}\n';
    await random()
      .plan(`${uuid}import {\n to = random_uuid.u\n id = "x"\n}`, { error: /Expected a UUID, received "x"/ })
      .plan('resource "random_password" "p" {\n length = 3\n min_upper = 4\n}', { error: /is 4/ });
  });

  it("has an ephemeral password, which is a new one each time and stored nowhere", async () => {
    const password = 'ephemeral "random_password" "p" {\n length = 24\n special = false\n min_numeric = 3\n}\n';
    const seen: unknown[] = [];
    const remembered = (value: unknown): boolean => seen.push(value) > 0;
    const expected = { "random_password.p": { result: remembered, upper: true, min_upper: 0, bcrypt_hash: null } };
    await random()
      .plan(password, { ephemeral: expected })
      .plan(password, { ephemeral: expected })
      .apply(password, { ephemeral: { "random_password.p": { result: /^[A-Za-z0-9]{24}$/ } } })
      .do(async ({ run }) => {
        expect((await run("show", "-json")).output).not.toContain("random_password");
      })
      .plan('ephemeral "random_password" "p" { length = 0 }', { error: /at least 1/ });
    expect(seen).toHaveLength(2);
    expect(seen[0]).not.toBe(seen[1]);
  });

  const required_providers = { random: { source: "hashicorp/random", version: "3.7.2" } };
  const pet = { terraform: { required_providers }, provider: { random: {} }, resource: { random_pet: { p: {} } } };

  async function expectPet(project: Project): Promise<void> {
    project.write(pet);
    await project.succeed("init", "-no-color");
    await project.succeed("apply", "-auto-approve", "-no-color");
    expect(await project.succeed("show", "-no-color")).toMatch(/id\s+= "[a-z]+-[a-z]+"/);
    project.remove();
  }

  it("works as an installed executable", async () => {
    const env: NodeJS.ProcessEnv = {};
    const project = new Project(path(), env);
    installMirror(project.directory);
    Object.assign(env, mirrorEnvironment(project.directory));
    await expectPet(project);
  });

  it("is served beside the offline hashicorp/kubernetes", async () => {
    const providers = await provideProviders({ source: "offline" });
    const project = new Project(path(), { ...providers.env });
    try {
      await expectPet(project);
    } finally {
      await providers.close();
    }
  });
});
