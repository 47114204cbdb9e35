import { objectIn } from "../../../src/model/json";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { Settlements } from "../../../src/provider/tenant/settlements";
import { versionedServer } from "./versioned-server";

const PARENT = "tenant-top";
const CHILDREN = Array.from({ length: 12 }, (_, index) => `${PARENT}-c${String(index)}`);

function quota(cpu: string): KubeObject {
  const declared = JSON.stringify({ capacity: { "limits.cpu": cpu }, reserved: {} });
  const metadata = { name: "hikube-tenant", namespace: PARENT, annotations: { "hikube.cloud/declared": declared } };
  return { apiVersion: "v1", kind: "ResourceQuota", metadata, spec: { hard: { "limits.cpu": cpu } } };
}

function child(name: string): KubeObject {
  const annotations = { "hikube.cloud/share": JSON.stringify(shareOf(name)) };
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels: { "hikube.cloud/parent": PARENT }, annotations },
  };
}

const shareOf = (name: string) => ({ id: name, capacity: { "limits.cpu": "1" } });
const hardOf = (kept: ReadonlyMap<string, KubeObject>) => objectIn(kept.get("ResourceQuota/hikube-tenant")?.spec).hard;

/** Makes room for each, records its share, and tells its parent. */
async function takeAll(cpu: string) {
  const server = versionedServer(quota(cpu));
  const settlements = new Settlements();
  const ends = await Promise.allSettled(
    CHILDREN.map(async (name) => {
      await settlements.settle(server.cluster, PARENT, { child: name, share: shareOf(name) });
      server.put(child(name));
      await settlements.settle(server.cluster, PARENT, { child: name });
    }),
  );
  return { ...server, ends, settlements };
}

test("children of one run take their shares together, and none is in the way of another one", async () => {
  const { calls, ends, kept, writes } = await takeAll("20");
  expect(ends.map(({ status }) => status)).toEqual(CHILDREN.map(() => "fulfilled"));
  expect(hardOf(kept)).toEqual({ "limits.cpu": "8" });
  // The first by itself, all others together; and the same when they are done, if they are not done together.
  expect(calls.length).toBeLessThanOrEqual(6);
  expect(writes() - CHILDREN.length).toBeLessThanOrEqual(calls.length);
});

test("one that does not fit fails alone", async () => {
  const { ends, kept } = await takeAll("10");
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
  const refusals = ends.flatMap((end) => (end.status === "rejected" ? [String(end.reason)] : []));
  expect(refusals).toEqual([expect.stringMatching(/would take more than it has/), expect.stringMatching(/take more/)]);
  expect(hardOf(kept)).toEqual({ "limits.cpu": "0" });
});

test("what is given back while others are being settled is seen by the next turn", async () => {
  const { cluster, kept, settlements } = await takeAll("20");
  await Promise.all(
    CHILDREN.map(async (name) => {
      kept.delete(`Namespace/${name}`);
      await settlements.settle(cluster, PARENT, { child: name });
    }),
  );
  expect(hardOf(kept)).toEqual({ "limits.cpu": "20" });
});

test("a failure of one turn does not fail the next", async () => {
  const { cluster, kept } = versionedServer(quota("20"));
  const settlements = new Settlements();
  const broken = { ...cluster, get: () => Promise.reject(new Error("down")) };
  const claim = (name: string) => ({ child: name, share: shareOf(name) });
  await expect(settlements.settle(broken, PARENT, claim("a"))).rejects.toThrow("down");
  await settlements.settle(cluster, PARENT, claim("b"));
  expect(hardOf(kept)).toEqual({ "limits.cpu": "19" });
});
