import { objectIn } from "../../src/model/json";
import { jsonIn } from "../../src/model/json-text";
import { ANNOTATIONS } from "../../src/model/tenant/spec/labels";
import type { Sandbox } from "../../src/sandbox";
import { watchGranted, type HclGround } from "./provider-ground";
import { openWriteGate } from "./write-gate";

const PARENT = "tenant-held";
const BOOK = { apiVersion: "v1", kind: "ResourceQuota", name: "hikube-tenant", namespace: PARENT } as const;
const APPLY = ["apply", "-auto-approve"];
const DESTROY = ["destroy", "-auto-approve"];

const tenant = (name: string, cpu: string, more: string): string => `
resource "hikube_tenant" "this" {
  name  = "${name}"
  quota = { cpu = "${cpu}", memory = "1Gi", storage = "1Gi" }
  ${more}
}
`;
const child = (name: string, cpu: string) => tenant(name, cpu, `parent = "${PARENT}"`);

interface Ground {
  readonly ground: HclGround;
  readonly sandbox: Sandbox;
}

/** Applies that stand still between the room in their parent and their namespace. */
export function holdsOfRoom(open: () => Ground): void {
  test("an apply that is held until others took its room is refused, who does not fit is told of it before, and nothing is left", async () => {
    const { ground, sandbox } = open();
    const cluster = sandbox.cluster();
    const parent = await ground.project(
      "held",
      tenant("held", "10", 'profile = "development"').replaceAll('"1Gi"', '"8Gi"'),
    );
    await parent.succeed(APPLY);
    const [slow, fast] = [
      await ground.project("slow", child("slow", "2")),
      await ground.project("fast", child("fast", "10")),
    ];
    const granted = watchGranted(cluster, PARENT);
    const gate = await openWriteGate(sandbox.connection, 1, "before", /namespaces\/tenant-held-slow\?/);
    const late = slow.run(APPLY, gate.server);
    await gate.reached;
    expect(await fast.succeed(["plan"])).toMatch(
      /Room in tenant-held is kept for another tenant[^]*tenant-held-slow since/,
    );
    expect((await fast.run(APPLY)).out).toMatch(
      /2 \(tenant-held-slow\) \+ 10[^]*is kept for tenant-held-slow since[^]*share-kept/,
    );
    // As if eleven minutes had gone.
    const book = (await cluster.get(BOOK))!;
    const noted = objectIn(jsonIn(book.metadata.annotations?.[ANNOTATIONS.pendingShares]));
    const old = { ...objectIn(noted["tenant-held-slow"]), at: Date.now() - 11 * 60_000 };
    const annotations = { [ANNOTATIONS.pendingShares]: JSON.stringify({ "tenant-held-slow": old }) };
    await cluster.patch(BOOK, "merge", { metadata: { annotations } }, { fieldManager: "hikube" });
    await fast.succeed(APPLY);
    gate.open();
    const { code, out } = await late;
    await gate.close();
    expect([code, out]).toEqual([1, expect.stringMatching(/would take more than it has[^]*kept for ten minutes/)]);
    await slow.succeed(DESTROY);
    await fast.succeed(DESTROY);
    expect(await granted.stop()).toBe(10_000);
    expect(await parent.succeed(["plan", "-detailed-exitcode"])).toContain("No changes.");
    await parent.succeed(DESTROY);
  }, 300_000);
}
