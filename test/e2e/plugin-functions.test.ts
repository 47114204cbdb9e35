import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { terraformBinaries } from "./binaries";
import { Workspace } from "./plugin-workspace";

/** What wraps long lines for the eye, taken out. */
function unwrapped(output: string): string {
  return output.replace(/\s*\n[│\s]*/g, " ");
}

describe.each(terraformBinaries())("functions, ephemeral resources and moves under $name", ({ name, path }) => {
  let toy: Workspace;

  beforeEach(async () => {
    toy = await Workspace.open(path(), "reattach");
    await toy.write("");
    await toy.init();
  });

  afterEach(() => toy.close());

  async function outputs(configuration: string): Promise<Readonly<Record<string, unknown>>> {
    await toy.write(configuration);
    await toy.succeed("apply", "-auto-approve", "-no-color");
    const printed = JSON.parse(await toy.succeed("output", "-json")) as Record<string, { readonly value: unknown }>;
    return Object.fromEntries(Object.entries(printed).map(([key, { value }]) => [key, value]));
  }

  it("calls functions with every kind of argument", async () => {
    const given = await outputs(`
      output "joined" { value = provider::toy::join("-", "a", "b", "c") }
      output "alone" { value = provider::toy::join("-") }
      output "many" { value = provider::toy::join("+", ["x", "y"]...) }
      output "described" { value = provider::toy::describe([1, "x", null], { hour = 1.5, tags = ["t"] }) }
      output "nothing" { value = provider::toy::describe(tostring(null), { hour = 1, tags = [] }).kind }
      output "number" { value = provider::toy::describe(12345678901234567890, { hour = 1, tags = [] }).given }
    `);
    expect(given).toMatchObject({
      joined: "a-b-c",
      alone: "",
      many: "x+y",
      described: { given: [1, "x", null], kind: "object" },
      nothing: "null",
    });
    expect(await toy.succeed("output", "number")).toContain("12345678901234567890");
  });

  it("calls functions with what is not known yet only where they say so", async () => {
    const configuration = `
      resource "toy_item" "a" { name = "x" }
      output "later" { value = provider::toy::join("-", toy_item.a.id) }
      output "now" { value = provider::toy::describe("x", { hour = length(toy_item.a.id), tags = [toy_item.a.id] }).kind }
    `;
    await toy.write(configuration);
    const { code, output } = await toy.plan();
    expect(code).toBe(2);
    expect(output).toMatch(/\+ later\s+= \(known after apply\)/);
    expect(await outputs(configuration)).toMatchObject({ now: "string", later: expect.any(String) as string });
  });

  it.each([
    ['join("-", "a", "")', "A word must not be empty."],
    ['fail("type")', "result must be a number, not a string"],
    ['fail("nan")', "result must not be NaN"],
    ['fail("bug")', "The provider failed: Cannot read properties of undefined"],
    ['fail("else")', "Refused The detail."],
  ])("shows the error of a call: %s", async (call, message) => {
    await toy.write(`output "x" { value = provider::toy::${call} }`);
    const { code, output } = await toy.run("plan", "-no-color");
    expect(code).toBe(1);
    expect(unwrapped(output)).toContain(message);
    expect(output).not.toMatch(/panic|crash/);
    if (call.startsWith("join")) expect(unwrapped(output)).toMatch(/Invalid value for "words" parameter/);
  });

  it("lists its functions and ephemeral resources in the schema", async () => {
    const text = await toy.succeed("providers", "schema", "-json");
    const { provider_schemas: schemas } = JSON.parse(text) as { provider_schemas: Record<string, object> };
    expect(Object.values(schemas)[0]).toMatchObject({
      functions: {
        join: { return_type: "string", variadic_parameter: { name: "words", type: "string" } },
        describe: { return_type: ["object", { given: "dynamic", kind: "string" }] },
      },
      ...(name === "terraform" && { ephemeral_resource_schemas: { toy_token: { version: 0 } } }),
    });
  });

  it("opens an ephemeral resource in each command, renews and closes it, and stores nothing of it", async () => {
    await toy.write(`
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
          environment = { STORE = ${JSON.stringify(toy.store)}, TOKEN = ephemeral.toy_token.t.value }
        }
      }
    `);
    await toy.succeed("apply", "-auto-approve", "-no-color");
    const files = await readdir(toy.store);
    expect(files.filter((file) => file.startsWith("renewed-"))).toHaveLength(1);
    expect(files.filter((file) => file.startsWith("token-"))).toEqual([]);
    const [item = ""] = files.filter((file) => !file.startsWith("renewed-"));
    expect(await readFile(join(toy.store, item), "utf8")).toContain("secret-of-short");
    expect(JSON.stringify(await toy.state())).not.toContain("secret-of-short");
    expect(await toy.plan()).toMatchObject({ code: 0 });
  });

  it.each([
    ["closed", "The desk is closed"],
    ["nobody", "Nobody has no token"],
    ["wrong", "value must be a string, not a number"],
  ])("shows why an ephemeral resource cannot be opened: %s", async (owner, message) => {
    await toy.write(`
      ephemeral "toy_token" "t" { owner = "${owner}" }
      resource "toy_item" "a" {
        name   = "x"
        secret = ephemeral.toy_token.t.value
      }
    `);
    const { code, output } = await toy.run("plan", "-no-color");
    expect(code).toBe(1);
    expect(unwrapped(output)).toContain(message);
  });

  it("moves what another type or provider stored, and refuses what it cannot take", async () => {
    await toy.write(`
      resource "toy_item" "a" { name = "first" }
      resource "terraform_data" "b" { input = "second" }
      resource "toy_legacy" "c" {}
    `);
    await toy.succeed("apply", "-auto-approve", "-no-color");
    const { attributes } = await toy.instance("toy_item", "a");
    const moved = `
      resource "toy_renamed" "a" { label = "first" }
      resource "toy_renamed" "b" {}
      moved {
        from = toy_item.a
        to   = toy_renamed.a
      }
      moved {
        from = terraform_data.b
        to   = toy_renamed.b
      }
    `;
    await toy.write(`${moved}\nresource "toy_legacy" "c" {}`);
    expect(await toy.plan()).toMatchObject({ output: expect.stringContaining("has moved to") as string });
    await toy.succeed("apply", "-auto-approve", "-no-color");
    expect((await toy.instance("toy_renamed", "a")).attributes).toMatchObject({
      id: attributes.id,
      label: "first",
      origin: expect.stringContaining("example.test/hikube/toy:toy_item:1") as string,
    });
    expect((await toy.instance("toy_renamed", "b")).attributes).toMatchObject({
      origin: expect.stringContaining(":terraform_data:0") as string,
    });
    const refused = 'resource "toy_renamed" "c" {}\nmoved {\n from = toy_legacy.c\n to = toy_renamed.c\n}';
    await toy.write(`${moved}\n${refused}`);
    const { code, output } = await toy.plan();
    expect(code).toBe(1);
    expect(unwrapped(output)).toContain("A toy_legacy of example.test/hikube/toy (schema version 0) cannot become");
  });
});
