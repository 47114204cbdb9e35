import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { notes } from "./docs-example";
import { applyResource } from "../../src/plugin/lifecycle/apply";
import { Collector } from "../../src/plugin/lifecycle/collector";
import { planResource } from "../../src/plugin/lifecycle/plan";
import { assertProvider } from "../../src/plugin/lifecycle/schema-rules";
import { Session } from "../../src/plugin/lifecycle/session";
import { configureProvider } from "../../src/plugin/lifecycle/validate";

const ROOT = join(__dirname, "..", "..");

describe("the provider in docs/plugin-bridge.md", () => {
  it("is the one that is tested here, letter by letter", async () => {
    const page = await readFile(join(ROOT, "docs", "plugin-bridge.md"), "utf8");
    const example = await readFile(join(__dirname, "docs-example.ts"), "utf8");
    expect(page).toContain(`\`\`\`ts\n${example}\`\`\``);
    expect(example.split("\n").length).toBeLessThanOrEqual(45);
  });

  it("is tested as the page says, letter by letter", async () => {
    const page = await readFile(join(ROOT, "docs", "plugin-bridge.md"), "utf8");
    expect(page).toContain(`\`\`\`ts\n${await readFile(join(__dirname, "docs-testing.ts"), "utf8")}\`\`\``);
  });

  it("creates a note and deletes it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "notes-"));
    const call = { session: new Session(notes), diagnostics: new Collector() };
    assertProvider(notes);
    await configureProvider(call, { config: { folder }, terraformVersion: "1.11.4" });
    const resource = call.session.resource("notes_note");
    const config = { name: "a", text: null, bytes: null };
    const { planned } = await planResource(call, resource, { config, prior: null, proposed: config, private: {} });
    const { state } = await applyResource(call, resource, { config, prior: null, planned, private: {} });
    expect(state).toEqual({ name: "a", text: "", bytes: 0 });
    expect(await readdir(folder)).toEqual(["a"]);
    await applyResource(call, resource, { config: null, prior: state, planned: null, private: {} });
    expect(await readdir(folder)).toEqual([]);
    expect(call.diagnostics.list).toEqual([]);
    await rm(folder, { recursive: true });
  });
});
