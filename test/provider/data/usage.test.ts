import type { KubeObject, StringMap } from "../../../src/model/kubernetes/kube-object";
import type { HikubeClient } from "../../../src/provider/client";
import { usageData } from "../../../src/provider/data/usage";

function namespace(name: string, annotations: Readonly<Record<string, object>>, parent?: string): KubeObject {
  const labels: StringMap = parent === undefined ? {} : { "hikube.cloud/parent": parent };
  const texts = Object.entries(annotations).map(([key, value]) => [`hikube.cloud/${key}`, JSON.stringify(value)]);
  const metadata = { name, labels, annotations: Object.fromEntries(texts) as StringMap };
  return { apiVersion: "v1", kind: "Namespace", metadata };
}

const read = (...tenants: readonly KubeObject[]) =>
  usageData().read({
    client: {
      survey: { tenants: () => Promise.resolve(tenants), quota: () => Promise.resolve(undefined) },
    } as unknown as HikubeClient,
    config: { namespace: "tenant-a" },
  } as unknown as Parameters<ReturnType<typeof usageData>["read"]>[0]);

test("of a tenant of the constructs it tells what is set aside, who takes of it, and what is left", async () => {
  const reserve = { engine: "kubernetes", amounts: { "limits.cpu": "4" }, parent: {} };
  const shares = { id: "1", capacity: { "limits.cpu": "1" } };
  const all = [
    namespace("tenant-a", { reserved: reserve }),
    namespace("tenant-a-x", { share: shares }, "tenant-a"),
    namespace("tenant-a-y", { drawn: { "limits.cpu": "500m" } }, "tenant-a"),
    namespace("tenant-a-own", {}, "tenant-a"),
  ];
  expect(await read(...all)).toMatchObject({
    declared: null,
    reserved: { "limits.cpu": "4" },
    shares: { "tenant-a-x": { "limits.cpu": "1" }, "tenant-a-y": { "limits.cpu": "500m" } },
    left: { "limits.cpu": "2500m" },
  });
});

test("of one that sets nothing aside it tells nothing of that", async () => {
  expect(await read(namespace("tenant-a", {}))).toMatchObject({ reserved: null, shares: null, left: null });
});
