import { parseStackConfig } from "../../../src/cli/project/stack-config";
import { clusterOfHeld } from "../../../src/cli/release/held-cluster";

function stackOf(name: string, host: string) {
  const config = parseStackConfig(JSON.stringify({ provider: { kubernetes: [{ host }] } }));
  return { name, directory: ".", file: "", dependencies: [], config };
}

function clusterOf(...hosts: readonly string[]) {
  const stacks = hosts.map((host, index) => stackOf(`s${index}`, host));
  const held = stacks.map((stack) => ({ namespace: "tenant-a", stack, addresses: [], others: [] }));
  const project = { stacks, output: ".", terraform: { path: "false", env: {} } as never, parallelism: 1 };
  return clusterOfHeld(project, "tenant-a", held);
}

test("a tenant that moves from stack to stack is in one cluster", async () => {
  const cluster = await clusterOf("https://10.0.0.1", "https://10.0.0.1");
  expect(cluster.server).toBe("https://10.0.0.1");
  cluster.close();
});

test("one of two clusters is refused, and says where it is", async () => {
  await expect(clusterOf("https://10.0.0.1", "https://10.0.0.2")).rejects.toThrow(
    "tenant-a is in several clusters: stack s0 on https://10.0.0.1, stack s1 on https://10.0.0.2; name one stack by --stack",
  );
});

test("an address that only terraform knows is named, with a way out", async () => {
  await expect(clusterOf("${data.a.b}")).rejects.toThrow(
    /^stack "s0": tenant-a is not released, and nothing was changed: the cluster of provider "kubernetes" cannot be asked: .*\n {2}hint: pass the values by TF_VAR_/,
  );
});
