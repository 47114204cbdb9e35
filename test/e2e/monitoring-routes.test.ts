import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { objectIn, type JsonRecord } from "../../src/model/json";
import type { MonitoringSpec, ReceiverSpec } from "../../src/model/tenant/spec/monitoring-spec";
import { STACK, valuesOf } from "../model/monitoring/emitted-stack";
import { temporaryFolder } from "../sandbox/temporary-folder";
import { startAlertmanager, Told, type RunningAlertmanager } from "./monitoring/alertmanager";
import { ask } from "./monitoring/ask";
import { testPrograms } from "./monitoring/programs";
import { describeWith, type Said } from "./monitoring/rule-tools";
import { eventually } from "./support";

/** Alertmanager's configuration as a stack with these receivers is given it. */
function configOf(spec: Partial<MonitoringSpec> = {}): JsonRecord {
  return objectIn(objectIn(valuesOf("alerts", { ...STACK, ...spec }).alertmanager).config);
}

const HOOK = { kind: "webhook", url: { secret: "hook", key: "url" } } as const;
const WATCHING: ReceiverSpec = { name: "dead-man", severities: ["none"], ...HOOK };
const RECEIVERS: readonly ReceiverSpec[] = [...STACK.receivers!, WATCHING];
const EVERYBODY = ["mail", "hook", "duty", "gram"];

describeWith("amtool", "the routes that a stack is given, by amtool", (amtool) => {
  const folder = temporaryFolder();
  const file = (config: JsonRecord) => {
    const path = join(folder, "alertmanager.yml");
    writeFileSync(path, JSON.stringify(config));
    return path;
  };
  const check = (config: JsonRecord): Said => amtool("check-config", file(config));

  test("are a configuration that Alertmanager takes, with a receiver of every kind", () => {
    expect(new Set(RECEIVERS.map(({ kind }) => kind)).size).toBe(5);
    expect(check(configOf({ receivers: RECEIVERS }))).toMatchObject({
      code: 0,
      text: expect.stringContaining("7 receivers") as string,
    });
  });

  test.each(RECEIVERS.map((receiver) => [receiver.kind, receiver.name, receiver] as const))(
    "with %s alone, %s, are one too",
    (_kind, _name, receiver) => {
      expect(check(configOf({ receivers: [receiver] }))).toMatchObject({ code: 0 });
    },
  );

  test("without any receiver go to nobody", () => {
    const config = configOf({ receivers: [] });
    expect(check(config)).toMatchObject({ code: 0 });
    expect(receiversOf(config, { tenant: "tenant-acme-web", severity: "critical" })).toEqual(["hikube.nobody"]);
  });

  test("with a field that Alertmanager does not know are refused, so that the check is one", () => {
    const config = configOf();
    expect(check({ ...config, receivers: [{ name: "nobody", slack_configs: [{ chanel: "#a" }] }] }).code).not.toBe(0);
  });

  const receiversOf = (config: JsonRecord, labels: Readonly<Record<string, string>>) => {
    const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
    return amtool("config", "routes", "test", `--config.file=${file(config)}`, ...pairs)
      .text.trim()
      .split(",");
  };

  test.each([
    [
      "a critical alert of the tenant that a receiver is for",
      "tenant-acme-web",
      "critical",
      ["mail", "chat", "hook", "duty", "gram"],
    ],
    ["one of a sub-tenant of it", "tenant-acme-web-deep", "critical", ["mail", "chat", "hook", "duty", "gram"]],
    ["one of a namespace that it adopted", "legacy-web", "critical", ["mail", "chat", "hook", "duty", "gram"]],
    ["one of a namespace whose name only begins as that one", "legacy-web-x", "critical", EVERYBODY],
    ["one of a tenant whose name only begins alike", "tenant-acme-webshop", "critical", EVERYBODY],
    ["one of the tenant above", "tenant-acme", "critical", EVERYBODY],
    ["one of a tenant whose name ends alike", "x-tenant-acme-web", "critical", EVERYBODY],
    ["a warning of that tenant", "tenant-acme-web", "warning", EVERYBODY],
  ])("take %s to whom it is for", (_what, tenant, severity, expected) => {
    expect(receiversOf(configOf({ receivers: RECEIVERS }), { tenant, severity })).toEqual(expected);
  });

  test("take the watchdog to those alone that ask for it", () => {
    expect(receiversOf(configOf({ receivers: RECEIVERS }), { alertname: "Watchdog", severity: "none" })).toEqual([
      "dead-man",
    ]);
    expect(receiversOf(configOf(), { alertname: "Watchdog", severity: "none" })).toEqual(["hikube.nobody"]);
  });
});

describeWith("alertmanager", "what a real Alertmanager does with them", (_run, path) => {
  const programs = testPrograms();
  const told = new Told();
  let alertmanager: RunningAlertmanager;

  beforeAll(async () => {
    const receivers = [
      { name: "all", ...HOOK },
      { name: "web", tenants: ["tenant-acme-web"], ...HOOK },
    ];
    alertmanager = await startAlertmanager(programs, path, configOf({ receivers }), {
      "hook/url": await told.listen(),
    });
    const alerts = ALERTS.map((labels) => ({ labels, annotations: { summary: "s" } }));
    const sent = await ask(`http://${alertmanager.address}/api/v2/alerts`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(alerts),
    });
    expect(sent.status).toBe(200);
  });

  afterAll(() => {
    told.close();
  });

  const name = ({ tenant, alertname, severity }: Readonly<Record<string, string>>) =>
    `${tenant} ${alertname} ${severity}`;
  const toldOf = (receiver: string) =>
    [...new Set(told.of(receiver, "firing").map(({ labels }) => name(labels)))].sort();

  test("a warning is kept back by the critical alert of its namespace, and by no other tenant's", async () => {
    await eventually("all that is told", () => toldOf("all").length >= 4);
    const { body } = await ask(`http://${alertmanager.address}/api/v2/alerts`);
    const known = JSON.parse(body) as { labels: Record<string, string>; status: { inhibitedBy: string[] } }[];
    expect(known.length).toBe(ALERTS.length);
    const kept = known.filter(({ status }) => status.inhibitedBy.length > 0).map(({ labels }) => name(labels));
    expect(kept).toEqual(["tenant-acme-web KubePersistentVolumeFillingUp warning"]);
    expect(toldOf("all")).toEqual([
      "tenant-acme-shop KubePersistentVolumeFillingUp warning",
      "tenant-acme-web KubeJobFailed warning",
      "tenant-acme-web KubePersistentVolumeFillingUp critical",
      "tenant-beta-web KubePersistentVolumeFillingUp warning",
    ]);
  });

  test("a receiver of one tenant is told of that tenant alone, in groups of one tenant each", () => {
    expect(toldOf("web")).toEqual([
      "tenant-acme-web KubeJobFailed warning",
      "tenant-acme-web KubePersistentVolumeFillingUp critical",
    ]);
    for (const { alerts } of told.all) expect(new Set(alerts.map(({ labels }) => labels.tenant)).size).toBe(1);
  });
});

const alert = (tenant: string, alertname: string, severity: string) => ({
  tenant,
  namespace: tenant,
  alertname,
  severity,
});

const ALERTS = [
  alert("tenant-acme-web", "KubePersistentVolumeFillingUp", "critical"),
  alert("tenant-acme-web", "KubePersistentVolumeFillingUp", "warning"),
  alert("tenant-acme-web", "KubeJobFailed", "warning"),
  alert("tenant-acme-shop", "KubePersistentVolumeFillingUp", "warning"),
  alert("tenant-beta-web", "KubePersistentVolumeFillingUp", "warning"),
];
