import { letGo } from "../../../src/cli/release/let-go";
import type { Leaving } from "../../../src/cli/release/release-tenants";
import { Interruption } from "../../../src/cli/stop";
import type { Cluster, ObjectRef } from "../../../src/kube/cluster";

const policy = (name: string, namespace: string) => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name, namespace },
});

function leaving(namespace: string): Leaving {
  return { namespace, held: [], isDeclared: true, walls: [policy("one", namespace), policy("two", namespace)] };
}

/** Lets go of a tenant and its sub-tenant with their walls; each write is told with what a stopped command would say then. */
async function run(onWrite: (ref: ObjectRef, state: string | undefined) => void) {
  const interruption = new Interruption();
  const write = (ref: ObjectRef) => {
    onWrite(ref, interruption.state);
    return Promise.resolve({});
  };
  const cluster = { patch: write, delete: write, get: () => Promise.resolve(undefined) } as unknown as Cluster;
  const stream = { write: () => true };
  const io = { stdout: stream, stderr: stream, env: {}, interruption };
  const plan = { cluster, tenants: [leaving("tenant-a-web"), leaving("tenant-a")] };
  await letGo(plan, { terraform: {} as never, mayRemove: true, io });
}

const GO_ON = "no namespace and nothing that runs in it was destroyed; run the command again to go on";

test("a failure between two walls says what was done and what is left", async () => {
  const failing = run(({ name, namespace }) => {
    if (namespace === "tenant-a" && name === "two") throw new Error("the server is gone");
  });
  await expect(failing).rejects.toThrow(
    [
      "the server is gone",
      `  out of the state: tenant-a-web, tenant-a; without walls: tenant-a-web; of tenant-a at least 1 of 2 objects removed; ${GO_ON}`,
    ].join("\n"),
  );
});

test("so does a command that is stopped, at any time", async () => {
  const states: (string | undefined)[] = [];
  await run((_, state) => states.push(state));
  expect(states.map((state) => state?.replace(`; ${GO_ON}`, ""))).toEqual([
    "still in the state: tenant-a-web, tenant-a; with all walls: tenant-a-web, tenant-a",
    "out of the state: tenant-a-web; still in the state: tenant-a; with all walls: tenant-a-web, tenant-a",
    "out of the state: tenant-a-web, tenant-a; with all walls: tenant-a-web, tenant-a",
    "out of the state: tenant-a-web, tenant-a; of tenant-a-web at least 1 of 2 objects removed; with all walls: tenant-a",
    "out of the state: tenant-a-web, tenant-a; without walls: tenant-a-web; with all walls: tenant-a",
    "out of the state: tenant-a-web, tenant-a; without walls: tenant-a-web; of tenant-a at least 1 of 2 objects removed",
  ]);
});
