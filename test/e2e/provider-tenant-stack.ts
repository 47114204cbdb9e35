import { objectIn } from "../../src/model/json";
import type { JsonRecord } from "../../src/model/json";
import { absent, type Scenario } from "../../src/plugin/testing";
import type { Cluster } from "../../src/sandbox";

interface Ground {
  readonly cluster: () => Cluster;
  readonly steps: () => Scenario;
}

const [WATCHED, NAMESPACE] = ["tenant-watched", "tenant-watched-monitoring"];

/** @param size - of the volume of metrics. Default: no stack */
function watched(size?: string): string {
  const stack = `
    host      = "grafana.example.ch"
    exposure  = { kind = "ingress", from_namespace = "ingress-nginx" }
    metrics   = { size = "${size ?? ""}" }
    receivers = [{ name = "chat", kind = "slack", channel = "#alerts", url = { secret = "slack", key = "url" } }]
    sources   = { versions = { victoria_metrics_single = "1.2.3" } }`;
  return `resource "hikube_tenant" "watched" {
  name       = "watched"
  profile    = "development"
  quota      = { cpu = "16", memory = "32Gi", storage = "1Ti" }
  ${size === undefined ? "" : `monitoring = {${stack}\n  }`}
}
`;
}

const place = (parent: string): string => `resource "hikube_tenant" "monitoring" {
  name   = "monitoring"
  parent = ${parent}
}
`;
const PLACE = place("hikube_tenant.watched.namespace");
const ELSEWHERE = place(`"${WATCHED}"`);

/** The place of a monitoring stack, in the configuration of its parent and in another one. */
export function stackTests({ cluster, steps }: Ground): void {
  const found = (kind: string, name: string, namespace?: string) =>
    cluster().get({ apiVersion: "v1", kind, name, ...(namespace === undefined ? {} : { namespace }) });
  const storageOf = async (namespace: string) =>
    objectIn(objectIn((await found("ResourceQuota", "hikube-tenant", namespace))?.spec).hard)["requests.storage"];
  const recordOf = async (namespace: string) =>
    JSON.parse(
      (await found("Namespace", namespace))?.metadata.annotations?.["hikube.cloud/spec"] ?? "{}",
    ) as JsonRecord;

  it("follows from `monitoring` of the parent, as long as that has one", async () => {
    await steps()
      .apply(watched("20Gi") + PLACE)
      .do(async () => {
        expect([await storageOf(NAMESPACE), await storageOf(WATCHED)]).toEqual(["46Gi", "978Gi"]);
        expect(await recordOf(NAMESPACE)).toEqual({ name: "monitoring" });
        expect((await found("Namespace", WATCHED))?.metadata.labels?.["hikube.cloud/monitoring"]).toBe(NAMESPACE);
      })
      .apply(watched("30Gi") + PLACE, {
        plan: { "hikube_tenant.watched": { action: "update" }, "hikube_tenant.monitoring": { action: "update" } },
      })
      .do(async () => {
        expect([await storageOf(NAMESPACE), await storageOf(WATCHED)]).toEqual(["56Gi", "968Gi"]);
      })
      .plan(watched() + PLACE, { warnings: [/tenant-watched has no `monitoring`[^]*It stays as it is/] })
      .plan(watched("30Gi") + PLACE.replace("\n}", '\n  quota = { cpu = "1" }\n}'), {
        error: /follows from `monitoring` of tenant-watched[^]*unknown-field/,
      })
      .apply(watched(), { state: { "hikube_tenant.monitoring": absent } })
      .do(async () => {
        expect(await found("Namespace", NAMESPACE)).toBeUndefined();
        expect([await storageOf(WATCHED), await recordOf(WATCHED)]).toEqual([
          "1Ti",
          expect.not.objectContaining({ monitoring: {} }),
        ]);
      })
      .plan(watched() + PLACE, { error: /tenant-watched has no `monitoring`[^]*reserved-tenant-name/ });
  });

  it("shows and applies what another configuration made of the parent", async () => {
    const change = async (monitoring: JsonRecord | undefined) => {
      const spec = JSON.stringify({ ...(await recordOf(WATCHED)), monitoring });
      const annotations = { "hikube.cloud/spec": spec };
      await cluster().patch({ apiVersion: "v1", kind: "Namespace", name: WATCHED }, "merge", {
        metadata: { annotations },
      });
    };
    await steps()
      .apply(watched("20Gi"))
      .do(async () => {
        const monitoring = objectIn((await recordOf(WATCHED)).monitoring);
        await steps()
          .apply(ELSEWHERE)
          .do(() => change({ ...monitoring, metrics: { size: "40Gi" } }))
          .apply(ELSEWHERE, { plan: { "hikube_tenant.monitoring": { action: "update" } } })
          .do(async () => {
            expect(await storageOf(NAMESPACE)).toBe("66Gi");
            await change(undefined);
          })
          // Whoever has the stack no more keeps its walls until it is destroyed, which this does.
          .plan(ELSEWHERE, {
            warnings: [/tenant-watched has no `monitoring`/],
            plan: { "hikube_tenant.monitoring": absent },
          });
      })
      .do(async () => {
        expect(await found("Namespace", NAMESPACE)).toBeUndefined();
      });
  });
}
