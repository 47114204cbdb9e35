import { objectIn } from "../../src/model/json";
import type { MonitoringSpec } from "../../src/model/tenant/spec/monitoring-spec";
import { STACK, valuesOf } from "../model/monitoring/emitted-stack";
import { startAlertmanager, Told } from "./monitoring/alertmanager";
import { ask } from "./monitoring/ask";
import { startEmitted, startVmalert, type EmittedStack } from "./monitoring/emitted";
import { testPrograms, type Program } from "./monitoring/programs";
import { describeWith } from "./monitoring/rule-tools";
import { seriesIn } from "./monitoring/storage";
import { eventually } from "./support";

const HOOK = { kind: "webhook", url: { secret: "hook", key: "url" } } as const;
const SPEC: MonitoringSpec = {
  ...STACK,
  receivers: [
    { name: "all", ...HOOK },
    { name: "web", tenants: ["tenant-acme-web"], ...HOOK },
    { name: "dead-man", severities: ["none"], ...HOOK },
  ],
};
const values = (release: string) => valuesOf(release, SPEC);
const [WEB, SHOP] = ["tenant-acme-web", "tenant-acme-shop"] as const;

describeWith("alertmanager", "alerts of a stack, from a sample to whom is told", (_run, path) => {
  const programs = testPrograms();
  const told = new Told();
  let stack: EmittedStack;
  let vmalert: Program;

  beforeAll(async () => {
    stack = await startEmitted(programs, values);
    const config = objectIn(objectIn(values("alerts").alertmanager).config);
    const { address } = await startAlertmanager(programs, path, config, { "hook/url": await told.listen() });
    await say("steady", WEB, 5);
    await say("steady", SHOP, 5);
    vmalert = await startVmalert(programs, values, stack, address);
    await eventually("the watchdog", () => told.of("dead-man", "firing").length > 0);
  }, 300_000);

  afterAll(() => {
    told.close();
  });

  /** How much of ten of some amount a tenant uses, now or some time ago. */
  const say = (resource: string, tenant: string, used: number, minutesAgo = 0) => {
    const time = Date.now() - minutesAgo * 60_000;
    const line = (type: string, value: number) =>
      `kube_resourcequota{tenant="${tenant}",namespace="${tenant}",resource="${resource}",type="${type}"} ${value} ${time}\n`;
    return stack.write(line("used", used) + line("hard", 10));
  };
  const named = (receiver: string, status: "firing" | "resolved", alertname: string) =>
    told.of(receiver, status).filter(({ labels }) => labels.alertname === alertname);
  const tenants = (receiver: string, status: "firing" | "resolved", alertname: string) =>
    [...new Set(named(receiver, status, alertname).map(({ labels }) => labels.tenant))].sort();

  test("what fires is told to the receivers of its tenant, with its text and its page", async () => {
    await say("requests.cpu", WEB, 9.5);
    await say("requests.memory", SHOP, 9.5);
    await eventually("both alerts", () => tenants("all", "firing", "KubeQuotaAlmostFull").length === 2);
    await eventually("the alert of web", () => tenants("web", "firing", "KubeQuotaAlmostFull").length > 0);
    expect(tenants("web", "firing", "KubeQuotaAlmostFull")).toEqual([WEB]);
    expect(named("web", "firing", "KubeQuotaAlmostFull")[0]).toMatchObject({
      labels: { severity: "warning", namespace: WEB, resource: "requests.cpu" },
      annotations: {
        summary: "tenant-acme-web uses 95% of its quota of requests.cpu",
        runbook_url: "docs/alerts.md#kubequotaalmostfull",
      },
    });
    expect(told.of("dead-man", "firing").filter(({ labels }) => labels.alertname !== "Watchdog")).toEqual([]);
  });

  test("what ends is told, too", async () => {
    await say("requests.cpu", WEB, 1);
    await eventually("the end", () => tenants("web", "resolved", "KubeQuotaAlmostFull").length > 0);
    expect(tenants("web", "resolved", "KubeQuotaAlmostFull")).toEqual([WEB]);
  });

  test("a tenant that stops to report is told, one that does is not, and its return ends it", async () => {
    await say("steady", WEB, 5);
    await say("steady", SHOP, 5);
    await say("pods", "tenant-acme-gone", 1, 30);
    await eventually("the silence", () => tenants("all", "firing", "TenantSilent").length > 0);
    expect(tenants("all", "firing", "TenantSilent")).toEqual(["tenant-acme-gone"]);
    await say("pods", "tenant-acme-gone", 1);
    await eventually("its end", () => tenants("all", "resolved", "TenantSilent").length > 0);
  });

  test("labels of a series decide neither the tenant, nor the name, nor the severity of an alert", async () => {
    const labels = `tenant="${WEB}",namespace="${WEB}",exported_tenant="${SHOP}",alertname="Watchdog",alertgroup="x",severity="none"`;
    await stack.write(`mysql_up{${labels},pod="{{ query \\"up\\" }}</a>"} 0\n`);
    await eventually("the alert", () => named("web", "firing", "DatabaseDown").length > 0);
    const [alert] = named("web", "firing", "DatabaseDown");
    expect(alert?.labels).toMatchObject({ tenant: WEB, severity: "critical", alertgroup: "hikube-services" });
    expect(alert?.annotations.summary).toBe(
      'a database of tenant-acme-web does not answer its exporter: {{ query "up" }}</a>',
    );
    const watched = told.of("dead-man", "firing").concat(told.of("dead-man", "resolved"));
    expect(watched.filter(({ labels }) => labels.tenant !== undefined)).toEqual([]);
  });

  test("what fires is written back through the gateway, where a sub-tenant reads its own alone", async () => {
    const query = 'ALERTS{alertname="DatabaseDown",alertstate="firing"}';
    const mine = await eventually("what was written back", async () => (await stack.series(query))[0]);
    expect(mine).toMatchObject({ tenant: WEB, stack: "tenant-acme-monitoring" });
    await say("requests.memory", SHOP, 9.5);
    await eventually("that of the other", async () => (await stack.series(`ALERTS{tenant="${SHOP}"}`))[0]);
    const read = async (token: string | undefined) => {
      const url = `http://${stack.gateway}/api/v1/query?query=${encodeURIComponent("count(ALERTS) by (tenant)")}`;
      const answer = await ask(url, { headers: { authorization: `Bearer ${token}` } });
      return seriesIn(answer).map(({ tenant }) => tenant);
    };
    expect(await read(stack.tokens.READER_GRAFANA_TENANT_ACME_WEB)).toEqual([WEB]);
    expect(await read(stack.tokens.READER_GRAFANA)).toEqual(expect.arrayContaining([WEB, SHOP]));
  });

  test("a stack that evaluates nothing any more sends its watchdog no more", async () => {
    await vmalert.stop();
    await eventually("the end of the watchdog", () => named("dead-man", "resolved", "Watchdog").length > 0);
  });
});
