import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizeTenants, type TenantsAppOptions } from "../../constructs/tenants-app";
import { TenantProfile } from "../../constructs";
import { CLUSTER } from "../model/tenants";
import { readJson } from "./synth";

const exposure = { kind: "ingress", fromNamespace: "ingress-nginx" } as const;
const oidc = {
  ...{ issuer: "https://login.example.ch", clientId: "grafana", clientSecret: { secret: "oidc", key: "secret" } },
  ...{ authUrl: "https://login.example.ch/a", tokenUrl: "https://login.example.ch/t" },
  apiUrl: "https://login.example.ch/u",
};
const monitoring = { host: "grafana.example.ch", exposure, oidc };
const security = { hostnames: ["grafana.example.ch"] };
const top = { name: "acme", profile: TenantProfile.PRODUCTION, security };

interface Written {
  readonly provider: object;
  readonly resource: object;
  readonly removed?: readonly object[];
}

describe("an app of tenants of a file", () => {
  let outdir: string;

  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), "tenants-app-"));
  });

  afterEach(() => {
    rmSync(outdir, { recursive: true, force: true });
  });

  const written = () => readJson(join(outdir, "stacks", "tenants", "cdk.tf.json")) as Written;

  const providersOf = (
    tenants: TenantsAppOptions["tenants"],
    engines: Pick<TenantsAppOptions, "engine" | "formerEngine"> = {},
  ): readonly string[] => {
    synthesizeTenants({ tenants, cluster: CLUSTER, outdir, stack: "tenants", platform: true, ...engines });
    return Object.keys(written().provider).sort();
  };

  test.each([
    ["of the top tenant", [{ ...top, monitoring }]],
    [
      "of a sub-tenant",
      [
        {
          ...top,
          children: [{ name: "team", quota: { cpu: "8", memory: "32Gi", storage: "400Gi" }, security, monitoring }],
        },
      ],
    ],
  ])("has the provider that a monitoring stack %s needs", (_case, tenants) => {
    expect(providersOf(tenants)).toEqual(["helm", "kubernetes"]);
  });

  test.each([
    [{ engine: "hikube" }, ["hikube"]],
    [{ engine: "hikube", formerEngine: "kubernetes" }, ["hikube", "kubernetes"]],
  ] as const)("is made by the engine that it names: %j", (engines, providers) => {
    expect(providersOf([top], engines)).toEqual(providers);
    const { resource, removed } = written();
    expect(Object.keys(resource).sort()).toEqual(["hikube_platform", "hikube_tenant"]);
    expect(removed !== undefined).toBe("formerEngine" in engines);
  });

  test("has no provider that it does not need", () => {
    expect(providersOf([top])).toEqual(["kubernetes"]);
  });
});
