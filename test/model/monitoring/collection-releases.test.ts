import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord, type JsonRecord } from "../../../src/model/json";
import { collectionReleases } from "../../../src/model/monitoring/collection/releases";
import { packageRoot } from "../../../src/support/package-root";
import { SPEC } from "./facts";

const sources = { charts: "oci://registry.example.ch/charts", imageRegistry: "registry.example.ch" };
const mirrored = { ...SPEC, sources: { ...sources, versions: { "kube-state-metrics": "8.4.1" } } };

/** Paths of all values, as the list of a chart's keys names them. */
function pathsOf(values: JsonRecord, prefix = ""): readonly string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const path = `${prefix}${key.replaceAll(".", "\\.")}`;
    return isRecord(value) ? [path, ...pathsOf(value, `${path}.`)] : [path];
  });
}

/** The keys of a chart, and the maps below which any key may stand. */
function keysOf(chart: string, version: string) {
  const text = readFileSync(join(packageRoot(), "test/fixtures/chart-keys", `${chart}.txt`), "utf8");
  expect(text).toContain(`# ${chart} ${version} `);
  const lines = text.split("\n").flatMap((line) => (line.includes("\t") ? [line.split("\t")] : []));
  return {
    keys: new Set(lines.map(([key = ""]) => key)),
    open: lines.flatMap(([key = "", type]) => (type === "object{}" ? [`${key}.`] : [])),
  };
}

test.each(collectionReleases(mirrored).map((release) => [release.chart, release] as const))(
  "every value of %s is one that the chart knows",
  (chart, { values }) => {
    const pinned = collectionReleases(SPEC).find((release) => release.chart === chart)!;
    const { keys, open } = keysOf(chart, pinned.version);
    const unknown = pathsOf(values).filter((path) => !keys.has(path) && !open.some((map) => path.startsWith(map)));
    expect(unknown).toEqual([]);
  },
);

test("a closed site names its own place of charts, images and versions", () => {
  const [metrics, nodes] = collectionReleases(mirrored);
  expect(metrics).toMatchObject({
    repository: sources.charts,
    version: "8.4.1",
    values: { global: { imageRegistry: sources.imageRegistry } },
  });
  expect(nodes).toMatchObject({ repository: sources.charts, version: "4.56.1" });
  expect(collectionReleases(SPEC)[0]?.values).not.toHaveProperty("global");
});

test("no figure tells what a Secret or a ConfigMap of a tenant is called", () => {
  const { collectors } = collectionReleases(SPEC)[0]!.values as { collectors: readonly string[] };
  expect(collectors).toContain("pods");
  expect(collectors).not.toContain("secrets");
  expect(collectors).not.toContain("configmaps");
});

test("both have bounds of memory", () => {
  for (const { values } of collectionReleases(SPEC)) {
    expect(values.resources).toMatchObject({ requests: { memory: expect.any(String) as string } });
    expect(values.resources).toMatchObject({ limits: { memory: expect.any(String) as string } });
  }
});
