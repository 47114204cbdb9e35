import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { absent, scenario, unknown, type Scenario } from "../../src/plugin/testing";
import { testNotes } from "../plugin/docs-testing";
import { toyProvider } from "../plugin/toy-provider";
import { terraformBinaries } from "./binaries";

const item = (body: string, name = "a"): string => `resource "toy_item" "${name}" {\n${body}\n}\n`;

async function failureOf(steps: Scenario): Promise<unknown> {
  try {
    await steps;
    return undefined;
  } catch (error) {
    return error;
  }
}

describe.each(terraformBinaries())("a scenario under $name", ({ path }) => {
  let store: string;

  beforeEach(async () => {
    store = await mkdtemp(join(tmpdir(), "toy-store-"));
  });

  afterEach(() => rm(store, { recursive: true, force: true }));

  function toys(): Scenario {
    const common = `provider "toy" { directory = ${JSON.stringify(store)} }`;
    return scenario(toyProvider, { terraform: path(), common });
  }

  it("takes a resource through its life, and destroys it at the end", async () => {
    let files = 0;
    await toys()
      .plan(item('name = "x"'), { plan: { "toy_item.a": { action: "create" } } })
      .apply(`${item('name = "x"')} output "size" { value = toy_item.a.size }`, {
        plan: { "toy_item.a": { action: "create", after: { size: "small", serial: unknown, secret: null } } },
        state: { "toy_item.a": { size: "small", serial: 1, id: (id) => typeof id === "string" } },
        outputs: { size: "small" },
        warnings: [],
      })
      .importVerify("toy_item.a", { ignore: ["name", "serial"] })
      .importVerify("toy_item.b", {
        id: "nothing",
        error: /There is no toy nothing|does not exist in the configuration/,
      })
      .apply(item('name = "y"'), {
        plan: { "toy_item.a": { action: "replace", replacedBy: ["name"] } },
        state: { "toy_item.a": { name: "y" } },
      })
      .apply(item('name = "y"\n size = "y"'), { error: /Name and size are the same/ })
      .do(async () => {
        for (const file of await readdir(store)) await rm(join(store, file));
      })
      .refresh({ state: { "toy_item.a": absent } })
      .apply(item('name = "warned"'), { warnings: [/This toy is fragile/] })
      .do(async () => {
        files = (await readdir(store)).length;
      });
    expect(files).toBe(1);
    expect(await readdir(store)).toEqual([]);
  });

  it("looks into ephemeral resources, and stores nothing of them", async () => {
    const token = 'ephemeral "toy_token" "t" {\n owner = "me"\n scope { name = "all" }\n}\n';
    await toys()
      .plan(token, { ephemeral: { "toy_token.t": { owner: "me", value: "secret-of-me" } } })
      .apply(token + item('name = "x"\n secret = ephemeral.toy_token.t.value'), {
        ephemeral: { "toy_token.t": { value: /^secret-of-/ } },
        state: { "toy_item.a": { secret: null } },
      })
      .do(async ({ run }) => {
        const { output } = await run("show", "-json");
        expect(output).toContain("toy_item.a");
        expect(output).not.toContain("secret-of-me");
      });
  });

  const disk = (megabytes: string, more = ""): string =>
    `resource "toy_disk" "a" {\n megabytes = ${megabytes}\n ${more}\n}\n`;

  it("has the provider upgrade what older versions of it stored", async () => {
    await toys()
      .apply(disk("5"))
      .state({ "toy_disk.a": { attributes: { size: "2T" } } })
      .refresh({
        state: { "toy_disk.a": { megabytes: 2_000_000, tags: null } },
        warnings: [/counted in megabytes now/],
      })
      .apply(disk("2000000"), { plan: { "toy_disk.a": { action: "no-op" } }, warnings: [] })
      .state({ "toy_disk.a": { version: 1, attributes: { megabytes: 9007199254740993n, tag: "x" } } })
      .plan(disk("9007199254740993"), { plan: { "toy_disk.a": { action: "update" } } })
      .apply(disk("9007199254740993", 'tags = { tag = "x" }'), {
        plan: { "toy_disk.a": { action: "no-op" } },
        state: { "toy_disk.a": { megabytes: 9007199254740993n, tags: { tag: "x" } } },
      })
      .state({ "toy_disk.a": { attributes: { size: "1P" } } })
      .refresh({ error: /Sizes end with G or T, not with P/ })
      .state({ "toy_disk.a": { version: 3, attributes: { megabytes: 1 } } })
      .refresh({ error: /newer (provider )?version|managed by a newer version|schema version is 3/i })
      .state({ "toy_disk.a": { version: 2, attributes: { megabytes: 1 } } });
  });

  it("begins with what older versions stored, under every kind of address", async () => {
    const old = (size: string) => ({ attributes: { size } });
    await toys()
      .state({ 'toy_disk.keyed["k"]': old("1G"), 'toy_disk.keyed["l"]': old("2G"), "toy_disk.counted[0]": old("3G") })
      .apply(
        `resource "toy_disk" "keyed" {
           for_each  = { k = 1000, l = 2000 }
           megabytes = each.value
         }
         resource "toy_disk" "counted" {
           count     = 1
           megabytes = 3000
         }
         resource "terraform_data" "other" {}`,
        {
          plan: {
            'toy_disk.keyed["k"]': { action: "no-op" },
            'toy_disk.keyed["l"]': { action: "no-op" },
            "toy_disk.counted[0]": { action: "no-op" },
            "terraform_data.other": { action: "create" },
          },
        },
      )
      .state({ 'toy_disk.keyed["l"]': old("7G"), "module.m.toy_disk.inner": old("4G") })
      .refresh({
        state: {
          'toy_disk.keyed["k"]': { megabytes: 1000 },
          'toy_disk.keyed["l"]': { megabytes: 7000 },
          "toy_disk.counted[0]": { megabytes: 3000 },
          "terraform_data.other": {},
          "module.m.toy_disk.inner": { megabytes: 4000 },
        },
      });
  });

  it("tests the provider of the guide", async () => {
    await testNotes(path());
  });

  const failing = (how: string): string => `resource "toy_failing" "f" { fail = "${how}" }`;

  it.each<[string, (toy: Scenario) => Scenario, RegExp]>([
    [
      "the action",
      (toy) => toy.plan(item('name = "x"'), { plan: { "toy_item.a": { action: "update" } } }),
      /Step 1, plan:\n- plan of toy_item.a: expected update, received create/,
    ],
    [
      "a planned value",
      (toy) => toy.apply(item('name = "x"'), { plan: { "toy_item.a": { after: { id: "i" } } } }),
      /Step 1, apply:\n- plan of toy_item.a: after: id: expected "i", received unknown/,
    ],
    [
      "a stored value",
      (toy) => toy.apply(item('name = "x"'), { state: { "toy_item.a": { size: "large" } } }),
      /expected "large", received "small"/,
    ],
    [
      "a planned output",
      (toy) => toy.plan('output "o" { value = timestamp() }', { outputs: { o: "now" } }),
      /output o: expected "now", received unknown/,
    ],
    ["an output", (toy) => toy.apply("", { outputs: { o: 1 } }), /output o: expected 1, received absent/],
    [
      "an ephemeral value",
      (toy) => toy.plan('ephemeral "toy_token" "t" { owner = "me" }', { ephemeral: { "toy_token.t": { value: "x" } } }),
      /ephemeral toy_token.t: value: expected "x", received "secret-of-me"/,
    ],
    [
      "a missing warning",
      (toy) => toy.apply(item('name = "x"'), { warnings: [/fragile/] }),
      /expected a warning that matches \/fragile\/, received nothing/,
    ],
    [
      "a warning too many",
      (toy) => toy.apply(item('name = "warned"'), { warnings: [] }),
      /expected no warning, received: Take care/,
    ],
    [
      "an error that does not come",
      (toy) => toy.apply(item('name = "x"'), { error: /bad/ }),
      /expected an error that matches \/bad\/, received none/,
    ],
    [
      "another error while planning",
      (toy) => toy.plan(item('name = ""'), { error: /bad/ }),
      /matches \/bad\/, plan failed with:\n {2}error: Invalid value for name/,
    ],
    [
      "an error while planning",
      (toy) => toy.apply(item('name = ""')),
      /plan failed:\n {2}error: Invalid value for name\n {2}A name must not be empty/,
    ],
    ["an error while applying", (toy) => toy.apply(failing("create")), /apply failed:\n {2}error: /],
    [
      "changes in a second plan",
      (toy) => toy.apply(`${item('name = "x"')} output "t" { value = timestamp() }`),
      /expected no changes in a second plan, received:\n {2}changes of outputs only/,
    ],
    [
      "no changes in a second plan",
      (toy) => toy.apply(item('name = "x"'), { emptyPlan: false }),
      /expected changes in a second plan, received none/,
    ],
    [
      "what an import loses",
      (toy) => toy.apply(item('name = "x"')).importVerify("toy_item.a", { ignore: ["serial"] }),
      /Step 2, import of toy_item.a:\n- import of toy_item.a: name: stored "x", imported "imported"/,
    ],
    [
      "what an import is to ignore",
      (toy) => toy.apply(item('name = "imported"')).importVerify("toy_item.a", { ignore: ["serial", "color"] }),
      /it has no attribute color/,
    ],
    [
      "an import that works",
      (toy) => toy.apply(item('name = "x"')).importVerify("toy_item.a", { error: /x/ }),
      /matches \/x\/, received none/,
    ],
    [
      "the state after a refresh",
      (toy) => toy.apply(item('name = "x"')).refresh({ state: { "toy_item.a": absent } }),
      /Step 2, refresh:\n- state of toy_item.a: expected absent/,
    ],
    ["the destroy at the end", (toy) => toy.apply(failing("delete")), /Step 2, destroy at the end:\n- destroy failed/],
    [
      "an address of what is stored",
      (toy) =>
        toy.state({
          "data.toy_lookup.l": { attributes: {} },
          "toy_item.a": { attributes: {} },
          toy: { attributes: {} },
        }),
      /Step 1, state:\n- data.toy_lookup.l is no address of a resource\n- toy is no address of a resource$/,
    ],
    [
      "an action",
      (toy) =>
        toy.do(() => {
          throw new Error("It broke.");
        }),
      /Step 1, do:\n- It broke\./,
    ],
  ])("fails by %s", async (_, steps, message) => {
    const error = await failureOf(steps(toys()));
    expect(error).toMatchObject({ name: "ScenarioError", message: expect.stringMatching(message) as string });
    expect((error as Error).stack).toContain("plugin-scenario.test.ts");
    if (!message.source.includes("destroy")) expect(await readdir(store)).toEqual([]);
  });

  it("names the program that cannot be run", async () => {
    await expect(scenario(toyProvider, { terraform: "no-such-terraform" }).plan("")).rejects.toThrow(
      'cannot run "no-such-terraform"',
    );
  });
});
