import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { terraformBinaries } from "./binaries";
import { announcedSchemas, declaredSchemas } from "./plugin-schemas";
import { removeBundle, Workspace, type Serving } from "./plugin-workspace";

const SERVINGS: readonly Serving[] = ["executable", "reattach"];
const COMBINATIONS = terraformBinaries().flatMap(({ name, path }) =>
  SERVINGS.map((serving) => ({ name, path, serving })),
);

const EVERYTHING = `
  resource "toy_item" "a" {
    name = "first"
    part {
      kind  = "wheel"
      count = 2
    }
  }
  resource "toy_everything" "e" {
    text          = "made of \${toy_item.a.id}"
    number        = 0.1
    anything      = { a = [1, "x"], b = null }
    list          = ["a", toy_item.a.id]
    set           = [3, 1, 2]
    map           = { a = "b" }
    object        = { a = "x", b = [true] }
    tuple         = ["a", 12345678901234567890123]
    nested_single = { name = "s" }
    nested_list   = [{ name = "l1" }, { name = "l2", level = 5 }]
    nested_set    = [{ name = "s1" }, { name = "s2", level = 5 }]
    nested_map    = { a = { name = "m1" } }
    block_single { name = "bs" }
    block_group { note = "bg" }
    block_list {
      name = "bl"
      deep { value = "1" }
    }
    dynamic "block_list" {
      for_each = toset([toy_item.a.id])
      content { name = block_list.value }
    }
    block_set { name = "set1" }
    block_set {
      name  = "set2"
      level = 9
    }
    block_map "k" { name = "bm" }
  }
  resource "toy_dynamic_blocks" "d" {
    entry {
      key   = "number"
      value = 9007199254740993
    }
    entry {
      key   = "object"
      value = { x = [1] }
    }
    entry { key = "nothing" }
    named "n" { value = toy_item.a.id }
  }
  resource "toy_legacy" "l" {}
  data "toy_lookup" "l" { id = toy_item.a.id }
  output "exists" { value = data.toy_lookup.l.exists }
`;

afterAll(removeBundle);

describe.each(COMBINATIONS)("the toy provider under $name, served by $serving", ({ path, serving }) => {
  let toy: Workspace;

  beforeEach(async () => {
    toy = await Workspace.open(path(), serving);
    await toy.write("");
    await toy.init();
  });

  afterEach(() => toy.close());

  async function applied(configuration: string): Promise<void> {
    await toy.write(configuration);
    await toy.succeed("apply", "-auto-approve", "-no-color");
  }

  /** Plans nothing, where what is stored is what is configured. */
  async function expectNoChanges(): Promise<void> {
    expect(await toy.plan()).toMatchObject({ code: 0 });
  }

  it("creates every kind of value, plans nothing then, and destroys it", async () => {
    await toy.write(EVERYTHING);
    await toy.succeed("validate", "-no-color");
    await applied(EVERYTHING);
    await expectNoChanges();
    const { attributes } = await toy.instance("toy_everything", "e");
    expect(attributes).toMatchObject({
      nested_list: [
        { name: "l1", level: 1, token: "token-l1" },
        { name: "l2", level: 5, token: "token-l2" },
      ],
      nested_set: expect.arrayContaining([
        expect.objectContaining({ name: "s1", level: 1 }),
        expect.objectContaining({ name: "s2", level: 5 }),
      ]) as unknown,
      block_set: expect.arrayContaining([
        expect.objectContaining({ name: "set1", level: 1 }),
        expect.objectContaining({ name: "set2", level: 9 }),
      ]) as unknown,
      number: 0.1,
      block_map: { k: { name: "bm", note: null } },
    });
    expect(await toy.succeed("state", "show", "-no-color", "toy_everything.e")).toContain("12345678901234567890123");
    expect(await toy.succeed("state", "show", "-no-color", "toy_dynamic_blocks.d")).toContain("9007199254740993");
    await applied(EVERYTHING.replace('name = "l1"', 'name = "l0"').replace('name = "s1"', 'name = "s0"'));
    await expectNoChanges();
    await toy.succeed("destroy", "-auto-approve", "-no-color");
    expect(await readdir(toy.store)).toEqual([]);
  });

  it("announces exactly the schemas that it declares", async () => {
    expect(announcedSchemas(await toy.succeed("providers", "schema", "-json"))).toEqual(declaredSchemas());
  });

  it.each([
    ["the user presses Ctrl-C", "SIGINT"],
    ["its container ends", "SIGTERM"],
  ] as const)("finishes what it does when %s", async (_, signal) => {
    await toy.write('resource "toy_failing" "f" { fail = "slow" }');
    const child = toy.start("apply", "-auto-approve", "-no-color");
    const ended = new Promise((resolve) => child.on("close", resolve));
    child.stdout.resume();
    while (!existsSync(join(toy.store, "started.json"))) await new Promise((resolve) => setTimeout(resolve, 20));
    process.kill(-(child.pid ?? 0), signal);
    await ended;
    expect((await toy.instance("toy_failing", "f")).attributes).toMatchObject({ id: "interrupted" });
  });

  // In-process the crash would be that of the test itself.
  const whereLaunched = (title: string, body: () => Promise<void>): void => {
    if (serving === "executable") it(title, body);
  };

  whereLaunched("runs without TLS where that is asked for", async () => {
    process.env.TF_DISABLE_PLUGIN_TLS = "1";
    try {
      await applied('resource "toy_item" "a" { name = "x" }');
    } finally {
      delete process.env.TF_DISABLE_PLUGIN_TLS;
    }
  });
});
