import type { Value, ValueRecord } from "../../src/plugin";
import { unknown } from "../../src/plugin/testing";
import { shownValue } from "../../src/plugin/testing/expected";
import { isList, isRecord } from "../../src/plugin/values/guards";
import { terraformBinaries } from "./binaries";
import { ToyBox } from "./toys";

const P = "toy_planned.p";
const planned = (body: string): string => `resource "toy_planned" "p" {\n${body}\n}\n`;

// What Terraform and OpenTofu judge of the plans that a schema describes.
describe.each(terraformBinaries())("plans of the toy provider under $name", ({ path }) => {
  const box = new ToyBox(path);

  it("keep a computed value until one of those changes that it depends on", async () => {
    const ids = new Set<Value>();
    const id = (value: Value): boolean => typeof value === "string" && ids.add(value).size === 1;
    await box
      .scenario()
      .apply(planned('name = "a"\n disk = 1'), { state: { [P]: { id, login: "a@toy", slug: "a-slug" } } })
      .plan(planned('name = "a"\n disk = 2'), {
        plan: { [P]: { action: "update", after: { id, disk: 2, login: "a@toy", slug: "a-slug" } } },
      })
      .plan(planned('name = "b"\n disk = 1'), {
        plan: { [P]: { action: "update", after: { id, login: unknown, slug: "b-slug" } } },
      });
  });

  it("work a default out from the configuration, also where that is only known at apply", async () => {
    const source = 'resource "terraform_data" "d" { input = "late" }\n';
    await box.scenario().apply(source + planned("name = terraform_data.d.output"), {
      plan: { [P]: { action: "create", after: { slug: unknown } } },
      state: { [P]: { login: "late@toy", slug: "late-slug" } },
    });
  });

  it("replace where a function says so", async () => {
    await box
      .scenario()
      .apply(planned('name = "a"\n disk = 2'))
      .plan(planned('name = "a"\n disk = 3'), { plan: { [P]: { action: "update" } } })
      .plan(planned('name = "a"\n disk = 1'), { plan: { [P]: { action: "replace", replacedBy: ["disk"] } } });
  });

  it("pair elements of lists with those that they were", async () => {
    const body = (names: readonly string[], ports: readonly number[], size = 1): string =>
      `name = "a"
       parts = [${names.map((name) => `{ name = "${name}", size = ${size} }`).join()}]
       ${ports.map((port) => `port {\n number = ${port}\n }`).join("\n")}`;
    const seen: Record<string, Value>[] = [];
    const coded = (value: Value): boolean => seen.push(codesOf(value)) > 0;
    const state = { [P]: { parts: coded, port: coded } };
    await box
      .scenario()
      .apply(planned(body(["x", "y", "z"], [1, 2, 3])), { state })
      .apply(planned(body(["z", "new", "y"], [3, 4, 2], 2)), { state });
    const [partsBefore = {}, portsBefore = {}, partsAfter = {}, portsAfter = {}] = seen;
    expect(partsAfter).toMatchObject({ '"y"': partsBefore['"y"'], '"z"': partsBefore['"z"'] });
    expect(portsAfter).toMatchObject({ 2: portsBefore[2], 3: portsBefore[3] });
    // Three of each, and one new of each.
    expect(new Set(seen.flatMap((codes) => Object.values(codes))).size).toBe(8);
  });

  it("promise that a value is never null", async () => {
    await box.scenario().plan(`${planned('name = "a"')}output "known" { value = ${P}.id == null }`, {
      outputs: { known: false },
    });
  });
});

/** The code of each element, by what names it. */
function codesOf(value: Value): ValueRecord {
  const items = isList(value) ? value.filter(isRecord) : [];
  return Object.fromEntries(items.map(({ name, number, code = null }) => [shownValue(name ?? number), code]));
}
