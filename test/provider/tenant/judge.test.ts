import { Collector } from "../../../src/plugin/lifecycle/collector";
import { validateTenants } from "../../../src/model/tenant/rules/validate";
import { judge } from "../../../src/provider/tenant/judge";
import { tree, type LooseSpec } from "../../model/tenants";

function told(spec: LooseSpec, path: string): readonly string[] {
  const diagnostics = new Collector();
  judge(
    validateTenants([tree(spec)]).filter((issue) => issue.path[0] === path),
    diagnostics,
  );
  return diagnostics.list.map(({ severity, summary, detail, path: at }) =>
    [severity, at?.join("."), summary, detail].join(" | "),
  );
}

const EGRESS = [{ toCidrs: ["198.51.100.0/24"], ports: [{ protocol: "TCP", port: 5432 }] }];

test("faults of a tenant are told at its attributes, in the names of Terraform", () => {
  const spec = {
    name: "top",
    profile: "production",
    network: { internet: "deny" },
    children: [{ name: "shop", quota: { share: 10 }, network: { egress: EGRESS } }],
  };
  const [fault = "", ...others] = told(spec, "top/shop");
  expect(others).toEqual([]);
  expect(fault).toMatch(/^error \| network\.egress\.0\.to_cidrs\.0 \| Laxer than its parent/);
  expect(fault).toContain("top.network.allowed_egress");
});

test("faults of others are told where they are declared", () => {
  const spec = { name: "top", expiresAt: "soon", children: [{ name: "Shop", quota: { share: 10 } }] };
  expect(told(spec, "top").map((line) => line.split(" | ")[1])).toEqual(["expires_at"]);
});

test("the other side of a peering may come later: that is a warning", () => {
  const peers = [{ toTenant: "tenant-other", ports: [{ protocol: "TCP", port: 80 }] }];
  expect(told({ name: "top", network: { peers } }, "top")).toEqual([
    expect.stringMatching(/^warning \| network\.peers/),
  ]);
});

test("of texts of megabytes a fault tells the start and the length", () => {
  const long = "x".repeat(300_000);
  const specs: readonly LooseSpec[] = [
    { name: long },
    { name: "top", namespace: long },
    { name: "top", profile: "development", quota: { cpu: long, extendedResources: { [long]: "1" } } },
    { name: "top", profile: "development", access: { owners: [{ kind: long, name: "a" }] } },
  ];
  const texts = specs.flatMap((spec) => {
    const diagnostics = new Collector();
    judge(validateTenants([tree(spec)]), diagnostics);
    return diagnostics.list.map(({ summary, detail = "", path = [] }) => [summary, detail, ...path].join(" "));
  });
  expect(texts.filter((text) => text.length > 1_000)).toEqual([]);
  expect(texts.filter((text) => /x{190,200}… \(30000[02] characters\)/.test(text)).length).toBeGreaterThanOrEqual(5);
});

test("words of YAML and TypeScript are those of HCL", () => {
  const quota = { cpu: { requests: "4", limits: "2" }, memory: "1Gi", storage: "1Gi" };
  const [parts] = told({ name: "top", profile: "development", quota }, "top");
  expect(parts).toMatch(/^error \| quota\.cpu_requests \| .*Lower `cpu_requests` or raise `cpu_limits`/);
  const [hidden] = told({ name: "top", profile: "development", expiresAt: "2030-01-01T00:00:00Z\n" }, "top");
  expect(hidden).toContain("`trimspace(file(…))` has none");
});
