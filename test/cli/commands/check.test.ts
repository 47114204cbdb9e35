import { writeFileSync } from "node:fs";
import { CLUSTER } from "../../model/tenants";
import { checkReport, formatCheck, type CheckReport } from "../../../src/cli/check-report";
import { readTenants } from "../../../src/cli/tenants-source";
import { hikube, hikubeJson, inFolder, TENANTS_YAML, WRONG_YAML } from "../call";

inFolder({ "tenants.yaml": TENANTS_YAML, "wrong.yaml": WRONG_YAML });

test("all is well: so many tenants, and what a container gets that asks for nothing", async () => {
  const { code, out } = await hikube("check", "tenants.yaml");
  expect(code).toBe(0);
  expect(out).toContain("tenants.yaml: 3 tenants, no fault");
  expect(out).toContain("a container without limits gets cpu 500m, memory 512Mi; one that requests more must set");
});

test("nothing is said of the limits of containers where the quota lifts all of them", async () => {
  const amount = { requests: "8", limits: "unlimited" };
  const quota = { cpu: amount, memory: { ...amount, requests: "8Gi" }, ephemeralStorage: "unlimited", storage: "1Ti" };
  const tenants = [{ name: "free", profile: "development", quota }];
  writeFileSync("free.json", JSON.stringify({ formatVersion: 1, cluster: "cluster.json", tenants }));
  writeFileSync("cluster.json", JSON.stringify(CLUSTER));
  const { code, out } = await hikube("check", "free.json");
  expect({ code, out }).toEqual({ code: 0, out: "free.json: 1 tenant, no fault\n" });
});

test("all faults at once, each on a line with its place, and exit code 3", async () => {
  const { code, out } = await hikube("check", "wrong.yaml");
  expect(code).toBe(3);
  expect(out).toMatch(/^wrong\.yaml:5:\d+: .*Alpha/m);
  expect(out).toMatch(/^wrong\.yaml:11:\d+: beta\/web\.quota\.cpu: /m);
  expect(out).toMatch(/wrong\.yaml: \d+ faults$/m);
});

test("kinds that the platform grants, and only it can bound, are a warning and no fault", async () => {
  const customResources = [{ group: "gateway.networking.k8s.io", resource: "httproutes", level: "admin" }];
  writeFileSync("cluster.json", JSON.stringify({ ...CLUSTER, customResources }));
  const { code, out } = await hikube("check", "tenants.yaml");
  expect(code).toBe(0);
  expect(out).toMatch(
    /^warning: cluster\.customResources: httproutes\.gateway\.networking\.k8s\.io: .* \[unbounded-operator\]$/m,
  );
  expect(await hikubeJson("check", "tenants.yaml")).toMatchObject({
    warnings: [{ code: "unbounded-operator", message: expect.stringContaining("httproutes") as unknown }],
    containerDefaults: expect.arrayContaining([
      expect.objectContaining({ code: "containers-limited-by-default" }),
    ]) as unknown,
  });
});

test.each([
  [{ memory: "128" }, 'big.quota.memory: 128 bytes are less than any container needs; is "128Gi" meant?'],
  [
    { cpu: { requests: "1", limits: "32Gi" } },
    /^big\.quota\.cpu\.limits: 34359738368 cores are more than a cluster has/,
  ],
  [{ memory: "900Ki" }, 'big.quota.memory: 921600 bytes are less than any container needs; is "900Gi" meant?'],
  [{ storageClasses: { fast: "2" } }, /^big\.quota\.storageClasses\.fast: 2 bytes/],
  [{ reserved: { memory: "8" } }, /^big\.quota\.reserved\.memory: 8 bytes/],
  [{ loadBalancers: 100_000 }, /^big\.quota\.loadBalancers: 100000 are more than a whole cluster has \(1000\)/],
  [{ pods: 9_000_000 }, /^big\.quota\.pods: 9000000 are more than/],
  [{ counts: { secrets: 20_000_000 } }, /^big\.quota\.counts\.secrets: 20000000 are more than/],
])("an amount that is hardly meant is a warning and no fault: %j", async (quota, message) => {
  const tenants = [{ name: "big", profile: "production", quota: { storage: "2Ti", ...quota } }];
  writeFileSync("big.json", JSON.stringify({ formatVersion: 1, cluster: "cluster.json", tenants }));
  writeFileSync("cluster.json", JSON.stringify(CLUSTER));
  const { warnings, ok } = (await hikubeJson("check", "big.json")) as CheckReport;
  expect({ ok, warnings }).toEqual({
    ok: true,
    warnings: [{ code: "unusual-amount", message: expect.stringMatching(message) as unknown }],
  });
});

test("a part of one in place of a percentage is a warning; amounts without fault are none", async () => {
  writeFileSync("cluster.json", JSON.stringify(CLUSTER));
  const children = [0.25, 25].map((share, index) => ({ name: `c${index}`, quota: { share } }));
  const tenants = [{ name: "big", profile: "production", children }];
  writeFileSync("big.json", JSON.stringify({ formatVersion: 1, cluster: "cluster.json", tenants }));
  const { warnings } = (await hikubeJson("check", "big.json")) as CheckReport;
  expect(warnings.map(({ message }) => message)).toEqual([
    "big/c0.quota.share: less than one percent of the parent; a share is in percent, so 25 is meant?",
  ]);
});

test("a cluster before v1.34 is a warning that says what does not hold there", async () => {
  const facts = (version: string) => {
    writeFileSync("cluster.json", JSON.stringify({ ...CLUSTER, version }));
    return hikubeJson("check", "tenants.yaml");
  };
  for (const version of ["v1.29", "1.33.9-gke.1", "v1.33.0+k3s1"]) {
    const message = expect.stringMatching(/ is older than v1\.34: .*policies before its pods/) as unknown;
    expect(await facts(version)).toMatchObject({ ok: true, warnings: [{ code: "old-kubernetes", message }] });
  }
  for (const version of ["v1.34.0", "v1.35.4-gke.1", "1.34", "v1.100.1"]) {
    expect(await facts(version)).toMatchObject({ ok: true, warnings: [] });
  }
});

test("the faults for programs", async () => {
  const report = await hikubeJson("check", "wrong.yaml");
  expect(report).toMatchObject({ ok: false, issues: expect.any(Array) as unknown, expired: [] });
});

test("what is past its time and what soon will be is said, and is no fault", () => {
  const at = (now: string) => {
    const time = new Date(now);
    const report = checkReport(readTenants("tenants.yaml"), time);
    return { ok: report.ok, text: formatCheck(report, time) };
  };
  expect(at("2031-04-01T00:00:00Z").text).not.toContain("expire");
  expect(at("2031-04-20T00:00:00Z").text).toContain(
    "expires within 14 days: tenant-alpha, at 2031-05-01T00:00:00Z (in 11 days)",
  );
  expect(at("2031-05-03T00:00:00Z")).toMatchObject({
    ok: true,
    text: expect.stringMatching(/expired: tenant-alpha, .*\(2 days ago\)\nexpired: tenant-alpha-web, /) as unknown,
  });
});

test.each([
  [CLUSTER.nodeCidrs, []],
  [[...CLUSTER.nodeCidrs, "10.244.7.0/24"], ["exposed-to-nodes"]],
])("tenants let nodes in; where %j share addresses with pods, that is a warning", async (nodeCidrs, codes) => {
  writeFileSync("cluster.json", JSON.stringify({ ...CLUSTER, nodeCidrs }));
  const network = { expose: [{ fromNodes: true, ports: [{ protocol: "TCP", port: 8080 }] }] };
  const tenants = [{ name: "shop", profile: "production", network }];
  writeFileSync("nodes.json", JSON.stringify({ formatVersion: 1, cluster: "cluster.json", tenants }));
  const { warnings, ok } = (await hikubeJson("check", "nodes.json")) as CheckReport;
  expect({ ok, codes: warnings.map(({ code }) => code) }).toEqual({ ok: true, codes });
});
