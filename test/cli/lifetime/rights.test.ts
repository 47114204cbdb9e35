import { assertMayChange } from "../../../src/cli/lifetime/rights";
import type { Cluster } from "../../../src/kube/cluster";

interface Attributes {
  readonly namespace: string;
  readonly verb: string;
  readonly resource: string;
}

function clusterThatAllows(allows: (attributes: Attributes) => boolean): Cluster {
  const raw = (_method: string, _path: string, body: unknown) => {
    const { resourceAttributes } = (body as { spec: { resourceAttributes: Attributes } }).spec;
    return Promise.resolve({ status: { allowed: allows(resourceAttributes) } });
  };
  return { raw } as unknown as Cluster;
}

test("all rights that are missing are named at once, namespace by namespace", async () => {
  const cluster = clusterThatAllows(
    ({ namespace, verb, resource }) => !(namespace === "tenant-b" && (verb === "patch" || resource === "pods")),
  );
  await expect(assertMayChange(cluster, ["tenant-a", "tenant-b"], "suspend tenant-a")).rejects.toThrow(
    [
      "missing permissions to suspend tenant-a; nothing was changed:",
      "  patch namespaces in tenant-b",
      "  patch resourcequotas in tenant-b",
      "  list pods in tenant-b",
      "  patch cronjobs.batch in tenant-b",
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
