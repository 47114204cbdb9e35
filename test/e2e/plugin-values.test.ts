import { terraformBinaries } from "./binaries";
import { Workspace } from "./plugin-workspace";

// What Terraform and OpenTofu judge of the values that a provider answers. Served in-process: how a provider is
// launched is tried in plugin.test.ts.
describe.each(terraformBinaries())("values of the toy provider under $name", ({ path }) => {
  let toy: Workspace;

  beforeEach(async () => {
    toy = await Workspace.open(path(), "reattach");
    await toy.write("");
    await toy.init();
  });

  afterEach(() => toy.close());

  async function applied(configuration: string): Promise<void> {
    await toy.write(configuration);
    await toy.succeed("apply", "-auto-approve", "-no-color");
  }

  async function expectNoChanges(): Promise<void> {
    expect(await toy.plan()).toMatchObject({ code: 0 });
  }

  const attributes = async (): Promise<Record<string, unknown>> => (await toy.instance("toy_values", "v")).attributes;
  const value = (body: string): string => `resource "toy_values" "v" {\n${body}\n}`;

  it.each<[string, string, string]>([
    ["float", "0.1", "0.1"],
    ["float", "1/3", "0.3333333333333333"],
    ["float", "pow(2, 60)", "1152921504606846976"],
    ["float", "9007199254740993", "9007199254740993"],
    ["float", "1e23", "100000000000000000000000"],
    ["float", "5e-324", "0.00000"],
    ["float", "2.2250738585072011e-308", "0.00000"],
    ["float", "-0.0", "0"],
    ["int", "9007199254740991", "9007199254740991"],
    ["bigint", "123456789012345678901234567890", "123456789012345678901234567890"],
    ["exact", "1e400", `1${"0".repeat(400)}`],
    ["exact", "0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"],
    ["floats", "[9007199254740993, 1e23, 0.5, null]", "9007199254740993"],
    ["float_set", "[9007199254740993, 1e23, 0.1]", "100000000000000000000000"],
    ["anything", "{ a = [9007199254740993, 1e23], b = 5e-324 }", "9007199254740993"],
  ])("keep every digit of %s = %s", async (name, expression, shown) => {
    await applied(value(`${name} = ${expression}`));
    await expectNoChanges();
    expect(await toy.succeed("state", "show", "-no-color", "toy_values.v")).toContain(shown);
    await applied(value(`${name} = ${expression}\n document = "{}"`));
    await expectNoChanges();
  });

  it("reach the author in the kind that the schema asks for", async () => {
    await applied(
      value("float = 1e-23\n int = 3\n bigint = 18446744073709551617\n exact = 1/3\n floats = [1e308, 0.5]"),
    );
    const third = `0.${"3".repeat(20)}`;
    const sent = String((await attributes()).sent);
    expect(sent).toMatch(/"float":1e-23,"int":3,"bigint":"18446744073709551617"/);
    expect(sent).toContain(`"exact":"${third}`);
    expect(sent).toContain('"above":-1');
  });

  it.each([
    ["int = 1.5", "It must be a whole number, but is 1.5"],
    ["bigint = 0.1", "It must be a whole number, but is 0.1"],
    ["int = pow(2, 53)", "It must be between -9007199254740991 and 9007199254740991, but is 9007199254740992"],
    ["float = 1e309", "It must be a number that a float64 can hold"],
  ])("are refused where the author cannot get them: %s", async (body, message) => {
    await toy.write(value(body));
    const { code, output } = await toy.run("validate", "-no-color");
    expect(code).toBe(1);
    expect(output.replace(/\s*\n[\s│]*/g, " ")).toContain(message);
    expect(output).toMatch(/on main.tf line 2/);
  });

  it("are checked by the schema, with the place in the configuration", async () => {
    await toy.write(value('first = "Abc"\n second = "x"\n float = 2\n int = 1\n old_block { a = "x" }'));
    const { code, output } = await toy.run("validate", "-no-color");
    const text = output.replace(/\s*\n[\s│]*/g, " ");
    expect(code).toBe(1);
    expect(text).toMatch(/Error: Invalid value for first .*on main.tf line 2, .* It must be lower-case letters\./);
    expect(text).toMatch(/Error: Invalid value for second .*line 3, .* Of first and second at most one may be set/);
    expect(text).toMatch(/Error: Invalid value for float .*line 4, .* float must not be above int\./);
    expect(text).toMatch(/Warning: second is deprecated .*line 3, .* Write first\./);
    expect(text).toMatch(/Warning: old_block is deprecated .* Write host_block\./);
    const blocks = ["a", "b", "c", "d"].map((name) => `host_block { name = "${name}" }\n`).join("");
    await toy.write(value(`first = "abcdef"\n ${blocks}`));
    const more = (await toy.run("validate", "-no-color")).output.replace(/\s*\n[\s│]*/g, " ");
    expect(more).toMatch(/Warning: Value of first .* Long texts are slow\./);
    expect(more).toContain("It must have between 0 and 3 elements, but has 4.");
  });

  it("are refused too where they become known while applying", async () => {
    await toy.write(`resource "terraform_data" "d" { input = 3 }\n${value("int = terraform_data.d.output / 2")}`);
    const { code, output } = await toy.apply();
    expect(code).toBe(1);
    expect(output).toContain("It must be a whole number, but is 1.5");
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

  it("keep the user's writing where the API answers another one", async () => {
    await applied(value(HOSTS));
    await expectNoChanges();
    const found = await attributes();
    expect(found).toMatchObject({ document: '{"a":[1,2]}', order: ["y", "x"], names: ["alpha", "beta"] });
    expect(JSON.stringify(found)).toContain('"one"');
    expect(JSON.stringify(found)).not.toContain("ALPHA");
    await applied(value(`${HOSTS.replace('"alpha", ', '"gamma", ')}\nfloat = 1`));
    await expectNoChanges();
    expect(await attributes()).toMatchObject({ names: ["beta", "gamma"], document: '{"a":[1,2]}' });
  });

  it("are the same in each of Unicode's ways to write them", async () => {
    const [composed, apart] = ["\u00e9", "e\u0301"];
    const written = (e: string): string =>
      value(`text = "caf${e}"\n tags = { "caf${e}" = "${e}" }\n letters = ["${e}", "a"]`);
    await applied(written(composed));
    await expectNoChanges();
    await toy.write(written(apart));
    await expectNoChanges();
    expect((await attributes()).tags).toEqual({ [`caf${composed}`]: composed });
  });

  it("plan nothing where only the writing changes", async () => {
    await applied(value(HOSTS));
    const other = HOSTS.replace('[1,2]}"', '[1, 2]}"').replace('"y", "x"', '"x", "y"').replace('"one"', '"One"');
    await toy.write(value(other.replace('"alpha", "beta"', '"BETA", "Alpha"')));
    await expectNoChanges();
    await toy.write(value(other.replace("[1, 2]", "[1, 3]")));
    expect((await toy.plan()).output).toMatch(/1 to change/);
  });
});
