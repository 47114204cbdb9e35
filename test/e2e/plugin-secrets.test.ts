import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scenario, type Scenario } from "../../src/plugin/testing";
import { toyProvider } from "../plugin/toy-provider";
import { terraformBinaries } from "./binaries";

describe.each(terraformBinaries())("a secret under $name", ({ path }) => {
  let store: string;

  beforeEach(async () => {
    store = await mkdtemp(join(tmpdir(), "toy-store-"));
  });

  afterEach(() => rm(store, { recursive: true, force: true }));

  const toys = (): Scenario =>
    scenario(toyProvider, { terraform: path(), common: `provider "toy" { directory = "${store}" }` });
  const user = (body: string): string => `resource "toy_user" "u" {\n${body}\n}`;
  const sent = async (): Promise<string> => readFile(join(store, (await readdir(store))[0] ?? ""), "utf8");
  const TOKEN = 'token_wo = "token-one"\n token_wo_version = 1\n';

  it("is given in one of two ways, and the safe one asks for a version", async () => {
    await toys()
      .plan(user(""), { error: /One of token and token_wo must be set/ })
      .plan(user('token = "a"\n token_wo = "b"\n token_wo_version = 1'), { error: /Of token and token_wo exactly one/ })
      .plan(user('token_wo = "b"'), { error: /must be set together, but token_wo_version is not/ })
      .plan(user('token = "a"\n token_wo_version = 1'), { error: /must be set together, but token_wo is not/ })
      .plan(user(`${TOKEN} password = "p"\n password_wo = "q"\n password_wo_version = 1`), { error: /at most one/ })
      .plan(user('token = "a"'), { warnings: [/token is stored in the state[^]*token_wo/] })
      .plan(user(TOKEN), { warnings: [] });
  });

  it("that is write-only is sent with each new version, and stored nowhere", async () => {
    await toys()
      .apply(user(`${TOKEN} password_wo = "pass-one"\n password_wo_version = 1`), {
        state: { "toy_user.u": { password: null, password_wo: null, password_wo_version: 1 } },
      })
      .do(async () => {
        expect(await sent()).toContain("pass-one/token-one");
      })
      .apply(user(`${TOKEN} password_wo = "pass-two"\n password_wo_version = 2`), {
        plan: { "toy_user.u": { action: "update" } },
      })
      .do(async ({ run }) => {
        expect(await sent()).toContain("pass-two/token-one");
        expect((await run("state", "pull")).output).not.toMatch(/pass-|token-one/);
      })
      .apply(user(`${TOKEN} password = "pass-three"`), { state: { "toy_user.u": { password: "pass-three" } } });
  });

  it("that is write-only inside of objects and blocks reaches the code, and is stored nowhere", async () => {
    const one = (which: string): string => `key = "kept"\n key_wo = "hidden-${which}"`;
    const configuration = `resource "toy_secrets" "s" {
      list  = [{ ${one("a").replace("\n", ",")} }]
      map   = { k = { ${one("b").replace("\n", ",")} } }
      whole = { key_wo = "hidden-c" }
      entry {
        ${one("d")}
      }
    }`;
    const kept = { key: "kept", key_wo: null };
    await toys()
      .apply(configuration, {
        plan: { "toy_secrets.s": { after: { list: [kept], map: { k: kept }, whole: null, entry: [kept] } } },
        state: { "toy_secrets.s": { list: [kept], map: { k: kept }, whole: null, entry: [kept] } },
      })
      .do(async ({ run }) => {
        const text = await sent();
        for (const which of ["a", "b", "c", "d"]) expect(text).toContain(`hidden-${which}`);
        expect((await run("state", "pull")).output).not.toContain("hidden");
      });
  });

  it("in a list of objects lets no null stand beside it, on which the program would crash", async () => {
    await toys().plan('resource "toy_secrets" "s" {\n list = [{ key = "a", key_wo = "b" }, null]\n}', {
      error: /Invalid value for list\[1\]\n[^]*It must not be null/,
    });
  });
});
