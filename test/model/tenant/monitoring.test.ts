import { EMAIL, OIDC, TELEGRAM } from "./stack-samples";
import { isolationList, tenantObjects } from "../../../src/model/tenant/objects/objects";
import { resolveForest, tenantsDocument, documentForest, type TenantTree } from "../../../src/model/tenant/document";
import { tenantNodes } from "../../../src/model/tenant/resolve/tenant";
import { validateTenants } from "../../../src/model/tenant/rules/validate";
import { externalParent } from "../../../src/model/tenant/external";
import { knownCluster } from "../../../src/model/cluster/known-cluster";
import { CLUSTER, pathOf, SMALL, tree } from "../tenants";

const STACK = { host: "grafana.example.ch", exposure: { kind: "ingress", fromNamespace: "ingress-nginx" } } as const;
const COMPANY: TenantTree = {
  name: "acme",
  profile: "production",
  access: {
    owners: [{ kind: "Group", name: "oidc:platform" }],
    viewers: [{ kind: "Group", name: "oidc:support" }],
    deployers: [{ name: "ci", level: "owner" }],
  },
  monitoring: STACK,
  security: { hostnames: [STACK.host] },
  children: [
    { name: "web", quota: SMALL, children: [{ name: "shop", quota: { ...SMALL, share: 50 } }] },
    {
      name: "lab",
      quota: { cpu: "8", memory: "16Gi", storage: "100Gi" },
      security: { hostnames: [STACK.host] },
      monitoring: { ...STACK, own: true },
    },
  ],
};

function forestOf(company: object = COMPANY) {
  return resolveForest([company as TenantTree], CLUSTER);
}

function labelOf(namespace: string, company?: object): string | undefined {
  const node = tenantNodes(forestOf(company)).find(({ tenant }) => tenant.namespace === namespace);
  return node && tenantObjects(node.tenant, []).namespace.metadata.labels?.["hikube.cloud/monitoring"];
}

describe("where metrics and logs of a namespace go", () => {
  test.each([
    ["tenant-acme", "tenant-acme-monitoring"],
    ["tenant-acme-web-shop", "tenant-acme-monitoring"],
    ["tenant-acme-lab", "tenant-acme-lab-monitoring"],
    ["tenant-acme-monitoring", "tenant-acme-monitoring"],
  ])("those of %s to the nearest stack above", (namespace, stack) => {
    expect(labelOf(namespace)).toBe(stack);
  });

  test("without a stack above there is no label", () => {
    expect(labelOf("tenant-acme", { ...COMPANY, monitoring: undefined })).toBeUndefined();
  });

  test("a parent that is declared elsewhere says which stack collects it", () => {
    const cluster = knownCluster(CLUSTER);
    const parent = externalParent({ namespace: "tenant-acme", monitoring: "tenant-acme-monitoring" }, cluster);
    expect(tree({ name: "web", quota: SMALL }, parent).tenant.monitoring).toBe("tenant-acme-monitoring");
  });
});

describe("the place of a stack", () => {
  const stack = () => {
    const found = tenantNodes(forestOf()).find(({ tenant }) => tenant.namespace === "tenant-acme-monitoring");
    if (found === undefined) throw new Error("no stack");
    return found.tenant;
  };

  test("people of every level are viewers in it, the accounts of pipelines apply it", () => {
    const bindings = tenantObjects(stack(), []).bindings;
    const names = (binding: string) => {
      const found = bindings.find(({ metadata }) => metadata.name === binding);
      return (found?.subjects as { name: string }[] | undefined)?.map(({ name }) => name);
    };
    expect(names("hikube-viewer")).toEqual(["oidc:platform", "oidc:support"]);
    expect(names("hikube-owner")).toEqual(["tenant-acme.ci"]);
    expect(names("hikube-admin")).toBeUndefined();
  });

  test("its share, volumes included, is carved out of its tenant's quota", () => {
    const node = forestOf()[0];
    const shares = node?.children.map(({ tenant }) => tenant) ?? [];
    const quota = node && "tenant" in node ? tenantObjects(node.tenant, shares).isolation.quota : undefined;
    expect(stack().quota.capacity).toMatchObject({ "requests.memory": "2Gi", "requests.storage": "46Gi" });
    // 2Ti - 46Gi of the stack - 10Gi of web - 100Gi of lab
    expect((quota?.spec as { hard: Record<string, string> }).hard["requests.storage"]).toBe("1892Gi");
  });

  test("each Grafana of a sub-tenant makes the share larger by what it takes", () => {
    const grafanas = ["a", "b"].map((name) => ({ tenant: "tenant-acme-web", host: `${name}.example.ch` }));
    const nodes = tenantNodes(forestOf({ ...COMPANY, monitoring: { ...STACK, grafanas } }));
    const place = nodes.find(({ tenant }) => tenant.namespace === "tenant-acme-monitoring");
    expect(place?.tenant.quota.capacity).toMatchObject({
      ...{ "requests.cpu": "1200m", "limits.cpu": "7" },
      ...{ "requests.memory": "2560Mi", "limits.memory": "6Gi", "requests.storage": "56Gi" },
    });
  });

  test("pods in it reach each other by the flows of the stack alone", () => {
    const names = isolationList(tenantObjects(stack(), []).isolation)
      .filter(({ kind }) => kind === "NetworkPolicy")
      .map(({ metadata }) => metadata.name);
    expect(names).toEqual([
      "hikube-default-deny-ingress",
      "hikube-default-deny-egress",
      "hikube-to-dns-egress",
      "hikube-alertmanager-ingress",
      "hikube-alerts-egress",
      "hikube-gateway-ingress",
      "hikube-gateway-egress",
      "hikube-grafana-ingress",
      "hikube-grafana-egress",
      "hikube-logs-ingress",
      "hikube-main-grafana-egress",
      "hikube-metrics-ingress",
    ]);
  });

  const policy = (name: string) =>
    isolationList(tenantObjects(stack(), []).isolation).find(({ metadata }) => metadata.name === name)?.spec as
      | {
          readonly ingress?: readonly { readonly from: readonly object[] }[];
          readonly egress?: readonly { readonly ports: readonly { port: number }[] }[];
        }
      | undefined;

  test("the Grafana of a sub-tenant does not reach Alertmanager, which shows and silences the alerts of all", () => {
    const selectors = policy("hikube-alertmanager-ingress")?.ingress?.flatMap(({ from }) => from);
    const podsOf = (instance: string, more: object) => ({
      podSelector: { matchLabels: { "app.kubernetes.io/instance": instance, ...more } },
    });
    expect(selectors).toEqual([
      podsOf("grafana", { "app.kubernetes.io/name": "grafana" }),
      podsOf("alerts", { app: "server" }),
    ]);
  });

  test("Grafana reaches the place of its plugin for logs, with sign-in and without", () => {
    expect(policy("hikube-grafana-egress")?.egress?.flatMap(({ ports }) => ports.map(({ port }) => port))).toEqual([
      8427, 443,
    ]);
  });

  test("it follows from its tenant: neither the document of synth nor a spec repeats it", () => {
    const document = tenantsDocument(forestOf(), CLUSTER);
    const top = document.tenants[0];
    expect(top && "children" in top ? top.children?.map((child) => "name" in child && child.name) : []).toEqual([
      "web",
      "lab",
    ]);
    const again = tenantNodes(documentForest(document)).map(({ tenant }) => tenant.namespace);
    expect(again).toEqual(tenantNodes(forestOf()).map(({ tenant }) => tenant.namespace));
  });
});

test("a tenant admits the collectors of its stack, and nobody else of their namespace", () => {
  const [top] = forestOf();
  const ways = top && "tenant" in top ? tenantObjects(top.tenant, []).isolation.ways : [];
  const way = ways.find(({ metadata }) => metadata.name === "hikube-from-collector-ingress");
  expect(way?.spec.ingress).toEqual([
    {
      from: [
        {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "hikube-monitoring" } },
          podSelector: {
            matchLabels: { "app.kubernetes.io/name": "vmagent", "app.kubernetes.io/instance": "tenant-acme" },
          },
        },
      ],
    },
  ]);
});

describe("faults of a stack", () => {
  const faults = (monitoring: object, more: object = {}) =>
    validateTenants(forestOf({ ...COMPANY, children: [], monitoring: { ...STACK, ...monitoring }, ...more })).map(
      (issue) => `${pathOf(issue)} ${issue.code}`,
    );

  test("none where it is right", () => {
    expect(validateTenants(forestOf())).toEqual([]);
    expect(faults({ receivers: [TELEGRAM, { ...EMAIL, name: "b" }], oidc: OIDC })).toEqual([]);
  });

  test("requests are forwarded from outside of tenants, or from above", () => {
    const from = (fromNamespace: string) =>
      validateTenants(
        forestOf({ ...COMPANY, monitoring: { ...STACK, exposure: { kind: "ingress", fromNamespace } } }),
      ).map((issue) => `${pathOf(issue)} ${issue.code}`);
    expect(from("ingress-nginx")).toEqual([]);
    expect(from("tenant-acme")).toEqual([]);
    expect(from("tenant-acme-web")).toEqual(["acme.monitoring.exposure.fromNamespace expose-to-tenant"]);
  });

  test.each<[string, object, string[]]>([
    ["a host that is no DNS name", { host: "https://grafana" }, ["host invalid-hostname"]],
    ["a retention without a unit", { metrics: { retention: "30" } }, ["metrics.retention invalid-retention"]],
    ["a retention of less than a day", { logs: { retention: "6h" } }, ["logs.retention invalid-retention"]],
    ["a size of nothing", { logs: { size: "0" } }, ["logs.size invalid-quantity"]],
    ["a size of a few bytes", { metrics: { size: "1" } }, ["metrics.size invalid-quantity"]],
    [
      "a group of dashboards twice",
      { dashboards: { groups: ["logs", "logs"] } },
      ["dashboards.groups[1] duplicate-name"],
    ],
    ["no chat", { receivers: [{ ...TELEGRAM, chatId: 0 }] }, ["receivers[0].chatId invalid-number"]],
    ["a user without a password", { receivers: [{ ...EMAIL, username: "a" }] }, ["receivers[0] missing-field"]],
    ["a password alone", { receivers: [{ ...EMAIL, password: TELEGRAM.token }] }, ["receivers[0] missing-field"]],
    [
      "a claim that is an expression",
      { oidc: { ...OIDC, groupsClaim: "groups.a-b" } },
      ["oidc.groupsClaim invalid-format"],
    ],
    ["an unknown group", { dashboards: { groups: ["pods"] } }, ["dashboards.groups[0] unknown-value"]],
    [
      "applications without a source",
      { dashboards: { applications: [] } },
      ["dashboards.applications dashboards-without-source"],
    ],
    [
      "a receiver without its secret",
      { receivers: [{ name: "a", kind: "slack", channel: "#a" }] },
      ["receivers[0].url missing-field"],
    ],
    [
      "fields of another kind",
      { receivers: [{ name: "a", kind: "telegram", chatId: 1, token: { secret: "t", key: "t" }, to: "a@b.ch" }] },
      ["receivers[0].to unknown-field"],
    ],
    [
      "a mail server without a port",
      { receivers: [{ name: "a", kind: "email", to: "a@b.ch", from: "c@d.ch", smarthost: "smtp.b.ch" }] },
      ["receivers[0].smarthost invalid-hostname"],
    ],
    [
      "a gateway without a name",
      { exposure: { kind: "gateway", fromNamespace: "gateways" } },
      ["exposure.name missing-field", "exposure.namespace missing-field"],
    ],
    [
      "a cluster without keys",
      { clusters: [{ name: "edge", issuer: "https://edge", keys: [] }] },
      ["clusters[0].keys missing-field"],
    ],
    [
      "a Grafana for somebody else's namespace",
      { grafanas: [{ tenant: "tenant-other", host: "g.example.ch" }] },
      ["grafanas[0].tenant unknown-tenant"],
    ],
    [
      "two Grafanas under one host",
      { grafanas: [{ tenant: "tenant-acme-web", host: STACK.host }] },
      ["grafanas[0].host duplicate-name"],
    ],
    ["a StorageClass that is not allowed", { storageClass: "slow" }, ["storageClass storage-class-not-allowed"]],
  ])("%s", (_, monitoring, expected) => {
    const more = { security: { storageClasses: ["fast"] } };
    expect(faults(monitoring, more)).toEqual(expected.map((fault) => `acme.monitoring.${fault}`));
  });

  test("a stack below another one that collects it, unless it is meant", () => {
    const below = (own: object) => ({
      children: [
        {
          name: "web",
          quota: { cpu: "8", memory: "16Gi", storage: "100Gi" },
          security: { hostnames: [STACK.host] },
          monitoring: { ...STACK, ...own },
        },
      ],
      security: { hostnames: [STACK.host] },
    });
    expect(faults({}, below({}))).toEqual(["acme/web.monitoring nested-monitoring"]);
    expect(faults({}, below({ own: true }))).toEqual([]);
  });

  test("a sub-tenant's host that was given to nobody", () => {
    const children = [
      { name: "web", quota: { cpu: "8", memory: "16Gi", storage: "100Gi" }, monitoring: { ...STACK, own: true } },
    ];
    expect(faults({}, { children, security: {} })).toEqual(["acme/web.monitoring.host hostname-not-allowed"]);
  });

  test("a quota that is too small for the stack says by how much", () => {
    const issues = validateTenants(
      forestOf({ ...COMPANY, children: [], quota: { cpu: "8", memory: "1Gi", storage: "1Ti" } }),
    );
    expect(issues.map((issue) => `${pathOf(issue)} ${issue.code}`)).toEqual([
      "acme/monitoring.quota.memory.limits quota-exceeds-parent",
      "acme/monitoring.quota.memory.requests quota-exceeds-parent",
    ]);
    expect(`${issues[0]?.message} ${issues[0]?.received}`).toContain("Gi");
  });

  test("a share of its own that is too small for the stack says by how much, and one that just fits is right", () => {
    const issuesOf = (quota: object, more: object = {}) =>
      validateTenants(forestOf({ ...COMPANY, children: [], monitoring: { ...STACK, quota, ...more } })).map(
        (issue) => `${pathOf(issue)} ${issue.code} ${issue.message.split(": ")[1] ?? ""}, ${issue.expected}`,
      );
    const least = {
      cpu: { requests: "360m", limits: "3" },
      memory: { requests: "1152Mi", limits: "2368Mi" },
      storage: "46Gi",
    };
    expect(issuesOf(least)).toEqual([]);
    expect(issuesOf({ ...least, cpu: { requests: "160m", limits: "3" } })).toEqual([
      "acme.monitoring.quota.cpu.requests stack-share-too-small 200m are missing, at least 360m",
    ]);
    expect(issuesOf({ ...least, storage: "6Gi" })).toEqual([
      "acme.monitoring.quota.storage stack-share-too-small 40Gi are missing, at least 46Gi",
    ]);
    expect(issuesOf(least, { scale: "cluster" })).toHaveLength(5);
  });

  test("what is missing or of another type is told once, and nothing of it is made", () => {
    const given = { ...COMPANY, children: [], monitoring: { host: 5 } };
    expect(validateTenants(forestOf(given)).map((issue) => `${pathOf(issue)} ${issue.code}`)).toEqual([
      "acme.monitoring.host wrong-type",
      "acme.monitoring.exposure missing-field",
    ]);
    expect(tenantNodes(forestOf(given)).map(({ tenant }) => tenant.namespace)).toEqual(["tenant-acme"]);
  });
});
