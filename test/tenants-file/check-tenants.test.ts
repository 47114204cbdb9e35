import { tenantNodes } from "../../src/model/tenant/resolve/tenant";
import { resolveTenant } from "../../src/model/tenant/resolve/resolve";
import { checkTenants } from "../../src/tenants-file/check-tenants";
import { CLUSTER, pathOf } from "../model/tenants";
import { knownCluster } from "../../src/model/cluster/known-cluster";

const YAML = `
formatVersion: 1
tenants:
  - name: shop
    profile: staging
    quota: { cpu: { requests: "4", limits: "8" }, extendedResources: { nvidia.com/gpu: 1, hugepages-2Mi: 1Gi } }
    children:
      - name: web
        quota: &half { share: 50 }
      - name: api
        quota: *half
`;

const JSON_TEXT = `{
\t"$schema": "https://example.com/tenants.schema.json",
\t"formatVersion": 1,
\t"tenants": [
\t\t{ "name": "shop", "profile": "staging", "cost": { "note": "\\u00fc\\ud83d\\ude00\\/" } }
\t]
}`;

function check(text: string) {
  return checkTenants(text, { cluster: CLUSTER });
}

test("a file gives the tenants that the same specs give by themselves", () => {
  const { forest, issues } = check(YAML);
  expect(issues).toEqual([]);
  const parent = resolveTenant(
    {
      name: "shop",
      profile: "staging",
      quota: {
        cpu: { requests: "4", limits: "8" },
        extendedResources: { "nvidia.com/gpu": 1, "hugepages-2Mi": "1Gi" },
      },
    },
    { path: "shop", cluster: knownCluster(CLUSTER) },
  );
  expect(tenantNodes(forest ?? [])[0]?.tenant).toEqual(parent);
  expect(forest?.[0]?.children.map(({ tenant }) => [tenant.path, tenant.quota.capacity["limits.cpu"]])).toEqual([
    ["shop/web", "4"],
    ["shop/api", "4"],
  ]);
});

test("JSON is read as well, tabs and escapes included", () => {
  const { forest, issues } = check(JSON_TEXT);
  expect(issues).toEqual([]);
  expect(tenantNodes(forest ?? [])[0]?.tenant.cost.note).toBe("ü😀/");
});

test("a file of YAML 1.1 is read by the rules of 1.2: yes is a text, and nothing is merged", () => {
  const { issues } = check(
    "%YAML 1.1\n---\nformatVersion: 1\ntenants:\n  - { name: a, profile: staging, protected: yes }\n",
  );
  expect(issues).toMatchObject([{ path: ["a", "protected"], received: `"yes"` }]);
});

test("an anchor stands for what was named so last", () => {
  const { forest } = check(
    "formatVersion: 1\ntenants:\n  - { name: &n a, profile: staging }\n  - { name: &n b, profile: staging, cost: { project: *n } }\n",
  );
  expect(tenantNodes(forest ?? [])[1]?.tenant.cost).toEqual({ project: "b" });
});

describe("without facts of a cluster", () => {
  const tenant = (fields: string) => checkTenants(`formatVersion: 1\ntenants:\n  - { name: a, ${fields} }\n`);
  const egress = (cidr: string) =>
    tenant(`profile: staging, network: { egress: [{ toCidrs: [${cidr}], ports: [{ protocol: TCP, port: 1 }] }] }`);

  test("every rule that needs none holds all the same", () => {
    const { issues } = tenant("profil: staging, quota: { cpu: lots }, network: { internet: maybe }");
    expect(issues.map(pathOf).sort()).toEqual(["a.network.internet", "a.profil", "a.quota.cpu"]);
    expect(egress("169.254.169.254/32").issues).toMatchObject([{ path: ["a", "network", "egress", 0, "toCidrs", 0] }]);
  });

  test("an address is not said to be the cluster's, and no tenants are handed on", () => {
    const { issues, forest, cluster } = egress(CLUSTER.podCidrs[0]!);
    expect([issues, forest, cluster]).toEqual([[], undefined, undefined]);
  });
});

test.each([
  ["quota.storageClasses.fast.ssd", "quota: { storageClasses: { fast: 1Gi, fast.ssd: x } }", 53],
  ["quota.counts.count/Deployments.apps", "quota: { counts: { count/Deployments.apps: 1 } }", 48],
  [
    "network.egress[1].ports[0].port",
    "network: { egress: [{ toCidrs: [198.51.100.0/24], ports: [{ protocol: TCP, port: 1 }] }, { toCidrs: [198.51.100.0/24], ports: [{ protocol: TCP, port: 0 }] }] }",
    155,
  ],
])("the place of %s is found", (path, field, column) => {
  const { issues } = check(`formatVersion: 1\ntenants:\n  - name: a\n    profile: staging\n    ${field}\n`);
  expect(issues).toMatchObject([{ line: 5, column }]);
  expect(issues.map(pathOf)).toEqual([`a.${path}`]);
});
