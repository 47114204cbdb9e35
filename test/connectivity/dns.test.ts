import { clusterPlaces, connectivityMatrix, snapshotOf, withSamplePods, type Cell } from "../../src/connectivity";
import type { DnsFacts } from "../../src/model/cluster/cluster-facts";
import { tenantObjects, isolationList } from "../../src/model/tenant/objects/objects";
import { CLUSTER, tenantOf } from "../model/tenants";

const PODS = CLUSTER.dns;
const NODE_CACHE = "169.254.20.10/32";

/** Ways of a tenant whose cluster resolves names there, by the place. */
function waysTo(dns: DnsFacts): Readonly<Record<string, Cell | null>> {
  const facts = { ...CLUSTER, dns };
  const { namespace, isolation } = tenantObjects(tenantOf({ name: "a", profile: "production" }, facts), []);
  const snapshot = withSamplePods(snapshotOf([namespace, ...isolationList(isolation)]), facts);
  const { groups, cells } = connectivityMatrix(snapshot, { places: clusterPlaces(facts) });
  const row = cells[groups.findIndex(({ name }) => name === "tenant-a")]!;
  return Object.fromEntries(groups.map(({ name }, index) => [name, row[index] ?? null]));
}

test("a cache on each node is reached, on the port of DNS alone", () => {
  const ways = waysTo({ ...PODS, cidrs: [NODE_CACHE, "10.96.0.10/32"] });
  expect(ways).toMatchObject({ DNS: { verdict: "allow" }, "DNS addresses": { verdict: "allow" } });
  expect(ways.metadata).toEqual({ verdict: "deny" });
});

test("a resolver at the metadata address opens nothing of metadata but DNS", () => {
  const { DNS, metadata } = waysTo({ cidrs: ["169.254.169.254/32"] });
  expect(DNS).toEqual({ verdict: "allow" });
  expect(metadata).toMatchObject({ verdict: "partly", ports: ["TCP 53", "UDP 53"] });
  expect(metadata?.parts?.flatMap(({ to }) => to)).toEqual(["169.254.169.254/32"]);
});

test("without addresses there is no place for them, and no rule", () => {
  expect(Object.keys(waysTo(PODS))).not.toContain("DNS addresses");
});
