import { Collector } from "../../../src/plugin/lifecycle/collector";
import { validateConfig } from "../../../src/plugin/lifecycle/validate";
import { UNKNOWN, type ValueRecord } from "../../../src/plugin";
import { validateTenants } from "../../../src/model/tenant/rules/validate";
import { inTerraform } from "../../../src/provider/schema/words";
import { judge } from "../../../src/provider/tenant/judge";
import { TENANT_SCHEMA } from "../../../src/provider/tenant/tenant-schema";
import { tree } from "../../model/tenants";

async function faultsOf(config: ValueRecord): Promise<readonly string[]> {
  const diagnostics = new Collector();
  await validateConfig(diagnostics, { schema: TENANT_SCHEMA }, { name: "shop", ...config });
  return diagnostics.list.map(({ path, summary, detail = "" }) => [path?.join("."), summary, detail].join(" | "));
}

test.each([
  ["an empty parent", "parent", "", /received "".*leave `parent` out/],
  ["words as parent", "parent", "Tenant Top", /hikube_tenant\.production\.namespace`; received "Tenant Top"/],
  ["an empty namespace", "namespace", "", /received "".*Leave `namespace` out/],
  ["a namespace of megabytes", "namespace", "x".repeat(300_000), /at most 63 characters; received "x{1,200}… \(30000\d characters\)/],
])("%s is refused at its attribute before a cluster is asked", async (_title, attribute, value, expected) => {
  const faults = await faultsOf({ [attribute]: value });
  expect(faults).toEqual([expect.stringMatching(new RegExp(`^${attribute} \\| `))]);
  expect(faults[0]).toMatch(expected);
});

test.each([[{ parent: "tenant-top" }], [{ parent: UNKNOWN, namespace: UNKNOWN }], [{ parent: null, namespace: null }]])(
  "a place that is right, not known yet or left out is none of them: %j",
  async (config) => {
    expect(await faultsOf(config)).toEqual([]);
  },
);

const PORTS = [{ protocol: "TCP", port: 443 }];

test.each<[string, object, RegExp]>([
  ["nobody knows", { toTenant: "tenant-other" }, /set `expected = true`/],
  ["does not answer", { toTenant: "tenant-b" }, /no `from_tenant` for it.*Add { from_tenant = "tenant-a" }/],
  ["is none", { fromTenant: "" }, /network\.peers\.0\.from_tenant.*Received ""/],
  ["has another kind of end", { fromTenant: "tenant-b" }, /no `to_tenant` for it.*Add { to_tenant = "tenant-a" }/],
])("of a peer that %s the hint is what is written in HCL", (_title, peer, expected) => {
  const network = { peers: [{ ...peer, ports: PORTS }] };
  const [one, other] = [{ name: "a", profile: "development", network }, { name: "b", profile: "development" }];
  const diagnostics = new Collector();
  judge(validateTenants([tree(one), tree(other)]), diagnostics);
  const texts = diagnostics.list.map(({ path, summary, detail }) => [path?.join("."), summary, detail].join(" | "));
  expect(texts).toEqual([expect.stringMatching(expected)]);
  expect(texts[0]).not.toMatch(/[a-z]Tenant\b|expected: true/);
});

test.each([
  ['say `kind: "ServiceAccount"` where', 'say `kind = "ServiceAccount"` where'],
  ["or set `allowReservedNamespace: true` if", "or set `allow_reserved_namespace = true` if"],
  ["add `toCidrs:`", "add `to_cidrs =`"],
  ["laxer than its parent: `kubectl: all`", "laxer than its parent: `kubectl: all`"],
])("what is assigned is assigned as in HCL: %s", (text, expected) => {
  expect(inTerraform(text)).toBe(expected);
});
