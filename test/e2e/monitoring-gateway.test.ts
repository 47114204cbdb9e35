import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ACCOUNTS, audience, COLLECTION_NAMESPACE, subjectOf } from "../../src/model/monitoring/collection/names";
import { collectionObjects } from "../../src/model/monitoring/collection/objects";
import type { GroupGrant } from "../../src/model/monitoring/gateway/gateway-spec";
import { describeOnSandbox, eventually } from "./support";
import { ask, type Answer } from "./monitoring/ask";
import { LOGS_ATTEMPTS, METRICS_ATTEMPTS } from "./monitoring/attempts";
import { applyAll, Collectors } from "./monitoring/collectors";
import { inSeconds, tampered, TokenIssuer } from "./monitoring/jwt";
import { freePorts, testPrograms } from "./monitoring/programs";
import { remoteWrite } from "./monitoring/remote-write";
import { startStack, type Stack } from "./monitoring/storage";
import { tenantNamespace } from "./monitoring/tenants";

const STACK = "tenant-a-monitoring";
const TOKENS = { READ_ALL: "token-of-all", READ_WEB: "token-of-web" };
/** What a reader of `tenant-a-web` sees, and what it must not see in whatever answer. */
const [MINE, THEIRS] = ["marker-of-web", "marker-of-pay"];
const NAMESPACE_FIELD = "kubernetes.pod_namespace";
const enc = encodeURIComponent;

const grant = (group: string, tenant: string): GroupGrant => ({ group, tenant: { tenant } });
const GRANTS = [
  ...[grant("acme-owners", "tenant-a"), grant("acme-web", "tenant-a-web"), grant("acme-pay", "tenant-a-pay")],
  ...[grant("acme-both", "tenant-a-web"), grant("acme-both", "tenant-a-pay")],
];

describeOnSandbox("the gateway, as the model configures it", (sandbox) => {
  const programs = testPrograms();
  const idp = new TokenIssuer("https://login.example.ch/realms/x");
  const west = new TokenIssuer("https://west.example.ch");
  const stranger = new TokenIssuer("https://login.example.ch/realms/x");
  let stack: Stack;
  let collectors: Collectors;
  let issuer: string;

  const at = (path: string) => `http://${stack.gateway}${path}`;
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const write = (token: string, path = "/api/v1/write", body = remoteWrite([[["__name__", "written"]]])) =>
    ask(at(path), { method: "POST", headers: bearer(token), body });
  const mine = (account: string, to = audience(STACK)) => collectors.token(account, to);

  beforeAll(async () => {
    const cluster = sandbox().cluster();
    const facts = await sandbox().facts();
    issuer = facts.serviceAccounts.issuer;
    collectors = new Collectors(sandbox(), programs);
    await applyAll(cluster, [
      ...collectionObjects({ cluster: facts, stacks: [] }),
      tenantNamespace("tenant-a"),
      { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: ACCOUNTS.pods, namespace: "tenant-a" } },
      { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "other", namespace: COLLECTION_NAMESPACE } },
    ]);
    stack = await startStack(
      programs,
      STACK,
      {
        owner: { tenant: "tenant-a" },
        issuer: facts.serviceAccounts,
        clusters: [{ name: "west", issuer: west.issuer, keys: [west.jwk], tenant: "tenant-a-west" }],
        readers: [
          { name: "global", tokenVariable: "READ_ALL" },
          { name: "web", tokenVariable: "READ_WEB", tenant: { tenant: "tenant-a-web" } },
        ],
        people: { issuer: idp.issuer, clientId: "grafana", publicKeys: [idp.pem], grants: GRANTS },
      },
      TOKENS,
    );
    await fillStorage(stack);
  }, 600_000);

  describe("who writes", () => {
    test("a collector writes metrics for its stack, and nothing that it says of the stack counts", async () => {
      const labels = [
        ["__name__", "said"],
        ["stack", "other"],
        ["tenant", "tenant-a-web"],
      ] as const;
      const answer = await write(await mine(ACCOUNTS.pods), "/api/v1/write", remoteWrite([labels]));
      expect(answer.status).toBe(204);
      await eventually("the series", async () => (await stack.series("said")).length === 1);
      expect((await stack.series("said"))[0]).toMatchObject({ stack: STACK, tenant: "tenant-a-web" });
    });

    test("the platform's collector writes metrics as well", async () => {
      expect((await write(await mine(ACCOUNTS.platform))).status).toBe(204);
    });

    test("all that a cluster elsewhere sends counts as its tenant's", async () => {
      const token = west.token({ aud: audience(STACK, "west"), sub: subjectOf(ACCOUNTS.pods) });
      const labels = [
        ["__name__", "far"],
        ["tenant", "tenant-a-pay"],
        ["tenant", "tenant-a-pay"],
        ["cluster", "east"],
      ] as const;
      expect((await write(token, "/api/v1/write", remoteWrite([labels]))).status).toBe(204);
      await eventually("the series", async () => (await stack.series("far")).length === 1);
      expect((await stack.series("far"))[0]).toMatchObject({ tenant: "tenant-a-west", cluster: "west", stack: STACK });
    });

    test.each<[string, () => Promise<string> | string]>([
      ["a token for another stack", () => mine(ACCOUNTS.pods, audience("tenant-b-monitoring"))],
      ["a token whose audience begins alike", () => mine(ACCOUNTS.pods, `${audience(STACK)}-more`)],
      ["a token for a cluster elsewhere", () => mine(ACCOUNTS.pods, audience(STACK, "west"))],
      ["a token of the API", () => collectors.token(ACCOUNTS.pods)],
      ["a token of another account beside", () => mine("other")],
      [
        "a token of a tenant's account of the same name",
        () => collectors.token(ACCOUNTS.pods, audience(STACK), "tenant-a"),
      ],
      ["a changed token", async () => tampered(await mine("other"), { sub: subjectOf(ACCOUNTS.pods) })],
      ["no signature", () => new TokenIssuer(issuer).unsigned({ aud: audience(STACK), sub: subjectOf(ACCOUNTS.pods) })],
      [
        "a foreign signature",
        () => new TokenIssuer(issuer).token({ aud: audience(STACK), sub: subjectOf(ACCOUNTS.pods) }),
      ],
      [
        "an expired token",
        () => west.token({ aud: audience(STACK, "west"), sub: subjectOf(ACCOUNTS.pods), exp: inSeconds(-60) }),
      ],
      [
        "a token without an end",
        () => west.token({ aud: audience(STACK, "west"), sub: subjectOf(ACCOUNTS.pods), exp: undefined }),
      ],
      [
        "a token of a cluster elsewhere that says this one's",
        () => west.token({ iss: issuer, aud: audience(STACK), sub: subjectOf(ACCOUNTS.pods) }),
      ],
      ["a token of a reader", () => TOKENS.READ_ALL],
      ["no token", () => ""],
    ])("is not somebody with %s", async (_case, token) => {
      const answer = await write(await token());
      expect([400, 401]).toContain(answer.status);
    });

    test.each([
      ["/insert/native", ACCOUNTS.pods],
      ["/api/v1/write", ACCOUNTS.logs],
      ["/insert/jsonline", ACCOUNTS.logs],
      ["/internal/insert", ACCOUNTS.logs],
      ["/api/v1/import/prometheus", ACCOUNTS.pods],
      ["/api/v1/write/", ACCOUNTS.pods],
      ["/api/v1/query?query=marker", ACCOUNTS.pods],
      ["/select/logsql/query?query=*", ACCOUNTS.logs],
      ["/api/v1/admin/tsdb/delete_series?match[]=marker", ACCOUNTS.pods],
    ])("a collector has its own path only: not %s for %s", async (path, account) => {
      const answer = await write(await mine(account), path);
      expect([400, 401]).toContain(answer.status);
      expect(answer.body).not.toContain("marker-of");
    });
  });

  describe("what a reader of a sub-tenant sees", () => {
    const web = (path: string, body?: string): Promise<Answer> =>
      ask(at(path), {
        headers: { ...bearer(TOKENS.READ_WEB), ...FORM },
        ...(body === undefined ? {} : { method: "POST", body }),
      });
    const metrics = "/api/v1/query?query=marker";
    const logs = "/select/logsql/query?query=*";
    const other = '{tenant="tenant-a-pay"}';

    test("its own metrics and logs, while a reader of all sees all", async () => {
      expect((await web(metrics)).body).toContain(MINE);
      expect((await web(logs)).body).toContain(MINE);
      for (const path of [metrics, logs]) {
        const all = await ask(at(path), { headers: bearer(TOKENS.READ_ALL) });
        expect(all.body).toContain(MINE);
        expect(all.body).toContain(THEIRS);
      }
    });

    test.each(METRICS_ATTEMPTS)("of metrics, not the other's when it $does", async ({ path, body }) => {
      const answer = await web(path, body);
      expect(answer.body).not.toContain(THEIRS);
      expect(answer.body).not.toContain('"tenant-a-pay"');
    });

    test.each(LOGS_ATTEMPTS)("of logs, not the other's when it $does", async ({ path, body }) => {
      const answer = await web(path, body);
      expect(answer.body).not.toContain(THEIRS);
      expect(answer.body).not.toContain("tenant-a-pay");
    });

    test("nothing was deleted by it", async () => {
      expect(await stack.series(`marker{marker="${THEIRS}"}`)).toHaveLength(1);
    });

    test("with one spelling of the filter alone it would see the other's: why both are forced", async () => {
      const open = await weakGateway((text) => text.replaceAll(/&extra_filters=[^"]*/g, ""));
      const path = `${metrics}&extra_filters=${enc(other)}`;
      const answer = await ask(`http://${open}${path}`, { headers: bearer(TOKENS.READ_WEB) });
      expect(answer.body).toContain(THEIRS);
    });
  });

  describe("people", () => {
    const sees = async (token: string) => {
      const answer = await ask(at("/api/v1/query?query=marker"), { headers: bearer(token) });
      if (answer.status !== 200) return answer.status;
      return [MINE, THEIRS].filter((marker) => answer.body.includes(marker));
    };
    const person = (groups: unknown, more: object = {}) => idp.token({ aud: "grafana", groups, ...more });

    test.each<[string, unknown, readonly string[]]>([
      ["a group of a tenant", ["staff", "acme-web"], [MINE]],
      ["the group as a text", "acme-web", [MINE]],
      ["a group with two tenants", ["acme-both"], [MINE, THEIRS]],
      ["a group of the owner", ["acme-owners"], [MINE, THEIRS]],
      ["the owner's group beside a narrow one", ["acme-web", "acme-owners"], [MINE, THEIRS]],
      ["groups of two siblings: the first by name", ["acme-web", "acme-pay"], [THEIRS]],
    ])("with %s read what it has a level on", async (_case, groups, expected) => {
      expect(await sees(person(groups))).toEqual(expected);
    });

    test.each<[string, unknown]>([
      ["none", []],
      ["a longer name", ["acme-web-ops"]],
      ["a longer name in front", ["x-acme-web"]],
      ["names in one text", "acme-web,acme-pay"],
      ["names in one element", ["acme-web acme-pay"]],
      ["a line break", ["acme-web\n"]],
      ["another line", ["x\nacme-web"]],
      ["another case", ["ACME-WEB"]],
      ["a list in the list", [["acme-web"]]],
      ["an object", { "acme-web": true }],
      ["an object in the list", [{ name: "acme-web" }]],
      ["an expression", [".*"]],
      ["nothing", undefined],
    ])("with odd groups read nothing: %s", async (_case, groups) => {
      expect(await sees(person(groups))).toBe(401);
    });

    test.each<[string, () => string]>([
      ["expired", () => person(["acme-web"], { exp: inSeconds(-60) })],
      ["without an end", () => person(["acme-web"], { exp: undefined })],
      ["signed by another key", () => stranger.token({ aud: "grafana", groups: ["acme-web"] })],
      [
        "signed by a key that it brings along",
        () => stranger.token({ aud: "grafana", groups: ["acme-web"] }, { jwk: stranger.jwk }),
      ],
      ["signed by nobody", () => idp.unsigned({ aud: "grafana", groups: ["acme-web"] })],
      ["signed by the public key", () => idp.confused({ aud: "grafana", groups: ["acme-web"] })],
      ["changed", () => tampered(person(["staff"]), { groups: ["acme-owners"] })],
      ["of another issuer", () => person(["acme-web"], { iss: "https://evil.example.ch" })],
      ["of an issuer that begins alike", () => person(["acme-web"], { iss: `${idp.issuer}y` })],
      ["for another program", () => person(["acme-web"], { aud: "other" })],
      ["for no program", () => person(["acme-web"], { aud: undefined })],
      [
        "of a collector, signed by the provider of people",
        () => idp.token({ iss: issuer, aud: audience(STACK), sub: subjectOf(ACCOUNTS.pods) }),
      ],
    ])("with a token %s read nothing", async (_case, token) => {
      expect(await sees(token())).toBe(401);
    });

    test("gain nothing by a claim of vmauth's own", async () => {
      const vm_access = { metrics_extra_filters: ['{tenant="tenant-a-pay"}'], metrics_account_id: 0 };
      expect(await sees(person(["acme-web"], { vm_access }))).toEqual([MINE]);
    });

    test("write nothing", async () => {
      const answer = await write(
        person(["acme-owners"]),
        "/api/v1/write",
        remoteWrite([[["__name__", "by_a_person"]]]),
      );
      expect([400, 401]).toContain(answer.status);
      expect(await stack.series("by_a_person")).toEqual([]);
    });
  });

  test.each(["/metrics", "/flags", "/debug/pprof/", "/debug/pprof/heap", "/-/reload", "/-/ready", "/health", "/"])(
    "its own page %s is not on the port of all",
    async (path) => {
      expect((await ask(at(path))).status).toBe(401);
      expect((await ask(at(`${path}?authKey=`), { headers: bearer(TOKENS.READ_ALL) })).status).toBe(400);
    },
  );

  /** Another gateway of the same stack, whose configuration was weakened. */
  async function weakGateway(weaken: (text: string) => string): Promise<string> {
    const file = join(programs.folder, STACK, "auth.yml");
    const weak = join(programs.folder, "weak.yml");
    writeFileSync(weak, weaken(readFileSync(file, "utf8")));
    const [port] = await freePorts(1);
    const address = `127.0.0.1:${port}`;
    await programs.start("weak", "vmauth", [`-auth.config=${weak}`, `-httpListenAddr=${address}`], TOKENS);
    await eventually("the weak gateway", async () => (await ask(`http://${address}/health`)).status === 200);
    return address;
  }
});

const FORM = { "content-type": "application/x-www-form-urlencoded" };

/** One series and one line of each of two siblings, past the gateway. */
async function fillStorage({ metrics, logs }: Stack): Promise<void> {
  const tenants = [
    ["tenant-a-web", MINE],
    ["tenant-a-pay", THEIRS],
  ] as const;
  const page = tenants.map(([tenant, marker]) => `marker{tenant="${tenant}",marker="${marker}"} 1\n`).join("");
  await ask(`http://${metrics}/api/v1/import/prometheus`, { method: "POST", body: page });
  const lines = tenants.map(([tenant, _msg]) => JSON.stringify({ [NAMESPACE_FIELD]: tenant, _msg, kind: "marker" }));
  const target = `http://${logs}/insert/jsonline?_stream_fields=${NAMESPACE_FIELD}`;
  await ask(target, { method: "POST", body: lines.join("\n") });
  await ask(`http://${metrics}/internal/force_flush`);
  await ask(`http://${logs}/internal/force_flush`);
}
