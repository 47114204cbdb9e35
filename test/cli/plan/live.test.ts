import { losses, overuses } from "../../../src/cli/plan/live";
import type { Cluster } from "../../../src/kube/cluster";

const SERVER = "https://192.0.2.1:6443";
const NOTHING = {
  added: [],
  changed: [],
  removed: [],
  replaced: [],
  imported: [],
  moved: [],
  takenOver: [],
  forgotten: [],
};

test("a bound below what is in use is found, whatever the units", async () => {
  const used = { "requests.cpu": "1500m", "requests.memory": "1Gi", pods: "3" };
  const cluster = { server: SERVER, get: () => Promise.resolve({ status: { used } }) } as unknown as Cluster;
  const quota = [
    { key: "requests.cpu", from: "4", to: "1" },
    { key: "requests.memory", from: "8Gi", to: "1024Mi" },
    { key: "pods", from: "10" },
  ];
  expect(await overuses(cluster, [{ tenant: "tenant-a", ...NOTHING, quota }])).toEqual([
    { tenant: "tenant-a", cluster: SERVER, key: "requests.cpu", used: "1500m", to: "1" },
  ]);
});

test("a quota that is not there yet is not in use", async () => {
  const cluster = { server: SERVER, get: () => Promise.resolve(undefined) } as unknown as Cluster;
  const quota = [{ key: "pods", from: "10", to: "1" }];
  expect(await overuses(cluster, [{ tenant: "tenant-a", ...NOTHING, quota }])).toEqual([]);
});

test("the volumes of a namespace are named with their size and class", async () => {
  const claim = {
    metadata: { name: "data" },
    spec: { resources: { requests: { storage: "5Gi" } }, storageClassName: "fast" },
  };
  const list = ({ kind }: { kind: string }) => Promise.resolve(kind === "Pod" ? [{}, {}] : [claim]);
  expect(await losses({ server: SERVER, list } as unknown as Cluster, ["tenant-a"])).toEqual([
    { namespace: "tenant-a", cluster: SERVER, volumes: ["data (5Gi, fast)"], pods: 2 },
  ]);
});
