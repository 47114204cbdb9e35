import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportsOf } from "./api-exports";
import { printExport } from "./api-print";

const ROOT = join(__dirname, "..");

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
}

/** `docs/API.md`: every public name of the package by entry point, from the sources' own comments. */
export function apiDocs(): string {
  const { name, exports } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Manifest;
  const sections = Object.entries(exports).flatMap(([entry, target]) =>
    typeof target === "string" ? [] : [entryPoint(join(name, entry), sourceOf(target.types))],
  );
  const intro = "# API\n\nEvery public name, from the sources. Made by `npx tsx scripts/api-docs.ts`.";
  return `${[intro, ...sections].join("\n\n")}\n`;
}

function entryPoint(name: string, file: string): string {
  const exports = exportsOf(file);
  const known = new Set(exports.map((one) => one.name));
  return [`## \`${name}\``, ...exports.map((one) => printExport(one, known))].join("\n\n");
}

/** `./dist/src/plugin/index.d.ts` is compiled from `src/plugin/index.ts`. */
function sourceOf(types: string): string {
  return join(ROOT, types.replace(/^\.\/dist\//, "").replace(/\.d\.ts$/, ".ts"));
}

if (require.main === module) writeFileSync(join(ROOT, "docs", "API.md"), apiDocs());
