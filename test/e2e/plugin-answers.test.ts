import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { scenario, type Scenario } from "../../src/plugin/testing";
import { FOREIGN } from "../plugin/answers/foreign";
import { mood, WORST, worstProvider } from "../plugin/answers/worst";
import { terraformBinaries } from "./binaries";

const EVERY = `for_each = toset(${JSON.stringify(WORST)})\n how = each.key`;
const resources = (type: string): string => `resource "${type}" "x" {\n${EVERY}\n}\n`;
const names = Object.keys(FOREIGN);

/** Words of a Terraform that fell over an answer, or found its fault itself, or lost the provider. */
const FALLEN = /panic|crash|Provider produced|did not respond|invalid object|rpc error|unmarshal|msgpack/i;

interface StateFile {
  readonly resources: readonly {
    readonly type: string;
    readonly instances: readonly { readonly index_key: string }[];
  }[];
}

describe.each(terraformBinaries())("the worst answers of an author under $name", ({ path }) => {
  afterEach(() => {
    mood.reads = false;
  });

  /** Runs a command with a configuration; it fails, and falls over nothing. */
  function failing(steps: Scenario, configuration: string, ...command: readonly string[]): Scenario {
    return steps.do(async ({ folder, run }) => {
      await writeFile(join(folder, "main.tf"), configuration);
      const { code, output, errors } = await run(...command, "-no-color", "-parallelism=50");
      expect(FALLEN.exec(`${output}${errors}`)).toBeNull();
      expect(code).toBe(1);
    });
  }

  async function stored(folder: string): Promise<readonly string[]> {
    const { resources } = JSON.parse(await readFile(join(folder, "terraform.tfstate"), "utf8")) as StateFile;
    return resources.flatMap(({ instances }) => instances.map(({ index_key: key }) => key)).sort();
  }

  const worst = (): Scenario => scenario(worstProvider, { terraform: path() });

  it("are errors of a plan", async () => {
    await failing(worst(), resources("worst_planned"), "plan");
  });

  it("lose nothing that was created", async () => {
    await failing(worst(), resources("worst_created"), "apply", "-auto-approve").do(async ({ folder }) => {
      expect(await stored(folder)).toEqual([...WORST].sort());
    });
  });

  it("leave what is stored where it was read", async () => {
    await failing(
      worst()
        .apply(resources("worst_read"))
        .do(() => {
          mood.reads = true;
        }),
      resources("worst_read"),
      "plan",
    ).do(async ({ folder }) => {
      mood.reads = false;
      expect(await stored(folder)).toEqual([...WORST].sort());
    });
  });

  it("are errors of data sources and ephemeral resources", async () => {
    await failing(worst(), `data "worst_found" "x" {\n${EVERY}\n}`, "plan");
    await failing(worst(), `ephemeral "worst_opened" "x" {\n${EVERY}\n}`, "plan");
  });

  it.each(["said", "thrown"])("are errors of functions, where they are %s", async (name) => {
    const outputs = names.map(
      (how, n) => `output "o${n}" { value = provider::worst::${name}(${JSON.stringify(how)}) }`,
    );
    await failing(worst(), outputs.join("\n"), "plan");
  });
});
