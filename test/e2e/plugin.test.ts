import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
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

  it("imports what exists, by command and by block", async () => {
    await mkdir(toy.store);
    await writeFile(join(toy.store, "i1.json"), '{ "size": "small" }');
    await toy.write('resource "toy_item" "a" { name = "imported" }');
    await toy.succeed("import", "-no-color", "toy_item.a", "i1");
    await expectNoChanges();
    expect((await toy.instance("toy_item", "a")).attributes.secret).toBeNull();
    await toy.succeed("state", "rm", "toy_item.a");
    await applied('resource "toy_item" "a" { name = "imported" }\nimport {\n to = toy_item.a\n id = "i1"\n}');
    expect((await toy.instance("toy_item", "a")).attributes).toMatchObject({ id: "i1", serial: 7 });
    expect(await toy.run("import", "-no-color", "toy_item.b", "i2")).toMatchObject({ code: 1 });
    expect(await toy.run("import", "-no-color", "toy_legacy.a", "i1")).toMatchObject({ code: 1 });
  });

  it("reads state of an older version, with attributes missing and left over", async () => {
    await applied('resource "toy_item" "a" { name = "x" }');
    const state = await toy.state();
    const instance = state.resources[0]?.instances[0];
    if (instance === undefined) throw new Error("nothing stored");
    const { name, secret_version, ...rest } = instance.attributes;
    expect(secret_version).toBeNull();
    instance.attributes = { ...rest, title: name, forgotten: [1, { a: true }] };
    instance.schema_version = 0;
    await toy.writeState(state);
    await expectNoChanges();
  });

  it("keeps write-only values out of plan and state", async () => {
    const withSecret = (version: number): string =>
      `resource "toy_item" "a" {\n name = "x"\n secret = "hunter${version}"\n secret_version = ${version}\n}`;
    await applied(withSecret(1));
    await applied(withSecret(2));
    await expectNoChanges();
    const [file = ""] = await readdir(toy.store);
    expect(await readFile(join(toy.store, file), "utf8")).toContain("hunter2");
    expect(JSON.stringify(await toy.state())).not.toContain("hunter");
  });

  it("configures each alias for itself", async () => {
    await applied(
      'resource "toy_item" "a" { name = "x" }\nresource "toy_item" "b" {\n name = "y"\n provider = toy.other\n}',
    );
    const ids = await Promise.all(["a", "b"].map(async (name) => (await toy.instance("toy_item", name)).attributes.id));
    expect(ids).toEqual([expect.not.stringMatching(/^other-/), expect.stringMatching(/^other-/)]);
  });

  it("is asked again for what it half created", async () => {
    await toy.write('resource "toy_failing" "f" { fail = "partly" }');
    expect(await toy.apply()).toMatchObject({ code: 1, output: expect.stringContaining("Half created") as string });
    expect(await toy.instance("toy_failing", "f")).toMatchObject({ status: "tainted" });
    await toy.write('resource "toy_failing" "f" {}');
    expect((await toy.plan()).output).toMatch(/is tainted, so (it )?must be replaced/);
    await toy.succeed("untaint", "-no-color", "toy_failing.f");
    await toy.succeed("taint", "-no-color", "toy_failing.f");
    await applied('resource "toy_failing" "f" {}');
    await expectNoChanges();
  });

  it("stores nothing of a failed create, and loses nothing by a failed update or delete", async () => {
    const failing = (how: string): string => `resource "toy_failing" "${how}" { fail = "${how}" }\n`;
    await toy.write(failing("create") + failing("collected"));
    const { output } = await toy.apply();
    expect(output).toMatch(/Error: Create failed[^]*on main.tf line 1[^]*Nothing was created/);
    expect(output).toMatch(/First fault[^]*Second fault/);
    expect((await toy.state()).resources).toEqual([]);
    await applied('resource "toy_failing" "f" {}');
    await toy.write('resource "toy_failing" "f" { fail = "update" }');
    expect((await toy.apply()).output).toContain("Update failed");
    expect((await toy.instance("toy_failing", "f")).attributes).toMatchObject({ fail: null });
    await applied('resource "toy_failing" "f" { fail = "delete" }');
    const destroyed = await toy.run("destroy", "-auto-approve", "-no-color");
    expect(destroyed).toMatchObject({ code: 1, output: expect.stringContaining("Delete failed") as string });
    expect((await toy.instance("toy_failing", "f")).attributes).toMatchObject({ fail: "delete" });
  });

  it("shows where in the configuration a fault is", async () => {
    await toy.write(
      `resource "toy_item" "a" {
         name = ""
         part {
           kind = "wheel"
           count = 13
         }
       }
       data "toy_lookup" "l" { id = "forbidden" }
       provider "toy" {
         alias = "bad"
         directory = "x"
         prefix = "bad"
       }`,
    );
    const { code, output } = await toy.run("validate", "-no-color");
    expect(code).toBe(1);
    expect(output).toMatch(/Invalid value for name[^]*on main.tf line 2[^]*A name must not be empty/);
    expect(output).toMatch(/Invalid value for part\[0\].count[^]*on main.tf line 5[^]*No part may be there 13 times/);
    expect(output).toMatch(/Forbidden id[^]*on main.tf line 8/);
    await toy.write('resource "toy_failing" "f" {\n fail = "rule"\n rules = [{ port = 1 }, { port = 70000 }]\n}');
    expect((await toy.apply()).output).toMatch(/Bad port[^]*on main.tf line 3[^]*At rules\[1\].port/);
  });

  it.each([
    [
      "plan",
      {
        "plan-changed": "amount is planned with a value though it is neither configured nor computed",
        "plan-null-block": "part is a block and must not be null",
        "plan-extra-block": "part must have 0 elements, not 1",
        "plan-nan": "amount must not be NaN",
        "plan-promise": "id is promised bounds, but is no number",
      },
    ],
    [
      "apply",
      {
        "apply-unknown": "id is still unknown",
        "apply-nan": "amount must not be NaN",
        "apply-changed": "how has another value than the planned one",
        "apply-extra": "extra is not in the schema",
        "apply-missing": "how is missing",
        "apply-type": "id must be a string, not a number",
        "apply-null-block": "part is a block and must not be null",
        "apply-nothing": "must be an object",
        "apply-mixed": "anything has elements of different types",
        "apply-surrogate": "id must be text: it is half of a character",
        "apply-decimal": 'amount must not be "many"',
      },
    ],
  ])("names each attribute where the provider itself is wrong, at %s", async (moment, faults) => {
    const blocks = Object.keys(faults).map((how) => `resource "toy_broken" "${how}" { how = "${how}" }`);
    await toy.write(blocks.join("\n"));
    const { code, output } = await toy.apply();
    const text = output.replace(/\s+/g, " ");
    expect(code).toBe(1);
    for (const message of Object.values(faults)) expect(text).toContain(message);
    expect(text).not.toMatch(/panic|crash|Provider produced/);
    if (moment === "plan") return;
    for (const how of Object.keys(faults)) expect((await toy.instance("toy_broken", how)).status).toBe("tainted");
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
