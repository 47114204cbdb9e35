import { resolveForest } from "../../src/model/tenant/document";
import { forestObjects } from "../../src/model/tenant/objects/objects";
import { ANNOTATIONS } from "../../src/model/tenant/spec/labels";
import { jsonIn } from "../../src/model/json-text";
import { objectIn, textIn } from "../../src/model/json";
import { parseQuantity } from "../../src/model/kubernetes/quantity";
import type { Sandbox } from "../../src/sandbox";
import { watchGranted, type HclGround } from "./provider-ground";

const PARENT = "tenant-aside";

const children = (team: string): string => `
resource "hikube_tenant" "child" {
  for_each = toset(["1", "2", "3"])
  name     = "${team}\${each.key}"
  parent   = "${PARENT}"
  quota    = { cpu = "500m", memory = "128Mi", storage = "1Gi" }
}
`;

interface Ground {
  readonly ground: HclGround;
  readonly sandbox: Sandbox;
}

/** Two configurations that draw of what a tenant of the constructs sets aside. */
export function racesForReserve(open: () => Ground): void {
  test("two pipelines that want more than a parent's reserve, both planned while all was left, share it and never exceed it", async () => {
    const { ground, sandbox } = open();
    const cluster = sandbox.cluster();
    const reserved = { cpu: "2", memory: "4Gi", storage: "10Gi" };
    const quota = { cpu: "8", memory: "16Gi", storage: "100Gi", reserved };
    const forest = resolveForest([{ name: "aside", profile: "development", quota }], await sandbox.facts());
    for (const object of forestObjects(forest).flatMap(({ objects }) => objects)) {
      await cluster.apply(object, { fieldManager: "Terraform", force: true });
    }
    const teams = await Promise.all(["a", "b"].map((team) => ground.project(`aside-${team}`, children(team))));
    await Promise.all(teams.map((project) => project.succeed(["plan", "-out=kept"])));
    const granted = watchGranted(cluster, PARENT);
    const ended = await Promise.all(teams.map((project) => project.run(["apply", "kept"])));
    expect(ended.map(({ code }) => code)).toContain(1);
    expect(ended.map(({ out }) => out).join("")).toMatch(/would take more than it sets aside|quota-exceeds-parent/);
    const drawn = async () => {
      const found = await cluster.list(
        { apiVersion: "v1", kind: "Namespace" },
        { labelSelector: `hikube.cloud/parent=${PARENT}` },
      );
      const shares = found.map(({ metadata }) => objectIn(jsonIn(metadata.annotations?.[ANNOTATIONS.share])));
      return shares.map(({ capacity }) => parseQuantity(textIn(objectIn(capacity)["limits.cpu"]))?.nano ?? 0n);
    };
    // As many as have room, whoever came first.
    expect(await drawn()).toEqual(Array.from({ length: 4 }, () => 500_000_000n));
    expect(await granted.stop()).toBe(8_000);
    await Promise.all(teams.map((project) => project.succeed(["destroy", "-auto-approve", "-refresh=false"])));
    expect(await drawn()).toEqual([]);
    await cluster.delete({ apiVersion: "v1", kind: "Namespace", name: PARENT });
  }, 300_000);
}
