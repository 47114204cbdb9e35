import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const ROOT = join(__dirname, "..", "..");
const run = promisify(execFile);

/** The README's other way: cdktf's own CLI, in a sandbox that lives as long as the command. */
test("cdktf deploys the example inside `hikube sandbox exec`", async () => {
  const folder = projectFolder();
  const hikube = join(ROOT, "dist", "src", "cli", "main.js");
  const cdktf = join(ROOT, "node_modules", ".bin", "cdktf");
  const deploy = [cdktf, "deploy", "company", "--auto-approve"];
  // cdktf keeps the id of its user in its home.
  const env = { ...process.env, CDKTF_HOME: folder, CI: "1" };
  try {
    const args = [hikube, "sandbox", "exec", "--temporary", "--", ...deploy];
    const { stdout } = await run(process.execPath, args, { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 });
    expect(stdout).toMatch(/Apply complete! Resources: \d{3} added, 0 changed, 0 destroyed/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 600_000);

/** The project's cdktf.json in a folder of its own, so that the state of somebody's demo is left alone. */
function projectFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "cdktf-"));
  const project = JSON.parse(readFileSync(join(ROOT, "cdktf.json"), "utf8")) as { app: string };
  const main = join(ROOT, "examples", "company", "main.ts");
  const app = `${join(ROOT, "node_modules", ".bin", "tsx")} --tsconfig ${join(ROOT, "tsconfig.json")} ${main}`;
  expect(project.app).toBe("npx tsx examples/company/main.ts");
  writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ ...project, app }));
  return folder;
}
