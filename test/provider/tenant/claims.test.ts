import type { Cluster, KindRef, ReadOptions } from "../../../src/kube/cluster";
import { KubeError } from "../../../src/kube/kube-error";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { Claims } from "../../../src/provider/tenant/claims";

function claim(namespace: string, name: string): KubeObject {
  const spec = { resources: { requests: { storage: "1Gi" } } };
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name, namespace, annotations: { a: "b" } },
    spec,
  };
}

const THERE = ["a", "b", "c", "d", "e"].map((letter) => claim(`tenant-${letter}`, "data"));

/** @param refusal - what a LIST of all namespaces answers in place of claims */
function claimsOf(refusal?: () => Error) {
  const asked: string[] = [];
  const list = (_: KindRef, { namespace, keep = (object) => object }: ReadOptions = {}) => {
    asked.push(namespace ?? "all");
    const error = namespace === undefined ? refusal?.() : undefined;
    if (error !== undefined) return Promise.reject(error);
    return Promise.resolve(
      THERE.filter(({ metadata }) => (namespace ?? metadata.namespace) === metadata.namespace).map(keep),
    );
  };
  return { claims: new Claims(() => ({ list }) as unknown as Cluster), asked };
}

async function ofAll(claims: Claims): Promise<readonly (readonly string[])[]> {
  return Promise.all(["a", "b", "c", "d", "e", "none"].map((letter) => claims.of(`tenant-${letter}`)));
}

const TOLD = [["data (1Gi)"], ["data (1Gi)"], ["data (1Gi)"], ["data (1Gi)"], ["data (1Gi)"], []];

test("the volumes of many tenants are listed once, those of a few one by one", async () => {
  const { claims, asked } = claimsOf();
  expect(await ofAll(claims)).toEqual(TOLD);
  expect(asked).toEqual(["tenant-a", "tenant-b", "tenant-c", "all"]);
});

test("whoever may not list the claims of all namespaces lists those of each tenant", async () => {
  const { claims, asked } = claimsOf(() => new KubeError("forbidden", 403, "Forbidden"));
  expect(await ofAll(claims)).toEqual(TOLD);
  expect(asked.slice(3)).toEqual(["all", "tenant-d", "tenant-e", "tenant-none"]);
});

test("a list that broke off is no list without volumes: whoever waits is told, and the next asks anew", async () => {
  const errors = [new KubeError("broke off", 0, "NoAnswer")];
  const { claims, asked } = claimsOf(() => errors.pop() as Error);
  await Promise.all(["a", "b", "c"].map((letter) => claims.of(`tenant-${letter}`)));
  await expect(claims.of("tenant-d")).rejects.toThrow("broke off");
  expect(await claims.of("tenant-d")).toEqual(["data (1Gi)"]);
  expect(asked.filter((one) => one === "all")).toHaveLength(2);
});
