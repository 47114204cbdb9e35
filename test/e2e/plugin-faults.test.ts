import { absent } from "../../src/plugin/testing";
import { terraformBinaries } from "./binaries";
import { ToyBox } from "./toys";

const failing = (how?: string, name = "f"): string =>
  `resource "toy_failing" "${name}" {${how === undefined ? "" : ` fail = "${how}" `}}\n`;

// What users read, and what is stored, where something is wrong: with their configuration, the back end or the provider.
describe.each(terraformBinaries())("faults under $name", ({ path }) => {
  const box = new ToyBox(path);

  it("in the middle of a create leave what there is, to be made anew", async () => {
    const f = "toy_failing.f";
    await box
      .scenario()
      .apply(failing("partly"), { error: /Half created/, tainted: [f] })
      .plan(failing(), { plan: { [f]: { action: "replace" } } })
      .do(async ({ run }) => {
        expect(await run("untaint", f)).toMatchObject({ code: 0 });
        expect(await run("taint", f)).toMatchObject({ code: 0 });
      })
      .apply(failing(), { plan: { [f]: { action: "replace" } }, tainted: [] });
  });

  it("of a create store nothing, and of an update or delete lose nothing", async () => {
    const f = "toy_failing.f";
    await box
      .scenario()
      .apply(failing("create", "one") + failing("collected", "two"), {
        error: [/Create failed\nNothing was created[^]*on main.tf line 1/, /First fault/, /Second fault/],
        state: { "toy_failing.one": absent, "toy_failing.two": absent },
      })
      .apply(failing())
      .apply(failing("update"), { error: /Update failed/, state: { [f]: { fail: null } } })
      .apply(failing("delete"))
      .destroy({ error: /Delete failed/ })
      .refresh({ state: { [f]: { fail: "delete" } } })
      .apply(failing());
  });

  it("are shown where they are in the configuration", async () => {
    await box
      .scenario()
      .plan(
        `resource "toy_item" "a" {
           name = ""
           part {
             kind = "wheel"
             count = 13
           }
         }
         data "toy_lookup" "l" { id = "forbidden" }`,
        {
          error: [
            /Invalid value for name\nA name must not be empty[^]*on main.tf line 2/,
            /Invalid value for part\[0\]\.count\nNo part may be there 13 times[^]*on main.tf line 5/,
            /Forbidden id[^]*on main.tf line 8/,
          ],
        },
      )
      .apply('resource "toy_failing" "f" {\n fail = "rule"\n rules = [{ port = 1 }, { port = 70000 }]\n}', {
        error: /Bad port[^]*At rules\[1\]\.port[^]*on main.tf line 3/,
      });
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
  ])("of the provider itself name the attribute, at %s", async (moment, faults) => {
    const names = Object.keys(faults);
    const broken = names.map((how) => `resource "toy_broken" "${how}" { how = "${how}" }\n`).join("");
    await box
      .scenario()
      .apply(broken, {
        error: Object.values(faults).map((message) => new RegExp(message)),
        tainted: moment === "plan" ? [] : names.map((how) => `toy_broken.${how}`),
      })
      .do(async ({ run }) => {
        const { output, errors } = await run("apply", "-auto-approve", "-no-color");
        expect(output + errors).not.toMatch(/panic|crash|Provider produced/);
      });
  });
});
