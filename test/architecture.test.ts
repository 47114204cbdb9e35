import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..");

/** Dependencies that no file imports, each with what it is for. */
const NOT_IMPORTED: Readonly<Record<string, string>> = {
  "@lezer/common": "@prometheus-io/lezer-promql asks its user for it",
  "@lezer/lr": "@prometheus-io/lezer-promql asks its user for it",
  "@swc/core": "compiles the tests, through @swc/jest",
  "@swc/jest": "named in jest.config.js",
  "@types/jest": "types of the tests' globals",
  "@types/node": "types of Node",
  "cdktf-cli": "`npx cdktf deploy` of the examples",
  "dependency-cruiser": "run by `npm run lint` and below",
  eslint: "run by `npm run lint`",
  jest: "run by `npm test`",
  prettier: "run by `npm run lint`",
  tsx: "runs the examples and the benchmarks",
  typescript: "compiles the package",
};

function trackedFiles(...patterns: string[]): string[] {
  const output = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "--", ...patterns], {
    cwd: ROOT,
  });
  return output
    .toString()
    .split("\n")
    .filter((line) => line !== "");
}

function sourceText(): string {
  return trackedFiles("*.ts", "*.mjs", "*.cjs", "*.js")
    .map((path) => readFileSync(join(ROOT, path), "utf8"))
    .join("\n");
}

test("imports follow the direction of the architecture, without cycles", () => {
  const depcruise = join(ROOT, "node_modules", "dependency-cruiser", "bin", "dependency-cruise.mjs");
  const config = ["--config", ".dependency-cruiser.cjs", "--output-type", "err-long"];
  const run = () =>
    execFileSync(process.execPath, [depcruise, ...config, "src", "constructs", "examples"], { cwd: ROOT });
  expect(run).not.toThrow();
});

test("every declared dependency is imported, or says what it is for", () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  const text = sourceText();
  const unused = Object.keys({ ...dependencies, ...devDependencies }).filter(
    (name) => !(name in NOT_IMPORTED) && !new RegExp(`["']${name}(/[^"']*)?["']`).test(text),
  );
  expect(unused).toEqual([]);
});

test("commands say what they keep of the objects that they list: tenants wrote them, as large as they like", () => {
  const calls = trackedFiles("src/cli/**/*.ts", "src/live/*.ts", "src/kube/inspect/*.ts").flatMap((path) =>
    [...readFileSync(join(ROOT, path), "utf8").matchAll(/(?:cluster|reader)\.list\([^;]*;/g)].map(
      ([call]) => `${path}: ${call}`,
    ),
  );
  expect(calls.length).toBeGreaterThan(10);
  expect(calls.filter((call) => !/keep\b|cluster\.list\(kind, options\)/.test(call))).toEqual([]);
});

test("no file names the host of a package registry", () => {
  const hosts = [
    ["npmjs", "org"],
    ["golang", "org"],
    ["debian", "org"],
  ].map((parts) => parts.join("\\."));
  const pattern = new RegExp(`(registry|proxy|sum|deb|security)\\.(${hosts.join("|")})`);
  const naming = trackedFiles().filter((path) => pattern.test(readFileSync(join(ROOT, path), "utf8")));
  expect(naming).toEqual([]);
});
