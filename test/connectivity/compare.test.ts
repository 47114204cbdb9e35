import {
  addedConnectivity,
  asDeclared,
  clusterPlaces,
  connectivityMatrix,
  withSamplePods,
  withUndeclared,
} from "../../src/connectivity";
import type { Cell, ConnectivityMatrix, ClusterSnapshot } from "../../src/connectivity";
import { randomCase } from "./random-snapshot";
import { CLUSTER, tenantSnapshot } from "./tenant-snapshot";

const DECLARED = tenantSnapshot();
const PLACES = clusterPlaces(CLUSTER);

/** The tenants' snapshot with one more policy in a namespace. */
function withPolicy(namespace: string, spec: Readonly<Record<string, unknown>>): ClusterSnapshot {
  const metadata = { name: "foreign", namespace };
  const policy = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata, spec };
  return withSamplePods({ ...DECLARED, policies: [...DECLARED.policies, policy] }, CLUSTER);
}

/** What a snapshot opens beyond the declared one, as `from to: ports`. */
function undeclared(snapshot: ClusterSnapshot): readonly string[] {
  return openPairs(addedConnectivity(snapshot, asDeclared(snapshot, DECLARED), { places: PLACES }));
}

function openPairs({ groups, cells }: ConnectivityMatrix): readonly string[] {
  return cells.flatMap((row, from) =>
    row.flatMap((cell, to) =>
      cell === null || cell.verdict === "deny"
        ? []
        : [`${groups[from]!.name} to ${groups[to]!.name}: ${cell.ports?.join(", ") ?? "all"}`],
    ),
  );
}

test("nothing is added where both are the same", () => {
  expect(undeclared(DECLARED)).toEqual([]);
});

test("a foreign policy that lets all in opens what the other side lets out, and the outside", () => {
  const added = undeclared(withPolicy("tenant-live", { podSelector: {}, ingress: [{}] }));
  expect(added).toContain("internet to tenant-live: all");
  expect(added).toContain("ingress to tenant-live: all");
  // The neighbour's own wall for what leaves still stands, and the child's was never open.
  expect(added.filter((pair) => pair.startsWith("tenant-"))).toEqual(["tenant-live to tenant-live: TCP, UDP, SCTP"]);
});

test("one port to some addresses is just that", () => {
  const to = [{ ipBlock: { cidr: "198.51.100.0/24" } }, { ipBlock: { cidr: "1.1.1.1/32" } }];
  const egress = [{ to, ports: [{ port: 443 }] }];
  const snapshot = withPolicy("tenant-live", {
    podSelector: { matchLabels: { app: "web" } },
    policyTypes: ["Egress"],
    egress,
  });
  expect(undeclared(snapshot)).toEqual([
    "tenant-live to internet: TCP 443",
    "tenant-live to private networks: TCP 443",
  ]);
});

test("a label that a child's namespace lost closes its parent's way to it", () => {
  const namespaces = DECLARED.namespaces.map((one) => (one.name === "tenant-live-shop" ? { name: one.name } : one));
  const snapshot = { ...DECLARED, namespaces };
  expect(undeclared(snapshot)).toEqual([]);
  const wanted = asDeclared(snapshot, DECLARED);
  expect(openPairs(addedConnectivity(wanted, snapshot, { places: PLACES }))).toEqual([
    "tenant-live to tenant-live-shop: all",
  ]);
});

test("policies that are gone open what they closed", () => {
  const left = DECLARED.policies.filter(({ metadata }) => metadata.namespace !== "tenant-live-shop");
  expect(undeclared({ ...DECLARED, policies: left })).toContain("internet to tenant-live-shop: all");
});

test("namespaces that are not declared are taken as they are", () => {
  const snapshot = { ...DECLARED, namespaces: [...DECLARED.namespaces, { name: "default" }] };
  expect(undeclared(withSamplePods(snapshot, CLUSTER))).toEqual([]);
});

test("marks stand on the open cells that have them", () => {
  const snapshot = withPolicy("tenant-live", { podSelector: {}, ingress: [{}] });
  const options = { places: PLACES };
  const added = addedConnectivity(snapshot, asDeclared(snapshot, DECLARED), options);
  const { groups, cells } = withUndeclared(connectivityMatrix(snapshot, options), added);
  const at = (name: string) => groups.findIndex((group) => group.name === name);
  expect(cells[at("internet")]![at("tenant-live")]).toEqual({ verdict: "allow", undeclared: { verdict: "allow" } });
  expect(cells[at("tenant-live")]![at("tenant-play")]).toEqual({ verdict: "deny" });
});

test("what one generated snapshot adds to another is what the matrices differ by", () => {
  let added = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const { snapshot } = randomCase(seed, 1);
    const baseline = { ...snapshot, policies: snapshot.policies.slice(1) };
    const options = { groupOf: (pod: { namespace: string; name: string }) => `${pod.namespace}/${pod.name}` };
    const [now, before] = [connectivityMatrix(snapshot, options), connectivityMatrix(baseline, options)];
    const difference = addedConnectivity(snapshot, baseline, options);
    now.cells.forEach((row, from) => {
      row.forEach((cell, to) => {
        const open = portsOf(cell);
        for (const port of portsOf(before.cells[from]![to]!)) open.delete(port);
        expect({ seed, from, to, added: portsOf(difference.cells[from]![to]!) }).toEqual({
          seed,
          from,
          to,
          added: open,
        });
        added += open.size;
      });
    });
  }
  expect(added).toBeGreaterThan(500);
});

/** The ports of TCP, UDP and SCTP that a cell of two single pods lets through; some of them, where all are many. */
function portsOf(cell: Cell | null): Set<string> {
  if (cell === null || cell.verdict === "deny") return new Set();
  const texts = cell.ports ?? ["TCP", "UDP", "SCTP"];
  const sample = [1, 53, 79, 80, 81, 443, 6443, 7999, 8000, 8010, 8080, 8081, 9000, 30000, 65535];
  return new Set(
    texts.flatMap((text) => {
      const [, protocol, first = "1", last = text.includes(" ") ? first : "65535"] =
        /^(\w+)(?: (\d+)(?:-(\d+))?)?$/.exec(text)!;
      return sample
        .filter((port) => Number(first) <= port && port <= Number(last))
        .map((port) => `${protocol} ${port}`);
    }),
  );
}
