// Makes of what tsc leaves in `dist` what the package is: CommonJS, and bundles for what executables of their own run, the
// offline Terraform providers.
import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { loadOnFirstUse } from "./lazy-modules.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const source = join(root, "src", "offline");
const target = join(root, "dist", "providers");
const compiled = join(root, "dist", "src", "offline", "kubernetes");
const schema = join(source, "kubernetes", "schema.json");

await loadOnFirstUse(join(root, "dist"));
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
await build({
  entryPoints: [join(source, "main.ts")],
  outfile: join(target, "offline.js"),
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: "warning",
});
// A file is read by the nearest package.json, which may say "module".
writeFileSync(join(target, "package.json"), `${JSON.stringify({ type: "commonjs" })}\n`);
copyFileSync(schema, join(target, "schema.json"));
// tsc leaves JSON behind.
mkdirSync(compiled, { recursive: true });
copyFileSync(schema, join(compiled, "schema.json"));
// npm does that where it installs the package; `npx hikube` in the repository runs what was built.
chmodSync(join(root, "dist", "src", "cli", "main.js"), 0o755);
