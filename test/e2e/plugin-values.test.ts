import { isList, isRecord } from "../../src/plugin/values/guards";
import { Decimal, type Value } from "../../src/plugin";
import { shownValue } from "../../src/plugin/testing/expected";
import { absent, type Expected } from "../../src/plugin/testing";
import { terraformBinaries } from "./binaries";
import { ToyBox } from "./toys";

const V = "toy_values.v";
const value = (body: string): string => `resource "toy_values" "v" {\n${body}\n}\n`;

// What Terraform and OpenTofu judge of the values that a provider answers. Served in-process: how a provider is
// launched is tried in plugin.test.ts.
describe.each(terraformBinaries())("values of the toy provider under $name", ({ path }) => {
  const box = new ToyBox(path);

  it.each<[string, string, Expected]>([
    ["float", "0.1", 0.1],
    ["float", "1/3", (third) => shownValue(third).startsWith("0.3333333333333333")],
    ["float", "pow(2, 60)", 1152921504606846976n],
    ["float", "9007199254740993", 9007199254740993n],
    ["float", "1e23", 100000000000000000000000n],
    ["float", "1 - 0.99", (rest) => /^0\.010{150,160}3/.test(shownValue(rest))],
    ["float", "3.40282346638528859811704183484516925440e+38", 340282346638528859811704183484516925440n],
    ["float", "5e-324", new Decimal("5e-324")],
    ["float", "2.2250738585072011e-308", new Decimal("2.2250738585072011e-308")],
    ["float", "-0.0", 0],
    ["int", "9007199254740991", 9007199254740991],
    ["bigint", "123456789012345678901234567890", 123456789012345678901234567890n],
    // What an author's code returns as a JavaScript number, and another attribute takes.
    ["exact", "provider::toy::one_float(1180591620717411303424)", new Decimal(2 ** 70)],
    ["bigint", "provider::toy::one_float(18446744073709551616)", 18446744073709551616n],
    ["exact", "1e400", new Decimal("1e400")],
    ["exact", "0.1000000000000000055511151231257827", new Decimal("0.1000000000000000055511151231257827")],
    ["floats", "[9007199254740993, 1e23, 0.5, null]", [9007199254740993n, 100000000000000000000000n, 0.5, null]],
    ["float_set", "[9007199254740993, 1e23, 0.1]", [0.1, 9007199254740993n, 100000000000000000000000n]],
    [
      "anything",
      "{ a = [9007199254740993, 1e23], b = 5e-324 }",
      { a: [9007199254740993n, 10n ** 23n], b: new Decimal("5e-324") },
    ],
  ])("keep every digit of %s = %s", async (name, expression, stored) => {
    const state = { [V]: { [name]: stored } };
    await box
      .scenario()
      .apply(value(`${name} = ${expression}`), { state })
      .apply(value(`${name} = ${expression}\n document = "{}"`), { state });
  });

  it("change where digits do that no float64 holds, and not where only their writing does", async () => {
    await box
      .scenario()
      .apply(value("float = 0.01"))
      .apply(value("float = 1 - 0.99"), { plan: { [V]: { action: "update" } } })
      .apply(value("float = 340282346638528860000000000000000000000"))
      .plan(value("float = 3.4028234663852886e+38"), { plan: { [V]: absent } })
      .plan(value("float = 340282346638528859811704183484516925440"), { plan: { [V]: { action: "update" } } });
  });

  it("reach the author in the kind that the schema asks for", async () => {
    const numbers = "float = 1e-23\n int = 3\n bigint = 18446744073709551617\n exact = 1/3\n floats = [1e308, 0.5]";
    const sent = (text: Value): boolean => {
      expect(text).toMatch(/"float":1e-23,"int":3,"bigint":"18446744073709551617"/);
      expect(text).toContain(`"exact":"0.${"3".repeat(20)}`);
      expect(text).toContain('"above":-1');
      return true;
    };
    await box.scenario().apply(value(numbers), { state: { [V]: { sent } } });
  });

  it.each([
    ["int = 1.5", /It must be a whole number, but is 1.5\.\n[^]*on main.tf line 2/],
    ["bigint = 0.1", /It must be a whole number, but is 0.1\.\n[^]*on main.tf line 2/],
    [
      "int = pow(2, 53)",
      /It must be between -9007199254740991 and 9007199254740991, but is 9007199254740992\.\n[^]*on main.tf line 2/,
    ],
    ["float = 1e309", /It must be a number that a float64 can hold[^]*on main.tf line 2/],
  ])("are refused where the author cannot get them: %s", async (body, error) => {
    await box.scenario().plan(value(body), { error });
  });

  it("are checked by the schema, with the place in the configuration", async () => {
    const blocks = ["a", "b", "c", "d"].map((name) => `host_block { name = "${name}" }\n`).join("");
    await box
      .scenario()
      .plan(value('first = "Abc"\n second = "x"\n float = 2\n int = 1\n old_block { a = "x" }'), {
        error: [
          /Invalid value for first\nIt must be lower-case letters\.[^]*on main.tf line 2/,
          /Invalid value for second\nOf first and second at most one may be set[^]*on main.tf line 3/,
          /Invalid value for float\nfloat must not be above int\.[^]*on main.tf line 4/,
        ],
        warnings: [
          /second is deprecated\nWrite first\.[^]*on main.tf line 3/,
          /old_block is deprecated\nWrite host_block\./,
        ],
      })
      .plan(value(`first = "abcdef"\n ${blocks}`), {
        error: /It must have between 0 and 3 elements, but has 4\./,
        warnings: [/Value of first\nLong texts are slow\./],
      });
  });

  it("are refused too where they become known while applying", async () => {
    const later = `resource "terraform_data" "d" { input = 3 }\n${value("int = terraform_data.d.output / 2")}`;
    await box
      .scenario()
      .apply(later, { error: /It must be a whole number, but is 1.5/ })
      .apply("");
  });

  const HOSTS = `
    document = "{\\"a\\":[1,2]}"
    names    = ["alpha", "beta"]
    order    = ["y", "x"]
    hosts    = [{ name = "one" }, { name = "two", port = 1e23 }]
    host_set = [{ name = "three" }, { name = "four", port = 9007199254740993 }]
    host_block { name = "five" }
    host_block {
      name = "six"
      port = 6
    }`;
  const named =
    (...names: readonly string[]) =>
    (list: Value): boolean => {
      expect(isList(list) ? list.filter(isRecord).map(({ name }) => name) : list).toEqual(names);
      return true;
    };

  it("keep the user's writing where the API answers another one", async () => {
    const written = {
      document: '{"a":[1,2]}',
      order: ["y", "x"],
      hosts: named("one", "two"),
      host_set: named("four", "three"),
      host_block: named("five", "six"),
    };
    await box
      .scenario()
      .apply(value(HOSTS), { state: { [V]: { ...written, names: ["alpha", "beta"] } } })
      .apply(value(`${HOSTS.replace('"alpha", ', '"gamma", ')}\nfloat = 1`), {
        state: { [V]: { ...written, names: ["beta", "gamma"] } },
      });
  });

  it("are the same in each of Unicode's ways to write them", async () => {
    const [composed, apart] = ["\u00e9", "e\u0301"];
    const written = (e: string): string =>
      value(`text = "caf${e}"\n tags = { "caf${e}" = "${e}" }\n letters = ["${e}", "a"]`);
    const state = { [V]: { text: `caf${composed}`, tags: { [`caf${composed}`]: composed } } };
    await box
      .scenario()
      .apply(written(composed), { state })
      .apply(written(apart), { plan: { [V]: { action: "no-op" } }, state });
  });

  it("plan nothing where only the writing changes", async () => {
    const other = HOSTS.replace('[1,2]}"', '[1, 2]}"').replace('"y", "x"', '"x", "y"').replace('"one"', '"One"');
    await box
      .scenario()
      .apply(value(HOSTS))
      .apply(value(other.replace('"alpha", "beta"', '"BETA", "Alpha"')), { plan: { [V]: { action: "no-op" } } })
      .plan(value(other.replace("[1, 2]", "[1, 3]")), { plan: { [V]: { action: "update" } } });
  });
});
