import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportsOf, type Export } from "./api-exports";
import { Anchors, withLinks } from "./api-links";
import { printExport } from "./api-print";

const ROOT = join(__dirname, "..");

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
}

/** `docs/API.md`: every public name of the package by entry point, from the sources' own comments. */
export function apiDocs(): string {
  const { name, exports } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Manifest;
  const entries = Object.entries(exports).flatMap(([entry, target]) =>
    typeof target === "string" ? [] : [{ entry: join(name, entry), exports: exportsOf(sourceOf(target.types)) }],
  );
  const anchors = new Anchors(
    entries.map((one) => ({ entry: one.entry, names: one.exports.map((each) => each.name) })),
  );
  const sections = entries.map((one) => withLinks(entryPoint(one), one.entry, anchors));
  const contents = entries.map((one) => contentsOf(one, anchors));
  return `${[INTRO, contents.join("\n"), ...sections].join("\n\n")}\n`;
}

const INTRO = "# API\n\nEvery public name, generated from the sources by `npx tsx scripts/api-docs.ts`.";

interface EntryPoint {
  readonly entry: string;
  readonly exports: readonly Export[];
}

function contentsOf({ entry, exports }: EntryPoint, anchors: Anchors): string {
  const names = exports.map(({ name }) => `[\`${name}\`](#${anchors.of(entry, name) ?? ""})`);
  return `- [${entry}](#${anchors.of(entry, entry) ?? ""}): ${names.join(", ")}`;
}

function entryPoint({ entry, exports }: EntryPoint): string {
  const known = new Set(exports.map((one) => one.name));
  return [`## \`${entry}\``, ...exports.map((one) => printExport(one, known))].join("\n\n");
}

/** `./dist/src/plugin/index.d.ts` is compiled from `src/plugin/index.ts`. */
function sourceOf(types: string): string {
  return join(ROOT, types.replace(/^\.\/dist\//, "").replace(/\.d\.ts$/, ".ts"));
}

if (require.main === module) writeFileSync(join(ROOT, "docs", "API.md"), apiDocs());
