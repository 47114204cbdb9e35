import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isInFrontBy } from "../../src/support/terminal";

test.each([
  ["the group in front of its terminal", "7 (node) S 1 7 7 34816 7 4194304", true],
  ["a group behind", "7 (node) S 1 7 7 34816 9 4194304", false],
  ["no terminal", "7 (node) S 1 7 7 0 -1 4194304", false],
  ["a name like the rest of the line", "7 (a) S 1 5 5 0 5 (b) S 1 7 7 34816 7 0", true],
])("Ctrl-C of a terminal, by the table of processes: %s", (_what, stat, expected) => {
  expect(isInFrontBy(stat)).toBe(expected);
});

test("a session of its own has no terminal in front", async () => {
  const root = join(__dirname, "..", "..");
  const tsx = pathToFileURL(join(root, "node_modules", "tsx", "dist", "loader.mjs")).href;
  const script = `console.log(require("${join(root, "src", "support", "terminal.ts")}").isInFront())`;
  const args = ["--import", tsx, "-e", script];
  const child = spawn(process.execPath, args, { detached: true, stdio: ["ignore", "pipe", "ignore"] });
  const said: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
  await once(child, "close");
  expect(Buffer.concat(said).toString()).toBe("false\n");
});
