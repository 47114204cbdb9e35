import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Value } from "../../src/plugin";
import { unknown } from "../../src/plugin/testing";
import { terraformBinaries } from "./binaries";
import { ToyBox } from "./toys";

describe.each(terraformBinaries())("functions, ephemeral resources and moves under $name", ({ name, path }) => {
  const box = new ToyBox(path);

  it("calls functions with every kind of argument", async () => {
    const configuration = `
      output "joined" { value = provider::toy::join("-", "a", "b", "c") }
      output "alone" { value = provider::toy::join("-") }
      output "many" { value = provider::toy::join("+", ["x", "y"]...) }
      output "described" { value = provider::toy::describe([1, "x", null], { hour = 1.5, tags = ["t"] }) }
      output "nothing" { value = provider::toy::describe(tostring(null), { hour = 1, tags = [] }).kind }
      output "number" { value = provider::toy::describe(12345678901234567890, { hour = 1, tags = [] }).given }
    `;
    await box.scenario().apply(configuration, {
      outputs: {
        joined: "a-b-c",
        alone: "",
        many: "x+y",
        described: { given: [1, "x", null], kind: "object" },
        nothing: "null",
        number: 12345678901234567890n,
      },
    });
  });

  it("calls functions with what is not known yet only where they say so", async () => {
    const configuration = `
      resource "toy_item" "a" { name = "x" }
      output "later" { value = provider::toy::join("-", toy_item.a.id) }
      output "now" { value = provider::toy::describe("x", { hour = length(toy_item.a.id), tags = [toy_item.a.id] }).kind }
    `;
    await box
      .scenario()
      .plan(configuration, { outputs: { later: unknown } })
      .apply(configuration, { outputs: { later: /./, now: "string" } });
  });

  it.each([
    ['join("-", "a", "")', /Invalid value for "words" parameter: A word must not be empty\./],
    ['fail("type")', /result must be a number, not a string/],
    ['fail("nan")', /result must not be NaN/],
    ['fail("bug")', /The provider failed: Cannot read properties of undefined/],
    ['fail("else")', /Refused\s+The detail\./],
  ])("shows the error of a call: %s", async (call, error) => {
    await box
      .scenario()
      .plan(`output "x" { value = provider::toy::${call} }`, { error })
      .do(async ({ run }) => {
        const { output, errors } = await run("plan", "-no-color");
        expect(output + errors).not.toMatch(/panic|crash/);
      });
  });

  it("lists its functions and ephemeral resources in the schema", async () => {
    await box.scenario().do(async ({ run }) => {
      const { output } = await run("providers", "schema", "-json");
      const { provider_schemas: schemas } = JSON.parse(output) as { provider_schemas: Record<string, object> };
      const [, toy] = Object.entries(schemas).find(([address]) => address.endsWith("/toy")) ?? [];
      expect(toy).toMatchObject({
        functions: {
          join: { return_type: "string", variadic_parameter: { name: "words", type: "string" } },
          describe: { return_type: ["object", { given: "dynamic", kind: "string" }] },
        },
        ...(name === "terraform" && { ephemeral_resource_schemas: { toy_token: { version: 0 } } }),
      });
    });
  });

  it("opens an ephemeral resource in each command, renews and closes it, and stores nothing of it", async () => {
    const configuration = `
      ephemeral "toy_token" "t" {
        owner = "short"
        scope { name = "all" }
      }
      resource "toy_item" "a" {
        name           = "x"
        secret         = ephemeral.toy_token.t.value
        secret_version = 1
      }
      resource "terraform_data" "wait" {
        provisioner "local-exec" {
          command     = "for i in $(seq 100); do ls $STORE | grep -q renewed- && exit 0; sleep 0.1; done; exit 1"
          environment = { STORE = ${JSON.stringify(box.store)}, TOKEN = ephemeral.toy_token.t.value }
        }
      }
    `;
    await box
      .scenario()
      .apply(configuration)
      .do(async ({ run }) => {
        const files = await readdir(box.store);
        expect(files.filter((file) => file.startsWith("renewed-"))).toHaveLength(1);
        expect(files.filter((file) => file.startsWith("token-"))).toEqual([]);
        const [item = ""] = files.filter((file) => !file.startsWith("renewed-"));
        expect(await readFile(join(box.store, item), "utf8")).toContain("secret-of-short");
        expect((await run("state", "pull")).output).not.toContain("secret-of-short");
      });
  });

  it.each([
    ["closed", /The desk is closed/],
    ["nobody", /Nobody has no token/],
    ["wrong", /value must be a string, not a number/],
  ])("shows why an ephemeral resource cannot be opened: %s", async (owner, error) => {
    const token = `ephemeral "toy_token" "t" { owner = "${owner}" }\n`;
    const item = 'resource "toy_item" "a" {\n name = "x"\n secret = ephemeral.toy_token.t.value\n}\n';
    await box.scenario().plan(token + item, { error });
  });

  it("moves what another type or provider stored, and refuses what it cannot take", async () => {
    const ids: Value[] = [];
    const id = (value: Value): boolean => ids.push(value) > 0 && value === ids[0];
    const legacy = 'resource "toy_legacy" "c" {}\n';
    const moved = (from: string, to: string): string => `moved {\n from = ${from}\n to = ${to}\n}\n`;
    const renamed = `
      resource "toy_renamed" "a" { label = "first" }
      resource "toy_renamed" "b" {}
      ${moved("toy_item.a", "toy_renamed.a")} ${moved("terraform_data.b", "toy_renamed.b")}
    `;
    await box
      .scenario()
      .apply(
        `resource "toy_item" "a" { name = "first" }
         resource "terraform_data" "b" { input = "second" }
         ${legacy}`,
        { state: { "toy_item.a": { id } } },
      )
      .apply(renamed + legacy, {
        plan: { "toy_renamed.a": { movedFrom: "toy_item.a" }, "toy_renamed.b": { movedFrom: "terraform_data.b" } },
        state: {
          "toy_renamed.a": { id, label: "first", origin: /\/toy:toy_item:1$/, secret: null },
          "toy_renamed.b": { origin: /:terraform_data:0$/ },
        },
      })
      .plan(`${renamed} resource "toy_renamed" "c" {}\n${moved("toy_legacy.c", "toy_renamed.c")}`, {
        error: /A toy_legacy of testing\.invalid\/provider\/toy \(schema version 0\) cannot become/,
      });
  });
});
