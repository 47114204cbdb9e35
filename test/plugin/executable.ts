import { build } from "esbuild";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A provider bundled into one file that Terraform can launch where node is on PATH. Returns its path. */
export async function bundleExecutable(entry: string, folder: string, name: string): Promise<string> {
  const file = join(folder, name);
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    banner: { js: "#!/usr/bin/env node" },
    logLevel: "error",
  });
  // A package.json further up may say that its files are modules.
  await writeFile(join(folder, "package.json"), '{ "type": "commonjs" }\n');
  await chmod(file, 0o755);
  return file;
}
