import { clusterPlaces, connectivityMatrix } from "../../src/connectivity";
import { judgeWay } from "../../src/connectivity/way";
import { randomCase } from "./random-snapshot";
import { CLUSTER, tenantSnapshot } from "./tenant-snapshot";

const snapshot = tenantSnapshot();
const places = clusterPlaces(CLUSTER);
const way = (from: string, to: string, port?: number, protocol?: "TCP" | "UDP") =>
  judgeWay(snapshot, { from, to, port, protocol }, { places });

test("a way is what the matrix says of it", () => {
  const { groups, cells } = connectivityMatrix(snapshot, { places });
  const verdicts = groups.flatMap(({ name: from }, row) =>
    groups.map(({ name: to }, column) => [`${from} -> ${to}`, cells[row]?.[column]?.verdict, way(from, to)?.verdict]),
  );
  expect(verdicts.length).toBeGreaterThan(50);
  for (const [title, ofMatrix, ofWay] of verdicts) expect([title, ofWay]).toEqual([title, ofMatrix]);
});

test("a way of a random snapshot is what the matrix says of it", () => {
  for (let seed = 1; seed <= 30; seed += 1) {
    const { snapshot: random } = randomCase(seed);
    const { groups, cells } = connectivityMatrix(random);
    groups.forEach(({ name: from }, row) => {
      groups.forEach(({ name: to }, column) => {
        expect([seed, from, to, judgeWay(random, { from, to })?.verdict]).toEqual([
          seed,
          from,
          to,
          cells[row]?.[column]?.verdict,
        ]);
      });
    });
  }
});

test("the port decides, and the reason names the policies", () => {
  expect(way("ingress", "tenant-live-bank", 8080)).toMatchObject({ verdict: "allow" });
  expect(way("ingress", "tenant-live-bank", 8080)?.reason).toMatch(/^let in by tenant-live-bank\/hikube-/);
  expect(way("ingress", "tenant-live-bank", 8081)).toMatchObject({ verdict: "deny" });
  expect(way("ingress", "tenant-live-bank", 8080, "UDP")).toMatchObject({ verdict: "deny" });
  expect(way("tenant-live", "tenant-play", 80)?.reason).toMatch(
    /^tenant-live is closed by tenant-live\/hikube-[^;]+, and no policy lets it out; tenant-play is closed by [^;]+ lets it in$/,
  );
  expect(way("tenant-live", "kube-system", 80)?.reason).toMatch(/^tenant-live is closed by/);
  expect(way("tenant-live", "DNS", 53, "UDP")).toMatchObject({ verdict: "allow" });
  expect(way("tenant-live", "DNS", 80)).toMatchObject({ verdict: "deny" });
});

test("between places outside there is nobody to judge", () => {
  expect(way("internet", "metadata", 80)).toBeUndefined();
});
