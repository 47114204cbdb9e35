import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packagesLoadedBy } from "./loaded";

const ROOT = join(__dirname, "..");

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Manifest;
const dependencies = Object.keys(manifest.dependencies);

/** The entry points by what they are imported as, each with its source. */
const ENTRIES = Object.entries(manifest.exports).flatMap(([entry, target]) =>
  typeof target === "string"
    ? []
    : [[entry, join(ROOT, target.default.replace(/^\.\/dist\//, "").replace(/\.js$/, ".ts"))] as const],
);

/** The packages that a repository of `hikube init` asks for, beside this one and what runs its app. */
function installed(): readonly string[] {
  const template = join(ROOT, "templates", "typescript", "package.json");
  const { dependencies: asked } = JSON.parse(readFileSync(template, "utf8")) as Manifest;
  return Object.keys(asked).filter((name) => !["cdktf-hikube", "tsx"].includes(name));
}

test("an app with the peers of a new repository can load the main entry, and needs each of them", () => {
  const loaded = packagesLoadedBy(join(ROOT, "constructs", "index.ts"));
  const peers = loaded.filter((name) => !dependencies.includes(name));
  expect(peers).toEqual([...installed()].sort());
  expect(peers.filter((name) => !Object.hasOwn(manifest.peerDependencies, name))).toEqual([]);
});

test("the bindings of the provider need cdktf and none of its providers", () => {
  const loaded = packagesLoadedBy(join(ROOT, "constructs", "provider", "index.ts"));
  expect(loaded.filter((name) => !dependencies.includes(name))).toEqual(["cdktf", "constructs"]);
});

test.each(ENTRIES.filter(([entry]) => ![".", "./provider"].includes(entry)))(
  "%s loads with no peer at all",
  (_entry, source) => {
    expect(packagesLoadedBy(source).filter((name) => !dependencies.includes(name))).toEqual([]);
  },
);
