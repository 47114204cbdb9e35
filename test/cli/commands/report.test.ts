import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { loadTenants } from "../../../src/cli/tenants-source";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { forestObjects } from "../../../src/model/tenant/objects/objects";
import type { ReportDocument } from "../../../src/report/document";
import { binding, person } from "../../access/live";
import { hikube, hikubeJson, inFolder, TENANTS_YAML, WRONG_YAML } from "../call";
import { withServer } from "../live-server";

inFolder({ "tenants.yaml": TENANTS_YAML, "wrong.yaml": WRONG_YAML });
const held = withServer();

beforeEach(() => {
  const objects = forestObjects(loadTenants("tenants.yaml").roots).flatMap((tenant) => tenant.objects);
  held.objects = objects.map((object) => (object.metadata.name === "hikube-tenant" ? inUse(object) : object));
});

function inUse(quota: KubeObject): KubeObject {
  return { ...quota, status: { used: { "requests.cpu": "250m", "limits.cpu": "1", pods: "2" } } };
}

const live = (...words: readonly string[]) =>
  hikube("report", "tenants.yaml", "--live", "--kubeconfig", "kubeconfig", ...words);

test("on a terminal: what is declared, and the sums by cost centre", async () => {
  const { code, out, err } = await hikube("report", "tenants.yaml");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(
    /^TENANT +CPU +MEMORY +STORAGE +LOAD BALANCERS +NAMESPACE\nalpha +8\/16 +32Gi\/48Gi +500Gi +1 +tenant-alpha\n {2}web +2 /,
  );
  expect(out).toMatch(/\nCOST CENTRE +TENANTS +CPU .*\n0123 +1 +16 .*\n\(none\) +2 +8\/16 /);
  expect(out).toMatch(/\n0 findings\n$/);
});

test("with a cluster: what is used, and nothing to look at where it is as declared", async () => {
  const { code, out } = await live();
  expect(code).toBe(0);
  expect(out).toMatch(/\nalpha +0\.5 of 8\/16 +0 of 32Gi/);
  const { tenants, server } = (await hikubeJson(
    "report",
    "tenants.yaml",
    "--live",
    "--kubeconfig",
    "kubeconfig",
  )) as ReportDocument;
  expect(server).toMatch(/^http:\/\/127\.0\.0\.1:/);
  expect(tenants.map(({ name, used }) => [name, used?.["requests.cpu"]])).toEqual([
    ["alpha", "250m"],
    ["web", "250m"],
    ["beta", "250m"],
  ]);
});

test("what access and matrix find is found, and ends it with 3; the page has it", async () => {
  held.objects = [
    ...held.objects.filter(({ kind, metadata }) => kind !== "NetworkPolicy" || metadata.namespace !== "tenant-beta"),
    binding("ClusterRole cluster-admin", [person("eve")], "tenant-beta"),
  ];
  expect(await live("--html", "page.html")).toMatchObject({
    code: 3,
    out: expect.stringMatching(/^wrote page\.html: \d+ findings\n$/) as unknown,
  });
  const page = readFileSync("page.html", "utf8");
  expect(page).toContain("<li><b>tenant-beta</b>: User eve has ClusterRole cluster-admin");
  expect(page).toContain("<li>open and not declared: internet -&gt; tenant-beta: all ports");
  expect(page).toContain("0.5 of 8/16");
});

test("rights that lack are one error that names all of them", async () => {
  held.refused = ["list pods", "list roles", "list resourcequotas"];
  const { code, err } = await live("--html", "page.html");
  expect(code).toBe(1);
  expect(err).toMatch(
    /make a report \[missing-permission\]:\n {2}list roles\.rbac.*\n {2}list pods\n {2}list resourcequotas\n/,
  );
  expect(existsSync("page.html")).toBe(false);
});

test("tenants that cannot be read are faults, and a page that cannot be written is refused first", async () => {
  expect((await hikube("report", "wrong.yaml")).code).toBe(2);
  expect(await hikube("report", "none.yaml", "--html", "no/page.html")).toMatchObject({
    code: 2,
    err: expect.stringContaining("--html: no/page.html cannot be written") as unknown,
  });
  expect((await hikube("report", "tenants.yaml", "--context", "c")).code).toBe(2);
});

test("tenants past their time end it with 3", async () => {
  writeFileSync("past.yaml", TENANTS_YAML.replace("2031-05-01", "2021-05-01"));
  const { code, out } = await hikube("report", "past.yaml");
  expect(code).toBe(3);
  expect(out).toMatch(
    /somebody must look at:\n {2}expired, and not suspended: tenant-alpha, at .* with 1 tenant below it\n/,
  );
});
