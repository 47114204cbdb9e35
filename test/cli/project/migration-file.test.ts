import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { layMigration, migrationText, removeMigration } from "../../../src/cli/project/migration-file";
import { inFolder } from "../call";

inFolder({});

const STACK = { name: "company", directory: "out" };
const LAID = "out/hikube-migrate.tf.json";
const MIGRATION = {
  moved: [{ from: 'module.a["x"].kubernetes_namespace_v1.shop', to: 'hikube_tenant.all["shop"]' }],
  forgotten: ["kubernetes_manifest.quota"],
  imported: [{ to: "kubernetes_limit_range_v1.a[0]", id: "tenant-shop/hikube-container" }],
};

beforeEach(() => {
  mkdirSync("out");
});

const commit = (text: string): void => {
  writeFileSync("hikube-migrate.company.tf.json", text);
};

test("what migrate writes lies beside what synth wrote, and goes again", () => {
  commit(migrationText(MIGRATION));
  layMigration(STACK);
  expect(JSON.parse(readFileSync(LAID, "utf8"))).toMatchObject({
    moved: MIGRATION.moved,
    removed: [{ from: "kubernetes_manifest.quota", lifecycle: { destroy: false } }],
    import: MIGRATION.imported,
  });
  removeMigration(STACK);
  expect(existsSync(LAID)).toBe(false);
});

test("without a migration nothing is laid", () => {
  layMigration(STACK);
  expect(existsSync(LAID)).toBe(false);
});

test.each([
  ["resources", { resource: { null_resource: { a: { provisioner: [] } } } }, "it has resource"],
  ["data", { data: { external: {} } }, "it has data"],
  ["a removal that destroys", { removed: [{ from: "a.b", lifecycle: { destroy: true } }] }, "removed[0]"],
  ["a removal without its lifecycle", { removed: [{ from: "a.b" }] }, "removed[0]"],
  [
    "a removal with a command",
    { removed: [{ from: "a.b", lifecycle: { destroy: false }, provisioner: {} }] },
    "removed[0]",
  ],
  ["an address that is an expression", { moved: [{ from: "a.b", to: "${file(1)}" }] }, "moved[0]"],
  ["an id that is an expression", { import: [{ to: "a.b", id: "${file(1)}" }] }, "import[0]"],
  ["an import by a provider", { import: [{ to: "a.b", id: "x", provider: "y" }] }, "import[0]"],
  ["one block in place of a list that is wrong", { moved: { from: 1, to: "a.b" } }, "moved[0]"],
])("%s is refused before terraform reads it", (_what, more, said) => {
  commit(JSON.stringify({ "//": "note", ...more }));
  expect(() => {
    layMigration(STACK);
  }).toThrow(said);
  expect(existsSync(LAID)).toBe(false);
});

test.each(["{", "[]", "1"])("%j is refused", (text) => {
  commit(text);
  expect(() => {
    layMigration(STACK);
  }).toThrow("is not what `hikube migrate` writes");
});
