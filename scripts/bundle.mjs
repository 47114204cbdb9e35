// Bundles what is run as an executable of its own: the offline Terraform providers. Run after tsc.
import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const source = join(root, "src", "offline", "kubernetes");
const target = join(root, "dist", "providers", "kubernetes");
const compiled = join(root, "dist", "src", "offline", "kubernetes");
const executable = join(target, "terraform-provider-kubernetes_v2.38.0_x5");

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
await build({
  entryPoints: [join(source, "main.ts")],
  outfile: executable,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minifySyntax: true,
  banner: { js: "#!/usr/bin/env node" },
  logLevel: "warning",
});
chmodSync(executable, 0o755);
// A file without extension is read by the nearest package.json, which may say "module".
writeFileSync(join(target, "package.json"), `${JSON.stringify({ type: "commonjs" })}\n`);
copyFileSync(join(source, "schema.json"), join(target, "schema.json"));
// tsc leaves JSON behind.
mkdirSync(compiled, { recursive: true });
copyFileSync(join(source, "schema.json"), join(compiled, "schema.json"));
// npm does that where it installs the package; `npx hikube` in the repository runs what was built.
chmodSync(join(root, "dist", "src", "cli", "main.js"), 0o755);
