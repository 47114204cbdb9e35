import { clusterPlaces, connectivityMatrix } from "../../src/connectivity";
import type { Cell } from "../../src/connectivity";
import { CLUSTER, tenantSnapshot } from "./tenant-snapshot";

/** What the emitted policies say, not what was meant. */
const matrix = connectivityMatrix(tenantSnapshot(), { places: clusterPlaces(CLUSTER) });

function cell(from: string, to: string): Cell {
  const index = (name: string) => matrix.groups.findIndex((group) => group.name === name);
  return matrix.cells[index(from)]![index(to)]!;
}

const LIVE = "tenant-live";
const SHOP = "tenant-live-shop";
const BANK = "tenant-live-bank";
const SHY = "tenant-live-shy";
const PLAY = "tenant-play";

test.each([
  ["a child reaches no ancestor", SHOP, LIVE],
  ["siblings are apart", SHOP, BANK],
  ["siblings are apart the other way too", BANK, SHOP],
  ["unrelated tenants are apart", PLAY, SHOP],
  ["a tenant may close itself to its ancestors", LIVE, SHY],
  ["production has no internet", SHOP, "internet"],
  ["no tenant reaches cloud metadata", PLAY, "metadata"],
  ["the snapshot does not come in", "internet", SHOP],
  ["other namespaces do not come in", "ingress", SHOP],
])("%s: deny", (_, from, to) => {
  expect(cell(from, to).verdict).toBe("deny");
});

test.each([
  ["development has all of the internet", PLAY, "internet"],
  ["every tenant reaches DNS", SHOP, "DNS"],
])("%s: allow", (_, from, to) => {
  expect(cell(from, to)).toEqual({ verdict: "allow" });
});

test("within a tenant all but the isolated pods reach one another", () => {
  const ways = cell(SHOP, SHOP).parts!.flatMap(({ from, to }) => [...from, ...to]);
  expect(ways.length).toBeGreaterThan(0);
  expect(ways).not.toContain("hikube.cloud/isolated=true");
});

test("an ancestor's pods reach a descendant's", () => {
  expect(cell(LIVE, SHOP).verdict).not.toBe("deny");
});

test("the API server answers only pods that carry the label", () => {
  expect(cell(SHOP, "API server").parts!.map(({ from, ports }) => ({ from, ports }))).toEqual([
    { from: ["hikube.cloud/allow-apiserver=true"], ports: ["TCP 6443"] },
  ]);
});

test("what is exposed is open on its port alone", () => {
  expect(cell("ingress", BANK)).toEqual({ verdict: "partly", ports: ["TCP 8080"] });
});
