import { NO_FACTS } from "../../../src/model/cluster/cluster-facts";
import { validateClusterFacts } from "../../../src/model/cluster/cluster-facts-rules";
import { isPartial, withoutFaults } from "../../../src/model/cluster/partial-facts";
import { checkCluster } from "../../../src/tenants-file/check-cluster";
import { checkTenants } from "../../../src/tenants-file/check-tenants";
import { validateTenants } from "../../../src/model/tenant/rules/validate";
import { CLUSTER, tree } from "../tenants";

const AUDIENCES = ["https://kubernetes.default.svc"];
const FACTS = { ...CLUSTER, serviceAccounts: { ...CLUSTER.serviceAccounts, audiences: AUDIENCES } };

/** What is left of facts. */
function restOf(facts: object) {
  return withoutFaults(facts, validateClusterFacts(facts), ["cluster"]);
}

test("what is faulty is left out, of a list the entry alone", () => {
  const [name = ""] = CLUSTER.podCidrs;
  const rest = restOf({ ...FACTS, podCidrs: [name, "none"], version: 7, dns: { ...FACTS.dns, ports: [0] } });
  expect(rest).toMatchObject({ podCidrs: [name], version: "", dns: {}, serviceAccounts: FACTS.serviceAccounts });
  expect(isPartial(rest)).toBe(true);
  expect(isPartial(FACTS)).toBe(false);
});

test("of what is no facts nothing is left", () => {
  expect(restOf([])).toBe(NO_FACTS);
});

const TENANTS = `
formatVersion: 1
cluster: cluster.json
tenants:
  - name: shop
    profile: development
    security: { tokenExpirationSeconds: 90000 }
`;

const CODES = {
  "an entry of customResources": [
    { customResources: [{ group: "example.com", resource: "widgets", level: "nobody" }] },
    [],
  ],
  "the audiences themselves": [{ serviceAccounts: { ...FACTS.serviceAccounts, audiences: ["a,b"] } }, []],
  "another fact, and there are no audiences": [{ ...CLUSTER, version: "x" }, ["unknown-audiences"]],
} as const;

test.each(Object.entries(CODES))("a fault of %s is not followed by one of what is right", (_what, [facts, more]) => {
  const text = JSON.stringify("version" in facts ? facts : { ...FACTS, ...facts });
  const own = checkCluster(text).issues;
  expect(own).toHaveLength(1);
  const { issues } = checkTenants(TENANTS, { cluster: () => checkCluster(text) });
  expect(issues.map(({ code }) => code)).toEqual([own[0]?.code, ...more]);
  const spec = { name: "shop", profile: "development", security: { tokenExpirationSeconds: 90_000 } } as const;
  const given = JSON.parse(text) as typeof CLUSTER;
  const found = validateTenants([tree(spec, undefined, given)]).map(({ code }) => code);
  expect(found).toEqual([own[0]?.code, ...more]);
});

test("where no facts are known, none is asked for", () => {
  expect(checkTenants(TENANTS).issues).toEqual([]);
});
