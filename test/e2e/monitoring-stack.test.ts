import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { TerraformStack } from "cdktf";
import {
  HikubeMonitoring,
  HikubePlatform,
  HikubeSubTenant,
  HikubeTenant,
  Subject,
  TenantProfile,
  type HikubeMonitoringProps,
} from "cdktf-hikube";
import type { Cluster } from "../../src/kube/cluster";
import { listIn, objectIn, textMapIn, type JsonRecord } from "../../src/model/json";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import type { ClusterFacts } from "../../src/model/cluster/cluster-facts";
import { terraformBinaries } from "./binaries";
import { serveCharts, type ChartServer } from "./chart-server";
import { openStacks, type Stacks } from "./stacks";
import { packStandIns } from "./stand-in-charts";
import { ACCOUNTS, audience, subjectOf } from "../../src/model/monitoring/collection/names";
import { tokenVariable } from "../../src/model/monitoring/stack/monitoring-stack";
import { ask } from "./monitoring/ask";
import { startEmitted, type EmittedStack } from "./monitoring/emitted";
import { inSeconds, TokenIssuer } from "./monitoring/jwt";
import { testPrograms } from "./monitoring/programs";
import { remoteWrite } from "./monitoring/remote-write";
import { seriesIn } from "./monitoring/storage";
import { describeOnSandbox, eventually } from "./support";

const [NAMESPACE, WEB] = ["tenant-acme-monitoring", "tenant-acme-web"] as const;
const LOG = "terraform.log";
/** A name that is a group's, and a regular expression of many. */
const ODD_GROUP = "web.team+(a|b)*";
/** Made by hand in the stack's namespace, as a secret store would. */
const MARKERS = { slack: "marker-of-slack-7f3a", oidc: "marker-of-oidc-9c2e", hook: "marker-of-hook-4d1b" } as const;
const SHARE = { cpu: "1", memory: "2Gi", storage: "10Gi" };

describe.each(terraformBinaries())("a monitoring stack that $name applies", (binary) => {
  describeOnSandbox("on a real API server, of stand-ins for its charts", (sandbox) => {
    let stacks: Stacks;
    let charts: ChartServer;
    let archives: string;
    let cluster: Cluster;
    let facts: ClusterFacts;
    let releases: readonly KubeObject[];
    let tokens: Readonly<Record<string, string>>;
    const idp = new TokenIssuer("https://login.example.ch/realms/x");
    const west = new TokenIssuer("https://west.example.ch");
    const programs = testPrograms();

    beforeAll(async () => {
      stacks = await openStacks(binary.path(), sandbox(), (folder) => ({
        ...{ TF_LOG: "TRACE", TF_LOG_PATH: join(folder, LOG) },
      }));
      cluster = sandbox().cluster();
      facts = await sandbox().facts();
      archives = mkdtempSync(join(tmpdir(), "stack-charts-"));
      await packStandIns(archives);
      charts = await serveCharts(archives);
    }, 300_000);

    afterAll(async () => {
      await charts.close();
      await stacks.close();
      rmSync(archives, { recursive: true, force: true });
    });

    /** The company with these sub-tenants; without any tenant where `isGone`. */
    function declare(subTenants: readonly string[], isGone = false): void {
      stacks.synth((app) => {
        const stack = new TerraformStack(app, "company");
        stacks.configure(stack);
        new HelmProvider(stack, "helm", {});
        const platform = new HikubePlatform(stack, "platform", { cluster: facts });
        if (isGone) return;
        const tenant = new HikubeTenant(stack, "acme", {
          platform,
          ...{ name: "acme", profile: TenantProfile.STAGING },
          access: { owners: [Subject.user("olga"), Subject.group("oidc:acme-owners")] },
        });
        for (const name of subTenants) {
          const access = name === "web" ? { viewers: [Subject.group(`oidc:${ODD_GROUP}`)] } : {};
          new HikubeSubTenant(stack, name, { parent: tenant, name, quota: SHARE, access });
        }
        const monitoring = new HikubeMonitoring(stack, "monitoring", { tenant, ...asked(idp, west) });
        for (const release of monitoring.releases) release.addOverride("repository", charts.url);
      });
    }

    /** Values that a release has in the cluster. */
    const values = (name: string) =>
      objectIn(recordOf(releases.find(({ metadata }) => metadata.labels?.name === name)).config);

    const inStack = (kind: string, apiVersion = "v1") => cluster.list({ apiVersion, kind }, { namespace: NAMESPACE });

    test("is there with all its releases, and its pods are ready", async () => {
      declare(["web"]);
      await stacks.apply("company");
      const pods = await inStack("Pod");
      expect(pods.map(({ metadata }) => metadata.labels?.["app.kubernetes.io/instance"]).sort()).toEqual([
        "alerts",
        "alerts",
        "gateway",
        "grafana",
        "grafana-1",
        "logs",
        "metrics",
      ]);
      expect(pods.filter((pod) => !isReady(pod)).map(({ metadata }) => metadata.name)).toEqual([]);
    }, 600_000);

    test("a second plan is empty", async () => {
      expect(await stacks.plan("company")).toMatchObject({ code: 0 });
    }, 300_000);

    test("its tokens are in the cluster, and in no state, plan, value, ConfigMap, release record or log", async () => {
      for (const [name, text] of Object.entries(MARKERS)) {
        const metadata = { name, namespace: NAMESPACE };
        await cluster.create({ apiVersion: "v1", kind: "Secret", metadata, stringData: { value: text } });
      }
      // Another plan and apply, now that the Secrets made by hand are there.
      await stacks.apply("company");
      const secrets = await inStack("Secret");
      releases = secrets.filter(({ type }) => type === "helm.sh/release.v1");
      tokens = textsOf(secrets.find(({ metadata }) => metadata.name === "hikube-readers"));
      const { password = "" } = textsOf(secrets.find(({ metadata }) => metadata.name === "hikube-grafana-admin"));
      expect(Object.keys(tokens).sort()).toEqual(["alerts", "grafana", "grafana-tenant-acme-web"]);
      const secret = [...Object.values(tokens), password, ...Object.values(MARKERS)];
      expect(secret.filter((text) => text.length < 18)).toEqual([]);
      const places = {
        ...filesBelow(stacks.folder),
        plan: JSON.stringify(await stacks.show("company")),
        configMaps: JSON.stringify(await cluster.list({ apiVersion: "v1", kind: "ConfigMap" }, {})),
        events: JSON.stringify(await inStack("Event")),
        workloads: JSON.stringify([await inStack("Deployment", "apps/v1"), await inStack("StatefulSet", "apps/v1")]),
        releases: releases.map((one) => JSON.stringify(recordOf(one))).join(""),
      };
      const found = Object.entries(places).flatMap(([place, text]) =>
        secret.filter((one) => isIn(text, one)).map(() => place),
      );
      expect(found).toEqual([]);
      // What is no secret is found in each: so it is searched.
      const searched = Object.entries(places)
        .filter(([, text]) => isIn(text, NAMESPACE))
        .map(([place]) => place);
      expect(searched).toEqual(expect.arrayContaining(["company.tfstate", LOG, "out/stacks/company/cdk.tf.json"]));
      expect(searched).toEqual(expect.arrayContaining(["plan", "configMaps", "workloads", "releases"]));
    }, 600_000);

    test("an owner of the tenant reads no Secret of it, writes no ConfigMap and starts no pod", async () => {
      const owner = sandbox().cluster({ user: "olga", groups: ["system:authenticated"] });
      await expect(owner.list({ apiVersion: "v1", kind: "Secret" }, { namespace: NAMESPACE })).rejects.toThrow(
        /forbidden/i,
      );
      const metadata = { name: "mine", namespace: NAMESPACE };
      await expect(owner.create({ apiVersion: "v1", kind: "ConfigMap", metadata })).rejects.toThrow(/forbidden/i);
      const spec = { containers: [{ name: "main", image: "docker.io/grafana/grafana:1" }] };
      await expect(owner.create({ apiVersion: "v1", kind: "Pod", metadata, spec })).rejects.toThrow(/forbidden/i);
    });

    describe("its gateway, run as it stands in the cluster", () => {
      let stack: EmittedStack;
      const at = (path: string) => `http://${stack.gateway}${path}`;
      const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
      const sees = async (token: string) => {
        const answer = await ask(at("/api/v1/query?query=marker"), { headers: bearer(token) });
        return answer.status === 200
          ? seriesIn(answer)
              .map(({ tenant }) => tenant)
              .sort()
          : answer.status;
      };
      const person = (groups: unknown, more: object = {}) => idp.token({ aud: "grafana", groups, ...more });

      beforeAll(async () => {
        const variables = Object.entries(tokens).map(([name, token]) => [tokenVariable(name), token] as const);
        stack = await startEmitted(programs, values, Object.fromEntries(variables));
        await stack.write(
          ["tenant-acme", WEB, "tenant-acme-other"].map((tenant) => `marker{tenant="${tenant}"} 1\n`).join(""),
        );
        await eventually("what was written", async () => (await stack.series("marker")).length === 3);
      }, 300_000);

      test.each<[string, unknown, readonly string[] | number]>([
        ["the owner's group", ["acme-owners"], ["tenant-acme", "tenant-acme-other", WEB]],
        ["a group whose name is a regular expression", [ODD_GROUP], [WEB]],
        ["the same as a text", ODD_GROUP, [WEB]],
        ["it beside others", ["x", ODD_GROUP, "y"], [WEB]],
        ["a name that the expression would match", ["webXteam+a"], 401],
        ["another one", ["web.teama"], 401],
        ["a name with more behind it", [`${ODD_GROUP}x`], 401],
        ["a name with more before it", [`x${ODD_GROUP}`], 401],
        ["the name with a line's end", [`${ODD_GROUP}\n`], 401],
        ["a name in other letters", ["ACME-OWNERS"], 401],
        ["the name as the cluster writes it", ["oidc:acme-owners"], 401],
        ["an expression of all", [".*"], 401],
        ["two names in one", ["acme-owners,x"], 401],
        ["a list in the list", [["acme-owners"]], 401],
        ["an object in the list", [{ name: "acme-owners" }], 401],
        ["an object", { "acme-owners": true }, 401],
        ["no groups", [], 401],
        ["nothing", undefined, 401],
        ["a number", 0, 401],
        ["a variable of the gateway", ["%{READER_GRAFANA}"], 401],
      ])("a person with %s sees what that group may", async (_what, groups, expected) => {
        expect(await sees(person(groups))).toEqual(expected);
      });

      test.each<[string, () => string]>([
        ["of another program", () => person(["acme-owners"], { aud: "other" })],
        ["of another issuer", () => person(["acme-owners"], { iss: "https://login.example.ch/realms/y" })],
        ["that ran out", () => person(["acme-owners"], { exp: inSeconds(-60) })],
        ["signed by nobody", () => idp.unsigned({ aud: "grafana", groups: ["acme-owners"] })],
        ["signed with the public key", () => idp.confused({ aud: "grafana", groups: ["acme-owners"] })],
        ["signed by a stranger", () => new TokenIssuer(idp.issuer).token({ aud: "grafana", groups: ["acme-owners"] })],
      ])("a token %s is nobody's", async (_what, token) => {
        expect(await sees(token())).toBe(401);
      });

      test("the Grafana of a sub-tenant reads its subtree, the stack's own all", async () => {
        expect(await sees(tokens["grafana-tenant-acme-web"] ?? "")).toEqual([WEB]);
        expect(await sees(tokens.grafana ?? "")).toEqual(["tenant-acme", "tenant-acme-other", WEB]);
      });

      test("a cluster elsewhere writes as its tenant, whatever it says, and reads nothing", async () => {
        const token = west.token({ aud: audience(NAMESPACE, "west"), sub: subjectOf(ACCOUNTS.pods) });
        const labels = [
          ["__name__", "far"],
          ["tenant", "tenant-acme"],
          ["cluster", "here"],
        ] as const;
        const body = remoteWrite([labels]);
        const answer = await ask(at("/api/v1/write"), { method: "POST", headers: bearer(token), body });
        expect(answer.status).toBe(204);
        const far = await eventually("the series", async () => (await stack.series("far"))[0]);
        expect(far).toMatchObject({ tenant: WEB, cluster: "west", stack: NAMESPACE });
        expect([400, 401]).toContain(await sees(token));
        const others = [
          west.token({ aud: audience(NAMESPACE), sub: subjectOf(ACCOUNTS.pods) }),
          west.token({ aud: audience(NAMESPACE, "west"), sub: "system:serviceaccount:default:vmagent" }),
          new TokenIssuer(west.issuer).token({ aud: audience(NAMESPACE, "west"), sub: subjectOf(ACCOUNTS.pods) }),
          tokens.grafana ?? "",
        ];
        for (const other of others) {
          const refused = await ask(at("/api/v1/write"), { method: "POST", headers: bearer(other), body });
          expect([400, 401]).toContain(refused.status);
        }
      });
    });

    test("one more sub-tenant changes its own objects and the quota that it is carved out of", async () => {
      declare(["web", "shop"]);
      const { resource_changes: changes } = (await stacks.show("company")) as { resource_changes: unknown };
      const touched = listIn(changes)
        .map((change) => objectIn(change))
        .filter(({ change }) => JSON.stringify(objectIn(change).actions) !== '["no-op"]')
        .map(({ address }) => String(address));
      const others = touched.filter((address) => !address.includes(".shop_"));
      expect(others).toEqual([expect.stringMatching(/^kubernetes_resource_quota_v1\.acme_resource-quota-tenant_/)]);
    }, 300_000);

    test("what is taken away leaves nothing", async () => {
      declare([], true);
      await stacks.apply("company");
      await expect(cluster.get({ apiVersion: "v1", kind: "Namespace", name: NAMESPACE })).resolves.toBeUndefined();
    }, 600_000);
  });
});

/** A stack with everything that has a secret, or that somebody reads or writes by. */
function asked(idp: TokenIssuer, west: TokenIssuer): Omit<HikubeMonitoringProps, "tenant"> {
  const secret = (name: keyof typeof MARKERS) => ({ secret: name, key: "value" });
  return {
    host: "grafana.example.ch",
    exposure: { kind: "ingress", fromNamespace: "ingress-nginx" },
    receivers: [
      { name: "chat", kind: "slack", channel: "#alerts", url: secret("slack") },
      { name: "hook", kind: "webhook", url: secret("hook") },
    ],
    oidc: {
      ...{ issuer: idp.issuer, clientId: "grafana", clientSecret: secret("oidc"), groupsPrefix: "oidc:" },
      ...{ authUrl: `${idp.issuer}/auth`, tokenUrl: `${idp.issuer}/token`, apiUrl: `${idp.issuer}/userinfo` },
      publicKeys: [idp.pem],
    },
    grafanas: [{ tenant: WEB, host: "web.example.ch" }],
    clusters: [{ name: "west", issuer: west.issuer, tenant: WEB, keys: [{ kty: "RSA", ...west.jwk }] }],
  };
}

/** What Helm keeps of a release. @see https://helm.sh/docs/topics/advanced/#storage-backends */
function recordOf(secret: KubeObject | undefined): JsonRecord {
  const { release = "" } = textsOf(secret);
  return objectIn(JSON.parse(gunzipSync(Buffer.from(release, "base64")).toString()));
}

function textsOf(secret: KubeObject | undefined): Readonly<Record<string, string>> {
  const entries = Object.entries(textMapIn(secret?.data));
  return Object.fromEntries(entries.map(([key, text]) => [key, Buffer.from(text, "base64").toString()]));
}

/** As it is, or as Kubernetes and Helm write what is not for people. */
function isIn(text: string, secret: string): boolean {
  return text.includes(secret) || text.includes(Buffer.from(secret).toString("base64").replace(/=+$/, ""));
}

/** Texts of all files, by their paths. */
function filesBelow(folder: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true }).map(String);
  const files = paths.filter((path) => statSync(join(folder, path)).isFile());
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(folder, path), "latin1")]));
}

function isReady({ status }: KubeObject): boolean {
  const conditions = listIn(objectIn(status).conditions).map((condition) => objectIn(condition));
  return conditions.some(({ type, status: value }) => type === "Ready" && value === "True");
}
