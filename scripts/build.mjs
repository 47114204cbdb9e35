// Compiles the package into `dist`: CommonJS that loads its modules on first use, and bundles for the programs that run on
// their own. It is made beside `dist` and takes its place when it is whole: a build that fails changes nothing, and no file of
// a former build is left in the package.
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { loadOnFirstUse } from "./lazy-modules.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const target = join(root, "dist");
const made = join(root, "dist.new");
const schema = join(root, "src", "offline", "kubernetes", "schema.json");

const program = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: "warning",
};

rmSync(made, { recursive: true, force: true });
compile();
await loadOnFirstUse(made);
await bundleOfflineProviders();
await bundleHikubeProvider();
await bundleSupervisor();
// npm does that where it installs the package; `npx hikube` in the repository runs what was built.
chmodSync(join(made, "src", "cli", "main.js"), 0o755);
rmSync(target, { recursive: true, force: true });
renameSync(made, target);

function compile() {
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const options = ["-p", "tsconfig.build.json", "--outDir", made];
  const { status } = spawnSync(process.execPath, [tsc, ...options], { cwd: root, stdio: "inherit" });
  if (status === 0) return;
  rmSync(made, { recursive: true, force: true });
  process.exit(1);
}

async function bundleOfflineProviders() {
  const folder = join(made, "providers");
  const entry = join(root, "src", "offline", "main.ts");
  await build({ ...program, entryPoints: [entry], outfile: join(folder, "offline.js") });
  // A file is read by the nearest package.json, which may say "module".
  writeFileSync(join(folder, "package.json"), `${JSON.stringify({ type: "commonjs" })}\n`);
  copyFileSync(schema, join(folder, "schema.json"));
  // tsc leaves JSON behind.
  const compiled = join(made, "src", "offline", "kubernetes");
  mkdirSync(compiled, { recursive: true });
  copyFileSync(schema, join(compiled, "schema.json"));
}

/** What `hikube provider install` and `bundle` pack. */
async function bundleHikubeProvider() {
  const entry = join(root, "src", "provider", "main.ts");
  await build({ ...program, entryPoints: [entry], outfile: join(made, "hikube-provider.js") });
}

/**
 * A supervisor runs for days and cleans up at its end, when this package may have been replaced or removed: it has all
 * that it needs from its start.
 */
async function bundleSupervisor() {
  const path = join("src", "sandbox", "supervisor", "main");
  await build({
    ...program,
    entryPoints: [join(root, `${path}.ts`)],
    outfile: join(made, `${path}.js`),
    packages: "external",
  });
}
