import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportsOf, namedBy, type Export } from "./api-exports";
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
  const handedOn = Object.entries(exports).flatMap(([entry, target]) =>
    typeof target === "string" ? [] : [{ entry: join(name, entry), exports: exportsOf(sourceOf(target.types)) }],
  );
  const entries = withNamed(handedOn);
  const anchors = new Anchors(
    entries.map((one) => ({ entry: one.entry, names: one.exports.map((each) => each.name) })),
  );
  const sections = entries.map((one) => withLinks(entryPoint(one), one.entry, anchors));
  const contents = entries.map((one) => contentsOf(one, anchors));
  return `${[INTRO, contents.join("\n"), ...sections].join("\n\n")}\n`;
}

/** Each entry point with the types that it names and none hands on, at the first that does. */
function withNamed(entries: readonly EntryPoint[]): readonly EntryPoint[] {
  const known = new Set(entries.flatMap(({ exports }) => exports.map(({ name }) => name)));
  return entries.map(({ entry, exports }) => {
    const named = namedBy(exports, known);
    for (const { name } of named) known.add(name);
    return { entry, exports: [...exports, ...named] };
  });
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
