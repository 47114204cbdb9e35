import { collectionReleases } from "../../../src/model/monitoring/collection/releases";
import { unknownKeys } from "./chart-keys";
import { SPEC } from "./facts";

const sources = { charts: "oci://registry.example.ch/charts", imageRegistry: "registry.example.ch" };
const mirrored = { ...SPEC, sources: { ...sources, versions: { "kube-state-metrics": "8.4.1" } } };

test.each(collectionReleases(mirrored).map((release) => [release.chart, release] as const))(
  "every value of %s is one that the chart knows",
  (chart, { values }) => {
    const pinned = collectionReleases(SPEC).find((release) => release.chart === chart)!;
    expect(unknownKeys({ ...pinned, values })).toEqual([]);
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
