import { reviewDeclared } from "../../../src/cli/review/declared";
import type { Tenants } from "../../../src/cli/tenants-source";
import type { ClusterFacts } from "../../../src/model/cluster/cluster-facts";
import { CLUSTER_FACTS } from "../../../src/model/cluster/cluster-schema";
import { resolveForest, type TenantTree } from "../../../src/model/tenant/document";
import { TENANT_TREE } from "../../../src/model/tenant/spec/spec-schema";
import { TENANTS_FILE } from "../../../src/tenants-file/file-schema";
import { lineOf } from "../../review/states";
import { CLUSTER } from "../../model/tenants";
import { pathsOf, sampleOf, type Path } from "./samples";

function tenantsOf(trees: readonly unknown[], cluster = CLUSTER, settings: Partial<Tenants> = {}): Tenants {
  return { file: "tenants.yaml", cluster, roots: resolveForest(trees as readonly TenantTree[], cluster), ...settings };
}

function linesOf(before: Tenants, after: Tenants): readonly string[] {
  return reviewDeclared(before, after).changes.map(lineOf);
}

describe("each field that a file may have is told when it changes", () => {
  test.each(pathsOf(TENANT_TREE).map((path) => [path.join("."), path] as const))("tenants.%s", (_, path: Path) => {
    const [before, after] = [false, true].map((isOther) => tenantsOf([sampleOf(TENANT_TREE, path, isOther)]));
    expect(linesOf(before!, after!)).not.toEqual([]);
  });

  const facts = pathsOf(CLUSTER_FACTS).filter(([field]) => field !== "$schema" && field !== "formatVersion");
  test.each(facts.map((path) => [path.join("."), path] as const))("cluster.%s", (_, path: Path) => {
    const [before, after] = [false, true].map((isOther) =>
      tenantsOf([], sampleOf(CLUSTER_FACTS, path, isOther) as ClusterFacts),
    );
    expect(linesOf(before!, after!)).not.toEqual([]);
  });

  test("settings of the file itself", () => {
    expect(Object.keys(TENANTS_FILE.fields).sort()).toEqual(
      [
        ...["$schema", "cluster", "contact", "engine", "formatVersion", "formerEngine"],
        ...["ignoreAnnotations", "ignoreLabels", "tenants"],
      ].sort(),
    );
    const before = tenantsOf([]);
    expect(linesOf(before, tenantsOf([], CLUSTER, { ignored: { ignoreLabels: ["a.example/*"] } }))).toEqual([
      'notice platform cluster-fact ignoreLabels: - => ["a.example/*"]',
    ]);
    expect(linesOf(before, tenantsOf([], CLUSTER, { ignored: { ignoreAnnotations: ["a"] } }))).toHaveLength(1);
    expect(linesOf(before, tenantsOf([], CLUSTER, { contact: "#help" }))).toHaveLength(1);
    expect(
      linesOf(before, tenantsOf([], CLUSTER, { engines: { engine: "hikube", formerEngine: "kubernetes" } })),
    ).toEqual([
      "notice platform cluster-fact engine: - => hikube",
      "notice platform cluster-fact formerEngine: - => kubernetes",
    ]);
  });
});

const MONITORING = {
  host: "grafana.example.ch",
  exposure: { kind: "ingress", fromNamespace: "ingress-nginx" },
  oidc: { issuer: "https://login.example.ch", clientId: "g", clientSecret: { secret: "s", key: "k" } },
  receivers: [
    { name: "one", kind: "email", to: "a@example.ch" },
    { name: "two", kind: "slack", url: { secret: "s", key: "k" } },
  ],
};
const TOP = { name: "a", profile: "production", monitoring: MONITORING };
const edited = (monitoring: object) => ({ ...TOP, monitoring: { ...MONITORING, ...monitoring } });
const between = (before: object, after: object) => linesOf(tenantsOf([before]), tenantsOf([after]));

test("who is signed in is a danger, from what to what", () => {
  expect(between(TOP, edited({ oidc: { ...MONITORING.oidc, issuer: "https://evil.example" } }))).toEqual([
    "danger tenant-a declared monitoring.oidc.issuer: https://login.example.ch => https://evil.example",
  ]);
});

test("receivers are told by their names, wherever they stand in the list", () => {
  const [one, two] = MONITORING.receivers;
  expect(between(TOP, edited({ receivers: [two, { ...one, to: "b@example.ch" }] }))).toEqual([
    "notice tenant-a declared monitoring.receivers[one].to: a@example.ch => b@example.ch",
  ]);
  expect(between(TOP, edited({ receivers: [two] })).join("\n")).toContain("monitoring.receivers[one]: {");
});

test("a password in a URL is not printed", () => {
  const lines = between(TOP, edited({ sources: { charts: "https://me:hunter2@charts.example" } }));
  expect(lines).toEqual(["danger tenant-a declared monitoring.sources.charts: - => https://…@charts.example"]);
});

test("what sub-tenants may reach is a danger where it grows", () => {
  const allowing = (...cidrs: readonly string[]) => ({
    name: "a",
    network: { allowedEgress: cidrs.map((cidr) => ({ toCidrs: [cidr], ports: [{ protocol: "TCP", port: 1 }] })) },
  });
  const [wide, narrow] = [allowing("10.0.0.0/24", "10.1.0.0/24"), allowing("10.0.0.0/24")];
  expect(between(narrow, wide)[0]).toMatch(/^danger tenant-a declared network\.allowedEgress: - => .*10\.1\.0\.0\/24/);
  expect(between(wide, narrow)[0]).toMatch(
    /^notice tenant-a declared network\.allowedEgress: .*10\.1\.0\.0\/24.* => -/,
  );
  expect(between(narrow, { name: "a" })[0]).toMatch(/^danger /);
});

test.each(["adopt", "allowReservedNamespace"])("%s is a danger, of a new tenant, too", (field) => {
  const line = `danger tenant-a declared ${field}: - => true`;
  expect(between({ name: "a" }, { name: "a", [field]: true })).toContain(line);
  expect(linesOf(tenantsOf([]), tenantsOf([{ name: "a", [field]: true }]))).toContain(line);
});

test("access to a namespace that is adopted is a danger", () => {
  const tenant = { name: "a", adopt: true, access: { admins: [{ kind: "Group", name: "oidc:x" }] } };
  const line = "danger tenant-a access Group oidc:x: - => admin";
  const dangers = linesOf(tenantsOf([]), tenantsOf([tenant])).filter((each) => each.startsWith("danger"));
  expect(dangers).toEqual([line, "danger tenant-a declared adopt: - => true"]);
  expect(
    linesOf(tenantsOf([]), tenantsOf([{ name: "x", children: [{ ...tenant, namespace: "tenant-a" }] }])),
  ).toContain(line);
  expect(linesOf(tenantsOf([]), tenantsOf([{ ...tenant, adopt: false }]))).not.toContain(line);
});

test("what an object shows is told once, by the object", () => {
  const lines = between({ name: "a" }, { name: "a", security: { podSecurity: "baseline" }, suspended: true });
  expect(lines.filter((line) => line.includes(" declared "))).toEqual([]);
});

test("a field that says what held anyway is told beside the rest", () => {
  expect(between({ name: "a" }, { name: "a", requireCostLabels: false })).toEqual([
    "info tenant-a declared requireCostLabels: - => false",
  ]);
  expect(between({ name: "a" }, { name: "a", requireCostLabels: true })).toEqual([
    "notice tenant-a declared requireCostLabels: - => true",
  ]);
});
