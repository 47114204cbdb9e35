import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseTenantsDocument, type TenantsDocument } from "../../src/model/tenant/document";

const ROOT = join(__dirname, "..", "..");
const EXAMPLES = join(ROOT, "examples");

/** The examples that are CDKTF apps, by their folder. */
export function examples(): readonly string[] {
  return readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, "main.ts")));
}

/** Runs an example as its reader would, and hands back the tenants that it declares. */
export function synthesizeExample(name: string): TenantsDocument {
  const cwd = mkdtempSync(join(tmpdir(), `${name}-`));
  try {
    const tsx = join(ROOT, "node_modules", "tsx", "dist", "cli.mjs");
    execFileSync(process.execPath, [tsx, "--tsconfig", join(ROOT, "tsconfig.json"), join(EXAMPLES, name, "main.ts")], {
      cwd,
    });
    return parseTenantsDocument(JSON.parse(readFileSync(join(cwd, "cdktf.out", "hikube.json"), "utf8")));
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}
