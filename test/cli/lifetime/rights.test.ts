import { assertMayChange, assertMayFind } from "../../../src/cli/lifetime/rights";
import type { Cluster, ObjectRef } from "../../../src/kube/cluster";
import { KubeError } from "../../../src/kube/kube-error";

interface Attributes {
  readonly namespace: string;
  readonly verb: string;
  readonly resource: string;
}

function clusterThatAllows(
  allows: (attributes: Attributes) => boolean,
  dryRunPatch: (ref: ObjectRef) => Promise<readonly string[]> = () => Promise.resolve([]),
): Cluster {
  const raw = (_method: string, _path: string, body: unknown) => {
    const { resourceAttributes } = (body as { spec: { resourceAttributes: Attributes } }).spec;
    return Promise.resolve({ status: { allowed: allows(resourceAttributes) } });
  };
  return { raw, dryRunPatch } as unknown as Cluster;
}

test("all rights that are missing are named at once, each once with its namespaces", async () => {
  const cluster = clusterThatAllows(
    ({ namespace, verb, resource }) => verb !== "patch" && !(namespace === "tenant-b" && resource === "pods"),
  );
  await expect(assertMayChange(cluster, ["tenant-a", "tenant-b"], "suspend tenant-a")).rejects.toThrow(
    [
      "missing permissions to suspend tenant-a; nothing was changed:",
      "  patch namespaces in tenant-a, tenant-b",
      "  patch resourcequotas in tenant-a, tenant-b",
      "  patch cronjobs.batch in tenant-a, tenant-b",
    ].join("\n"),
  );
});

test("who may not even look is told the rest with it", async () => {
  await expect(
    assertMayFind(
      clusterThatAllows(() => false),
      ["tenant-a"],
      "suspend tenant-a",
    ),
  ).rejects.toThrow(
    [
      "nothing was changed:",
      "  list namespaces",
      "  get namespaces in tenant-a",
      "  patch namespaces in tenant-a",
    ].join("\n"),
  );
});

test("who may do all of it goes on", async () => {
  await expect(
    assertMayChange(
      clusterThatAllows(() => true),
      ["tenant-a"],
      "suspend",
    ),
  ).resolves.toBeUndefined();
});

test("what admission refuses is named before anything is changed, too, and what is not there is told elsewhere", async () => {
  const refusing = ({ kind, name }: ObjectRef) =>
    Promise.reject(kind === "Namespace" ? new KubeError(`${name} is guarded`, 403, "Forbidden") : gone);
  const gone = new KubeError("not found", 404, "NotFound");
  await expect(
    assertMayChange(
      clusterThatAllows(() => true, refusing),
      ["tenant-a"],
      "suspend tenant-a",
    ),
  ).rejects.toThrow(["nothing was changed:", "  patch Namespace tenant-a: tenant-a is guarded", "hint:"].join("\n"));
  const broken = new KubeError("no answer", 0, "NoAnswer");
  await expect(
    assertMayChange(
      clusterThatAllows(
        () => true,
        () => Promise.reject(broken),
      ),
      ["tenant-a"],
      "suspend tenant-a",
    ),
  ).rejects.toBe(broken);
});
