import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Value } from "../../src/plugin";
import { scenario, unknown, type Scenario } from "../../src/plugin/testing";
import { toyProvider } from "../plugin/toy-provider";
import { terraformBinaries } from "./binaries";

const item = (body: string): string => `resource "toy_item" "a" {\n${body}\n}`;
const part = (name: string, kind: string): string =>
  item(`name = "${name}"\n part {\n kind = "${kind}"\n count = 1\n }`);

// What does not depend on how a provider is launched; that is tried in plugin.test.ts.
describe.each(terraformBinaries())("the life of a toy under $name", ({ path }) => {
  let store: string;

  beforeEach(async () => {
    store = await mkdtemp(join(tmpdir(), "toy-store-"));
  });

  afterEach(() => rm(store, { recursive: true, force: true }));

  function toys(): Scenario {
    return scenario(toyProvider, { terraform: path(), common: `provider "toy" { directory = "${store}" }` });
  }

  it("is updated in place, keeps what is stable, and remembers its private state", async () => {
    const ids: Value[] = [];
    const id = (value: Value): boolean => ids.push(value) > 0 && value === ids[0];
    await toys()
      .apply(item('name = "x"'), { state: { "toy_item.a": { id, size: "small", serial: 1 } } })
      .apply(item('name = "x"\n size = "large"'), {
        plan: { "toy_item.a": { action: "update", after: { id, size: "large", serial: unknown } } },
        state: { "toy_item.a": { id, size: "large", serial: 2 } },
      });
    expect(ids).toHaveLength(3);
  });

  it("is replaced where it cannot change, on top and inside of blocks", async () => {
    await toys()
      .apply(part("x", "wheel"))
      .plan(part("y", "wheel"), { plan: { "toy_item.a": { action: "replace", replacedBy: ["name"] } } })
      .apply(part("x", "door"), { plan: { "toy_item.a": { action: "replace", replacedBy: ["part[0].kind"] } } })
      .do(async () => {
        expect(await readdir(store)).toHaveLength(1);
      });
  });

  it("shows what changed outside of Terraform", async () => {
    const file = async (): Promise<string> => join(store, (await readdir(store))[0] ?? "");
    await toys()
      .apply(item('name = "x"'))
      .do(async () => writeFile(await file(), '{ "size": "shrunk" }'))
      .plan(item('name = "x"'), { plan: { "toy_item.a": { action: "update", after: { size: "small" } } } })
      .refresh({ state: { "toy_item.a": { size: "shrunk" } } })
      .do(async () => rm(await file()))
      .plan(item('name = "x"'), { plan: { "toy_item.a": { action: "create" } } });
  });
});
