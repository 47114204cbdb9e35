import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Value } from "../../src/plugin";
import { unknown } from "../../src/plugin/testing";
import { terraformBinaries } from "./binaries";
import { ToyBox } from "./toys";

const item = (body: string, name = "a"): string => `resource "toy_item" "${name}" {\n${body}\n}\n`;
const part = (name: string, kind: string): string =>
  item(`name = "${name}"\n part {\n kind = "${kind}"\n count = 1\n }`);

// What does not depend on how a provider is launched; that is tried in plugin.test.ts.
describe.each(terraformBinaries())("the life of a toy under $name", ({ path }) => {
  const box = new ToyBox(path);

  it("is updated in place, keeps what is stable, and remembers its private state", async () => {
    const ids: Value[] = [];
    const id = (value: Value): boolean => ids.push(value) > 0 && value === ids[0];
    await box
      .scenario()
      .apply(item('name = "x"'), { state: { "toy_item.a": { id, size: "small", serial: 1 } } })
      .apply(item('name = "x"\n size = "large"'), {
        plan: { "toy_item.a": { action: "update", after: { id, size: "large", serial: unknown } } },
        state: { "toy_item.a": { id, size: "large", serial: 2 } },
      });
    expect(ids).toHaveLength(3);
  });

  it("takes what is only known at apply in the place of a default", async () => {
    const other = item('name = "other"', "b");
    await box
      .scenario()
      .apply(item('name = "x"'), { state: { "toy_item.a": { size: "small" } } })
      .apply(other + item('name = "x"\n size = toy_item.b.id'), {
        plan: { "toy_item.a": { action: "update", after: { size: unknown } } },
        state: { "toy_item.a": { size: /./ } },
      });
  });

  it("is replaced where it cannot change, on top and inside of blocks", async () => {
    await box
      .scenario()
      .apply(part("x", "wheel"))
      .plan(part("y", "wheel"), { plan: { "toy_item.a": { action: "replace", replacedBy: ["name"] } } })
      .apply(part("x", "door"), { plan: { "toy_item.a": { action: "replace", replacedBy: ["part[0].kind"] } } })
      .do(async () => {
        expect(await readdir(box.store)).toHaveLength(1);
      });
  });

  it("shows what changed outside of Terraform", async () => {
    const file = async (): Promise<string> => join(box.store, (await readdir(box.store))[0] ?? "");
    await box
      .scenario()
      .apply(item('name = "x"'))
      .do(async () => writeFile(await file(), '{ "size": "shrunk" }'))
      .plan(item('name = "x"'), { plan: { "toy_item.a": { action: "update", after: { size: "small" } } } })
      .refresh({ state: { "toy_item.a": { size: "shrunk" } } })
      .do(async () => rm(await file()))
      .plan(item('name = "x"'), { plan: { "toy_item.a": { action: "create" } } });
  });

  it("may begin with an import, by command or by block", async () => {
    await writeFile(join(box.store, "i1.json"), '{ "size": "small" }');
    await box
      .scenario()
      .apply(`${item('name = "imported"')}import {\n to = toy_item.a\n id = "i1"\n}\n`, {
        plan: { "toy_item.a": { action: "import" } },
        state: { "toy_item.a": { id: "i1", serial: 7, secret: null } },
      })
      .apply(`${item('name = "imported"')}resource "toy_legacy" "l" {}\n`)
      .importVerify("toy_item.a")
      .importVerify("toy_item.a", { id: "i2", error: /There is no toy i2/ })
      .importVerify("toy_legacy.l", { id: "i1", error: /Import is not supported/ });
  });

  it("goes on with state of an older version, with attributes missing and left over", async () => {
    await writeFile(join(box.store, "i1.json"), '{ "size": "small" }');
    const attributes = {
      id: "i1",
      title: "x",
      size: "small",
      serial: 3,
      secret: "old",
      part: [],
      forgotten: [1, { a: true }],
    };
    await box
      .scenario()
      .state({ "toy_item.a": { version: 0, attributes } })
      .apply(item('name = "x"'), {
        plan: { "toy_item.a": { action: "no-op" } },
        state: { "toy_item.a": { id: "i1", name: "x", serial: 3, secret: null, secret_version: null } },
      });
  });

  it("keeps write-only values out of plan and state", async () => {
    const withSecret = (version: number): string =>
      item(`name = "x"\n secret = "hunter${version}"\n secret_version = ${version}`);
    await box
      .scenario()
      .apply(withSecret(1))
      .apply(withSecret(2))
      .do(async ({ run }) => {
        const [file = ""] = await readdir(box.store);
        expect(await readFile(join(box.store, file), "utf8")).toContain("hunter2");
        expect((await run("state", "pull")).output).not.toContain("hunter");
      });
  });

  it("depends on which of the provider's configurations it has", async () => {
    await box.scenario().apply(item('name = "x"') + item('name = "y"\n provider = toy.other', "b"), {
      state: { "toy_item.a": { id: /^(?!other-)/ }, "toy_item.b": { id: /^other-/ } },
    });
  });
});
