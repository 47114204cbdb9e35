import type { Cluster } from "../../../src/kube/cluster";
import { LiveObjects, NAMESPACE } from "../../../src/provider/objects/live";
import { write } from "../../../src/provider/objects/write";

test.each([
  ["a label of ours that it has no more is dropped", { "hikube.cloud/monitoring": "tenant-a-monitoring" }, 1],
  ["another one stays, and nothing is written", { team: "a", "other.example/hikube.cloud": "b" }, 0],
  ["what is right is not written", {}, 0],
])("%s", async (_what, more: object, writes) => {
  const labels = { "hikube.cloud/tenant": "tenant-a" };
  const wanted = { ...NAMESPACE, metadata: { name: "tenant-a", labels } };
  const found = { ...wanted, metadata: { ...wanted.metadata, labels: { ...labels, ...more } } };
  const apply = jest.fn(() => Promise.resolve(wanted));
  const cluster = { list: () => Promise.resolve([found]), apply } as unknown as Cluster;
  await write({ cluster, live: new LiveObjects(() => cluster) }, wanted);
  expect(apply).toHaveBeenCalledTimes(writes);
});
