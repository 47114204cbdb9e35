import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dashboards, FOLDERS } from "../../src/dashboards";

it("has the boards that docs/dashboards.md lists, in their folders and order", () => {
  const text = readFileSync(join(__dirname, "..", "..", "docs", "dashboards.md"), "utf8");
  const folders: readonly string[] = Object.values(FOLDERS);
  const rows = text.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
  const listed = rows
    .filter(([, folder = ""]) => folders.includes(folder))
    .map(([, folder, title]) => `${folder}: ${title}`);
  expect(listed).toEqual(dashboards().map(({ folder, title }) => `${folder}: ${title}`));
});
