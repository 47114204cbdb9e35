import Ajv2020 from "ajv/dist/2020";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { amountOf, columnsOf, fractionOf } from "../../src/report/columns";
import { externalParent } from "../../src/model/tenant/external";
import { knownCluster } from "../../src/model/cluster/known-cluster";
import { tenantFigures } from "../../src/report/figures";
import type { StringMap } from "../../src/model/kubernetes/kube-object";
import { CLUSTER, SMALL, tree } from "../model/tenants";
import { COMPANY, reportOn, usageOf } from "./report";

const USAGE = usageOf([COMPANY], "500m");

test("each tenant says what it declares, what is left for itself, and what is used with all below it", () => {
  const { tenants } = reportOn([COMPANY], { usage: USAGE }).document;
  const cpu = tenants.map(({ name, depth, declared, rest, used, usedBelow }) => [
    ...[name, depth],
    ...[declared, rest, used, usedBelow].map((amounts) => amounts?.["requests.cpu"]),
  ]);
  expect(cpu).toEqual([
    ["top", 0, "8", "6", "500m", "1500m"],
    ["shop", 1, "2", "1", "500m", "1"],
    ["web", 2, "1", "1", "500m", "500m"],
  ]);
  // Counts of a namespace are no share of anything.
  expect(tenants[0]?.used).not.toHaveProperty("pods");
});

test("what a cluster has nothing of is not used, and without a cluster nothing is told", () => {
  const { tenants } = reportOn([COMPANY], { usage: new Map() }).document;
  expect(tenants[0]).toMatchObject({ used: { "requests.cpu": "0" }, usedBelow: { "requests.cpu": "0" } });
  expect(reportOn([COMPANY]).document.tenants[0]).not.toHaveProperty("used");
});

test("cost centres add up to what the top tenants declare", () => {
  const reserved = { cpu: "1", memory: "1Gi", storage: "1Gi" };
  const other = { name: "other", quota: { cpu: "4", memory: "4Gi", storage: "10Gi", reserved } };
  const { costCenters } = reportOn([COMPANY, other], { usage: usageOf([COMPANY, other], "1") }).document;
  const sums = costCenters.map(({ costCenter, tenants, declared, used }) => [
    ...[costCenter, tenants],
    ...[declared["requests.cpu"], declared["requests.storage"], used?.["requests.cpu"]],
  ]);
  expect(sums).toEqual([
    ["CC-1", 1, "6", "60Gi", "1"],
    ["CC-2", 2, "2", "40Gi", "2"],
    [undefined, 1, "4", "10Gi", "1"],
  ]);
});

test("of a parent that is declared elsewhere only the tenants here are told", () => {
  const available = { cpu: "4", memory: "8Gi", storage: "50Gi" };
  const external = externalParent({ namespace: "tenant-far", available }, knownCluster(CLUSTER));
  const child = tree({ name: "near", quota: SMALL }, external);
  const usage = new Map([["tenant-far", { "requests.cpu": "9" }]]);
  const figures = tenantFigures([{ external, children: [child] }], usage);
  expect(figures).toMatchObject([
    { namespace: "tenant-far-near", parent: "tenant-far", usedBelow: { "requests.cpu": "0" } },
  ]);
});

test("ends are findings where a tenant runs on, of the topmost alone; what ends soon is a note", () => {
  const end = { ...COMPANY, expiresAt: "2031-01-01T00:00:00Z" };
  const at = (time: string, spec: object = end) => reportOn([spec], {}, new Date(time)).document;
  const past = at("2031-01-03T00:00:00Z");
  expect(past.findings).toEqual([
    {
      ...{ source: "lifetime", code: "expired" },
      message: "expired, and not suspended: tenant-top, at 2031-01-01T00:00:00Z (2 days ago), with 2 tenants below it",
    },
  ]);
  expect(at("2030-12-30T00:00:00Z")).toMatchObject({ findings: [], notes: [{ code: "expires-soon" }] });
  const suspended = at("2031-01-03T00:00:00Z", { ...end, suspended: true });
  expect(suspended).toMatchObject({ findings: [], notes: [{ code: "expired" }] });
});

test("columns are the usual resources, and devices that somebody has", () => {
  const amounts: StringMap[] = [
    { "requests.nvidia.com/gpu": "8" },
    { "requests.amd.com/gpu": "0" },
    { "requests.hugepages-2Mi": "1Gi" },
  ];
  expect(columnsOf(amounts).map(({ heading }) => heading)).toEqual([
    ...["CPU", "Memory", "Storage", "Load balancers", "hugepages-2Mi", "nvidia.com/gpu"],
  ]);
});

test("limits are told where they differ", () => {
  const [cpu] = columnsOf([]);
  expect(amountOf({ "requests.cpu": "2", "limits.cpu": "4" }, cpu!)).toBe("2/4");
  expect(amountOf({ "requests.cpu": "2", "limits.cpu": "2" }, cpu!)).toBe("2");
  expect(amountOf({}, cpu!)).toBe("no bound");
});

test.each([
  ["500m", "2", 0.25],
  ["3", "2", 1.5],
  ["1", "0", 2],
  ["0", "0", 0],
  [undefined, "2", 0],
  ["1", undefined, undefined],
  ["none", "2", undefined],
])("%s of %s is %s", (part, whole, fraction) => {
  expect(fractionOf(part, whole)).toBe(fraction);
});

test("the document is what its schema says", () => {
  const schema = JSON.parse(
    readFileSync(join(__dirname, "..", "..", "schema", "report.schema.json"), "utf8"),
  ) as object;
  const passes = new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile(schema);
  const note = { source: "connectivity", code: "x", message: "y" } as const;
  const live = reportOn([COMPANY], {
    usage: USAGE,
    server: "https://192.0.2.1",
    version: "v1.35.4",
    findings: [note],
    notes: [note],
  });
  for (const { document } of [live, reportOn([{ name: "bare" }])]) {
    expect([passes(JSON.parse(JSON.stringify(document))), passes.errors]).toEqual([true, null]);
  }
});
