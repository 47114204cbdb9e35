import type { KubeObject, StringMap } from "../../../src/model/kubernetes/kube-object";
import { shareOn } from "../../../src/provider/tenant/ledger";
import { settle } from "../../../src/provider/tenant/settle";
import { versionedServer } from "./versioned-server";

const PARENT = "tenant-live";
const LABEL = "hikube.cloud/parent";
const RESERVE = { engine: "kubernetes", amounts: { "limits.cpu": "10" }, parent: { namespace: PARENT } };

function namespace(name: string, annotations: Readonly<Record<string, object>>, labels: StringMap = {}): KubeObject {
  const texts = Object.entries(annotations).map(([key, value]) => [`hikube.cloud/${key}`, JSON.stringify(value)]);
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels, annotations: Object.fromEntries(texts) as StringMap },
  };
}

const parent = (amounts: StringMap = RESERVE.amounts) => namespace(PARENT, { reserved: { ...RESERVE, amounts } });
/** The quota that the constructs write. */
const quota: KubeObject = {
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: { name: "hikube-tenant", namespace: PARENT },
  spec: { hard: { "limits.cpu": "22" } },
};
const child = (name: string, record: Readonly<Record<string, object>>) =>
  namespace(`${PARENT}-${name}`, record, { [LABEL]: PARENT });
const share = (cpu: string) => ({ id: cpu, capacity: { "limits.cpu": cpu } });
const claim = (name: string, cpu: string) => ({ child: `${PARENT}-${name}`, share: share(cpu) });

const isChild = ({ metadata }: KubeObject) => metadata.labels?.[LABEL] === PARENT;

/** What the children of a server take together, in cores. */
function taken(kept: ReadonlyMap<string, KubeObject>): number {
  const shares = [...kept.values()].filter(isChild).map((object) => shareOn(object)?.capacity["limits.cpu"]);
  return shares.reduce((sum, cpu) => sum + Number(cpu ?? "0"), 0);
}

test("of twenty that take a tenth each at the same time ten get it, and the quota of the parent stays as it is", async () => {
  const { cluster, kept, put } = versionedServer(parent(), quota);
  const names = Array.from({ length: 20 }, (_, index) => `c${String(index)}`);
  const ends = await Promise.allSettled(
    names.map(async (name) => {
      await settle(cluster, PARENT, claim(name, "1"));
      put(child(name, { share: share("1") }));
      expect(taken(kept)).toBeLessThanOrEqual(10);
      await settle(cluster, PARENT);
    }),
  );
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
  const refusals = ends.flatMap((end) => (end.status === "rejected" ? [String(end.reason)] : []));
  expect(refusals.filter((text) => !text.includes("would take more than it sets aside: limits.cpu: 1"))).toEqual([]);
  expect(kept.get("ResourceQuota/hikube-tenant")?.spec).toEqual(quota.spec);
});

test("room that was made for a child that never came is free again after ten minutes, not before", async () => {
  jest.useFakeTimers({ now: 1_800_000_000_000, doNotFake: ["setTimeout"] });
  const { cluster } = versionedServer(parent());
  await settle(cluster, PARENT, claim("a", "6"));
  await expect(settle(cluster, PARENT, claim("b", "6"))).rejects.toThrow("sets aside");
  await settle(cluster, PARENT, claim("a", "6"));
  jest.setSystemTime(1_800_000_600_000);
  await settle(cluster, PARENT, claim("b", "6"));
  jest.useRealTimers();
});

test("below a reserve that was lowered a share may shrink and stay, and none may grow", async () => {
  const { cluster, put } = versionedServer(
    parent(),
    child("a", { share: share("6") }),
    child("b", { share: share("3") }),
  );
  put(parent({ "limits.cpu": "5" }));
  await settle(cluster, PARENT, claim("a", "6"));
  await expect(settle(cluster, PARENT, claim("b", "4"))).rejects.toThrow("sets aside");
  await settle(cluster, PARENT, claim("a", "1"));
  put(child("a", { share: share("1") }));
  await settle(cluster, PARENT, claim("b", "4"));
});

test("what tenants of the constructs take of the reserve counts", async () => {
  const { cluster } = versionedServer(parent(), child("theirs", { drawn: { "limits.cpu": "7" } }));
  await expect(settle(cluster, PARENT, claim("a", "4"))).rejects.toThrow("sets aside");
  await settle(cluster, PARENT, claim("a", "3"));
});

test("a parent that sets nothing aside hands nothing out, and who gives back what is not noted writes nothing", async () => {
  const plain = versionedServer(namespace(PARENT, {}), quota);
  await expect(settle(plain.cluster, PARENT, claim("a", "1"))).rejects.toThrow(`No share can be taken of ${PARENT}`);
  const reserving = versionedServer(parent());
  await settle(reserving.cluster, PARENT);
  expect([plain.writes(), reserving.writes()]).toEqual([0, 0]);
});
