import { openNamedCluster } from "../../../src/cli/project/stack-cluster";
import { parseStackConfig } from "../../../src/cli/project/stack-config";

/** A stack whose provider blocks are these. */
function stackOf(...kubernetes: readonly object[]) {
  const text = JSON.stringify({ provider: { kubernetes } });
  return { name: "company", directory: ".", dependencies: [], config: parseStackConfig(text) };
}

const terraform = { path: "terraform", env: {} } as never;

test.each([
  [{ host: "${var.host}" }, {}, "kubernetes"],
  [{ alias: "east", host: "https://10.0.0.1", token: "${data.eks.token}" }, { alias: "east" }, "kubernetes.east"],
])("a block that only terraform can evaluate is named, with a way out: %j", async (block, provider, title) => {
  await expect(
    openNamedCluster(stackOf(block) as never, terraform, provider, "company is not released"),
  ).rejects.toThrow(
    `company is not released: the cluster of provider "${title}" cannot be asked: ` +
      "its address is an expression that only terraform can evaluate\n  hint: ",
  );
});

test("what else is wrong with a block is told as it is", async () => {
  await expect(openNamedCluster(stackOf() as never, terraform, { alias: "west" }, "not recovered")).rejects.toThrow(
    /^the stack has no block kubernetes\.west$/,
  );
});
