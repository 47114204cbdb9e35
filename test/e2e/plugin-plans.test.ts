import { terraformBinaries } from "./binaries";
import { Workspace } from "./plugin-workspace";

// What Terraform and OpenTofu judge of the plans that a schema describes.
describe.each(terraformBinaries())("plans of the toy provider under $name", ({ path }) => {
  let toy: Workspace;

  beforeEach(async () => {
    toy = await Workspace.open(path(), "reattach");
    await toy.write("");
    await toy.init();
  });

  afterEach(() => toy.close());

  const planned = (body: string): string => `resource "toy_planned" "p" {\n${body}\n}`;

  async function applied(body: string): Promise<Record<string, unknown>> {
    await toy.write(planned(body));
    await toy.succeed("apply", "-auto-approve", "-no-color");
    expect(await toy.plan()).toMatchObject({ code: 0 });
    return (await toy.instance("toy_planned", "p")).attributes;
  }

  async function planOf(body: string): Promise<string> {
    await toy.write(planned(body));
    return (await toy.plan()).output;
  }

  it("keep a computed value until one of those changes that it depends on", async () => {
    expect(await applied('name = "a"\n disk = 1')).toMatchObject({ login: "a@toy", slug: "a-slug" });
    const grown = await planOf('name = "a"\n disk = 2');
    expect(grown).toMatch(/~ disk\s+= 1 -> 2/);
    expect(grown).not.toContain("login");
    const renamed = await planOf('name = "b"\n disk = 1');
    expect(renamed).toMatch(/~ login\s+= "a@toy" -> \(known after apply\)/);
    expect(renamed).toMatch(/~ slug\s+= "a-slug" -> "b-slug"/);
    expect(renamed).not.toMatch(/~ id/);
  });

  it("work a default out from the configuration, also where that is only known at apply", async () => {
    const source = 'resource "terraform_data" "d" { input = "late" }\n';
    await toy.write(source + planned("name = terraform_data.d.output"));
    expect((await toy.plan()).output).toMatch(/\+ slug\s+= \(known after apply\)/);
    await toy.succeed("apply", "-auto-approve", "-no-color");
    expect((await toy.instance("toy_planned", "p")).attributes).toMatchObject({ login: "late@toy", slug: "late-slug" });
    expect(await toy.plan()).toMatchObject({ code: 0 });
  });

  it("replace where a function says so", async () => {
    await applied('name = "a"\n disk = 2');
    expect(await planOf('name = "a"\n disk = 3')).toContain("1 to change, 0 to destroy");
    expect(await planOf('name = "a"\n disk = 1')).toMatch(/~ disk\s+= 2 -> 1 # forces replacement/);
  });

  it("pair elements of lists with those that they were", async () => {
    const body = (names: readonly string[], ports: readonly number[], size = 1): string =>
      `name = "a"
       parts = [${names.map((name) => `{ name = "${name}", size = ${size} }`).join()}]
       ${ports.map((port) => `port {\n number = ${port}\n }`).join("\n")}`;
    const codes = (attributes: Record<string, unknown>, name: string): Record<string, unknown> =>
      Object.fromEntries(
        (attributes[name] as Record<string, string>[]).map((item) => [String(item.name ?? item.number), item.code]),
      );
    const before = await applied(body(["x", "y", "z"], [1, 2, 3]));
    const after = await applied(body(["z", "new", "y"], [3, 4, 2], 2));
    const [parts, ports] = ["parts", "port"].map((name) => [codes(before, name), codes(after, name)] as const);
    expect(parts?.[1]).toMatchObject({ y: parts?.[0].y, z: parts?.[0].z });
    expect(ports?.[1]).toMatchObject({ 2: ports?.[0][2], 3: ports?.[0][3] });
    const known = [before, after].flatMap((each) => [
      ...Object.values(codes(each, "parts")),
      ...Object.values(codes(each, "port")),
    ]);
    // Three of each, and one new of each.
    expect(new Set(known).size).toBe(8);
  });

  it("promise that a value is never null", async () => {
    await toy.write(`${planned('name = "a"')}\noutput "known" { value = toy_planned.p.id == null }`);
    expect((await toy.plan()).output).toMatch(/\+ known = false/);
  });
});
