import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scenario, type Scenario } from "../../src/plugin/testing";
import { toyProvider } from "../plugin/toy-provider";
import { terraformBinaries } from "./binaries";

const NAMED = 'resource "toy_named" "a" {\n size = "large"\n part { kind = "wheel" }\n}\n';
const imported = (how: string): string => `import {\n to = toy_named.a\n ${how}\n}\n`;

describe.each(terraformBinaries())("imports under $name", ({ name, path }) => {
  let store: string;

  beforeEach(async () => {
    store = await mkdtemp(join(tmpdir(), "toy-store-"));
    await writeFile(join(store, "i1.json"), '{ "size": "large" }');
  });

  afterEach(() => rm(store, { recursive: true, force: true }));

  function toys(): Scenario {
    return scenario(toyProvider, { terraform: path(), common: `provider "toy" { directory = "${store}" }` });
  }

  // Terraform has identities from 1.12 on, which is not here.
  const whereIdentities = (title: string, body: () => Promise<void>): void => {
    if (name === "tofu") it(title, body);
  };

  it("by id need no more than the id: the rest is read", async () => {
    await toys()
      .apply(imported('id = "i1"') + NAMED, {
        plan: { "toy_named.a": { action: "update", after: { id: "i1", size: "large" } } },
        state: { "toy_named.a": { id: "i1", size: "large", part: [{ kind: "wheel" }] } },
      })
      .importVerify("toy_named.a", { ignore: ["part"] });
  });

  it("of what is not there are refused", async () => {
    await toys().plan(imported('id = "i2"') + NAMED, { error: /non-existent|does not exist/ });
  });

  whereIdentities("by identity store what it names, and keep it", async () => {
    await toys()
      .apply(imported('identity = { id = "i1" }') + NAMED.replace(/ part.*\n/, ""), {
        plan: { "toy_named.a": { action: "import", after: { id: "i1" } } },
        state: { "toy_named.a": { id: "i1", size: "large", part: [] } },
      })
      .do(async ({ run }) => {
        const { output } = await run("state", "pull");
        expect(JSON.parse(output)).toMatchObject({
          resources: [{ instances: [{ identity: { id: "i1", shelf: 2 } }] }],
        });
      });
  });

  whereIdentities("of what was moved are stored with it", async () => {
    await toys()
      .apply('resource "toy_item" "a" { name = "x" }')
      .apply('resource "toy_renamed" "b" { label = "x" }\nmoved {\n from = toy_item.a\n to = toy_renamed.b\n}', {
        plan: { "toy_renamed.b": { movedFrom: "toy_item.a" } },
      })
      .do(async ({ run }) => {
        const { output } = await run("state", "pull");
        const id = expect.stringMatching(/./) as string;
        expect(JSON.parse(output)).toMatchObject({ resources: [{ instances: [{ identity: { id } }] }] });
      });
  });

  whereIdentities("by an identity that lacks something are refused", async () => {
    await toys().plan(imported("identity = { shelf = 1 }") + NAMED, { error: /id/ });
  });
});
