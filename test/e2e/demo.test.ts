import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describeWithBinaries } from "./support";

const ROOT = join(__dirname, "..", "..");
const run = promisify(execFile);

describeWithBinaries("the demos of the README", () => {
  let home: string;
  /** Sandboxes of its own, so that somebody's demo is left alone. */
  const environment = () => ({ ...process.env, XDG_STATE_HOME: home, CHECKPOINT_DISABLE: "1" });

  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), "demo-"));
  });

  afterAll(async () => {
    const hikube = join(ROOT, "dist", "src", "cli", "main.js");
    await run(process.execPath, [hikube, "sandbox", "down", "--name", "demo"], { env: environment() });
    rmSync(home, { recursive: true, force: true });
  });

  const demo = async (...args: readonly string[]) => {
    const tsx = join(ROOT, "node_modules", "tsx", "dist", "cli.mjs");
    const script = join(ROOT, "scripts", "demo.ts");
    const { stdout } = await run(process.execPath, [tsx, script, ...args], { cwd: ROOT, env: environment() });
    return stdout;
  };

  test("the first shows the tree, and a second plan that is empty", async () => {
    const shown = await demo();
    expect(shown).toMatch(/Apply complete! Resources: \d{3} added, 0 changed, 0 destroyed/);
    expect(shown).toMatch(/^ +production +production +32/m);
    expect(shown).toMatch(/No changes\./);
  }, 900_000);

  test("that of monitoring shows the stack, and data of a panel: a sub-tenant's own Grafana sees its subtree alone", async () => {
    const shown = await demo("monitoring");
    expect(shown).toMatch(/^ +monitoring +staging/m);
    expect(shown).toMatch(/No changes\./);
    expect(shown.match(/^ +(metrics|logs|gateway|alerts|grafana)\S* +1\/1 +Running/gm)?.length).toBeGreaterThan(5);
    const [, all = "", own = ""] = shown.split(/asked by .*:\n/);
    const tenantsIn = (text: string) =>
      [...text.matchAll(/^ +(tenant-\S+) +app +\d+ requests\/s$/gm)].map(([, name]) => name);
    expect(tenantsIn(all)).toEqual(["tenant-acme-data", "tenant-acme-shop", "tenant-acme-shop-payments"]);
    expect(tenantsIn(own)).toEqual(["tenant-acme-shop", "tenant-acme-shop-payments"]);
  }, 900_000);

  test("one that there is not is told", async () => {
    await expect(demo("monitorin")).rejects.toMatchObject({
      stderr: expect.stringContaining("there are company, monitoring") as string,
    });
  });
});
