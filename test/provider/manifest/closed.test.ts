import type { Cluster, ObjectRef } from "../../../src/kube/cluster";
import { KubeError } from "../../../src/kube/kube-error";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { foundIfOpen, metBy } from "../../../src/provider/manifest/closed";

const DEFINITION: ObjectRef = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  name: "gadgets.example.test",
};
const SECRET: ObjectRef = { apiVersion: "v1", kind: "Secret", name: "s", namespace: "shop" };
const FORBIDDEN = new KubeError("User cannot get resource", 403, "Forbidden");

/** A cluster that may be written and not read. @param uid - of what is there. Default: nothing is */
function closed(uid?: string) {
  let made = 0;
  const trials: unknown[] = [];
  const cluster: Partial<Cluster> = {
    get: () => Promise.reject(FORBIDDEN),
    apply: (object, { dryRun }) => {
      trials.push(dryRun);
      made += 1;
      return Promise.resolve({ ...object, metadata: { ...object.metadata, uid: uid ?? String(made) } });
    },
  };
  return { cluster: cluster as Cluster, trials };
}

const objectOf = ({ name, namespace, ...kind }: ObjectRef): KubeObject => ({ ...kind, metadata: { name, namespace } });

test.each([
  ["is there", "1-2-3", "1-2-3"],
  ["is not there", undefined, undefined],
])("whether a definition that may not be read %s is told by trials", async (_, uid, told) => {
  const { cluster, trials } = closed(uid);
  expect((await metBy(cluster, objectOf(DEFINITION)))?.metadata.uid).toBe(told);
  expect(trials).toEqual([true, true]);
});

test("of a definition that may not be read nothing is known; every other refusal stays one", async () => {
  const { cluster, trials } = closed();
  expect(await foundIfOpen(cluster, DEFINITION)).toBeUndefined();
  await expect(foundIfOpen(cluster, SECRET)).rejects.toBe(FORBIDDEN);
  await expect(metBy(cluster, objectOf(SECRET))).rejects.toBe(FORBIDDEN);
  expect(trials).toEqual([]);
});
