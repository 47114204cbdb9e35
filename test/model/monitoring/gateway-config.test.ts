import { generateKeyPairSync } from "node:crypto";
import { GATEWAY_FLAGS, gatewayArgs } from "../../../src/model/monitoring/gateway/gateway-args";
import { gatewayConfig } from "../../../src/model/monitoring/gateway/gateway-config";
import type { GatewaySpec, GroupGrant } from "../../../src/model/monitoring/gateway/gateway-spec";
import { groupAccess } from "../../../src/model/monitoring/gateway/people";

const jwk = () =>
  generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" }) as Record<string, string>;

const SPEC: GatewaySpec = {
  stack: "tenant-acme-monitoring",
  owner: { tenant: "tenant-acme" },
  storage: {
    metricsWrite: "http://vmsingle:8428",
    metricsRead: "http://vmsingle:8428",
    logsWrite: "http://vlsingle:9428",
    logsRead: "http://vlsingle:9428",
  },
  issuer: { issuer: "https://kubernetes.default.svc", keys: [jwk(), jwk()] },
  readers: [
    { name: "global", tokenVariable: "READ_GLOBAL" },
    { name: "web", tokenVariable: "READ_WEB", tenant: { tenant: "tenant-acme-web", adopted: ["shop"] } },
  ],
};

interface User {
  readonly name: string;
  readonly bearer_token?: string;
  readonly jwt?: {
    readonly public_keys?: readonly string[];
    readonly oidc?: object;
    readonly default_vm_access_claim: object;
    readonly match_claims: Readonly<Record<string, string>>;
  };
  readonly url_map: readonly { readonly src_paths: readonly string[]; readonly url_prefix: string }[];
}

const usersOf = (spec: GatewaySpec) => (gatewayConfig(spec) as { users: readonly User[] }).users;
const user = (name: string, spec = SPEC) => usersOf(spec).find((found) => found.name === name)!;
const argumentsOf = (prefix: string) => [...new URL(prefix).searchParams.entries()];

test("collectors are known by issuer, audience and account, as a whole", () => {
  expect(user("metrics-local").jwt?.match_claims).toEqual({
    iss: "^https://kubernetes\\.default\\.svc$",
    aud: "^hikube-monitoring/tenant-acme-monitoring$",
    sub: "^(system:serviceaccount:hikube-monitoring:vmagent|system:serviceaccount:hikube-monitoring:vmagent-platform)$",
  });
  expect(user("logs-local").jwt?.match_claims.sub).toBe("^system:serviceaccount:hikube-monitoring:vlagent$");
  expect(user("logs-local").jwt?.public_keys).toHaveLength(2);
});

test("each collector has one path, and the stack is written over whatever it says", () => {
  const [metrics] = user("metrics-local").url_map;
  expect(user("metrics-local").url_map).toHaveLength(1);
  expect(metrics?.src_paths).toEqual(["/api/v1/write"]);
  expect(argumentsOf(metrics!.url_prefix)).toEqual([["extra_label", "stack=tenant-acme-monitoring"]]);
  const [logs] = user("logs-local").url_map;
  expect(logs?.src_paths).toEqual(["/insert/native"]);
  expect(argumentsOf(logs!.url_prefix)).toEqual([["extra_fields", "stack=tenant-acme-monitoring"]]);
});

test("a cluster elsewhere has an audience of its own, so that issuers of one name do not meet", () => {
  const clusters = [{ name: "west", issuer: SPEC.issuer.issuer, keys: [jwk()], tenant: "tenant-acme-web" }];
  const spec = { ...SPEC, clusters };
  expect(user("metrics-west", spec).jwt?.match_claims.aud).toBe("^hikube-monitoring/tenant-acme-monitoring/west$");
  expect(argumentsOf(user("metrics-west", spec).url_map[0]!.url_prefix)).toEqual([
    ["extra_label", "stack=tenant-acme-monitoring"],
    ["extra_label", "cluster=west"],
    ["extra_label", "tenant=tenant-acme-web"],
  ]);
  expect(argumentsOf(user("logs-west", spec).url_map[0]!.url_prefix)).toEqual([
    ["extra_fields", "stack=tenant-acme-monitoring,cluster=west,kubernetes.pod_namespace=tenant-acme-web"],
  ]);
});

test("a reader has a token of the environment, and both spellings of a filter over its subtree", () => {
  expect(user("reader-global").url_map.map(({ url_prefix }) => url_prefix)).toEqual([
    "http://vmsingle:8428/",
    "http://vlsingle:9428/",
  ]);
  const web = user("reader-web");
  expect(web.bearer_token).toBe("%{READ_WEB}");
  const series = '{tenant=~"tenant-acme-web(-.*)?|shop"}';
  const [metrics, logs] = web.url_map.map(({ url_prefix }) => argumentsOf(url_prefix));
  expect(metrics).toEqual([
    ["extra_filters[]", series],
    ["extra_filters", series],
  ]);
  expect(logs).toEqual([
    ["extra_stream_filters", '{kubernetes.pod_namespace=~"tenant-acme-web(-.*)?|shop"}'],
    ["extra_filters", 'kubernetes.pod_namespace:~"^(tenant-acme-web(-.*)?|shop)$"'],
  ]);
});

test.each([
  ["/api/v1/query", true],
  ["/api/v1/label/tenant/values", true],
  ["/api/v1/metadata", false],
  ["/api/v1/export", false],
  ["/api/v1/admin/tsdb/delete_series", false],
  ["/api/v1/query/../export", false],
  ["/federate", false],
  ["/select/logsql/query", true],
  ["/select/logsql/stats_query_range", true],
  ["/select/tenant_ids", false],
  ["/delete/run_task", false],
  ["/insert/native", false],
  ["/internal/force_flush", false],
])("a reader may ask %s: %s", (path, may) => {
  const paths = user("reader-global").url_map.flatMap(({ src_paths }) => src_paths);
  expect(paths.some((expression) => new RegExp(`^(?:${expression})$`).test(path))).toBe(may);
});

const grant = (group: string, tenant: string): GroupGrant => ({ group, tenant: { tenant } });
const people = (grants: readonly GroupGrant[], more: object = {}) => ({
  ...SPEC,
  people: { issuer: "https://login.example/x", clientId: "grafana", grants, ...more },
});

test("a group has one entry with all that it may read, without what is inside of something else", () => {
  const grants = [
    grant("pay", "tenant-acme-pay"),
    grant("both", "tenant-acme-web-deep"),
    grant("both", "tenant-acme-web"),
    grant("both", "tenant-acme-pay"),
    grant("both", "tenant-acme-web"),
  ];
  expect(groupAccess(grants).map(({ group, tenants }) => [group, tenants.map(({ tenant }) => tenant)])).toEqual([
    ["both", ["tenant-acme-pay", "tenant-acme-web"]],
    ["pay", ["tenant-acme-pay"]],
  ]);
});

test("the widest group comes first, whatever the order of names and however deep the others reach", () => {
  const grants = [
    grant("a-deep", "tenant-acme-web-deep"),
    ...["x", "y", "z"].map((name) => grant("b-many", `tenant-acme-web-${name}`)),
    grant("c-web", "tenant-acme-web"),
    grant("d-owners", "tenant-acme"),
  ];
  expect(groupAccess(grants).map(({ group }) => group)).toEqual(["d-owners", "c-web", "a-deep", "b-many"]);
});

test("groups that read the same are in the order of their names", () => {
  const grants = [grant("b", "tenant-acme"), grant("a", "tenant-acme")];
  expect(groupAccess(grants).map(({ group }) => group)).toEqual(["a", "b"]);
});

test("who has a level on the owner, or above it, reads all of the stack", () => {
  const grants = [grant("owners", "tenant-acme"), grant("above", "tenant-up"), grant("web", "tenant-acme-web")];
  const below = { ...people(grants), owner: { tenant: "tenant-up-acme" } };
  expect(user("group-above", below).url_map[0]?.url_prefix).toBe("http://vmsingle:8428/");
  const spec = people(grants);
  expect(user("group-owners", spec).url_map[0]?.url_prefix).toBe("http://vmsingle:8428/");
  expect(user("group-web", spec).url_map[0]?.url_prefix).toContain("extra_filters");
});

test("a token of a person names issuer, client and group as a whole", () => {
  const { jwt } = user("group-web_x_", people([grant("web(x)", "tenant-acme-web")], { publicKeys: ["PEM"] }));
  expect(jwt).toEqual({
    public_keys: ["PEM"],
    default_vm_access_claim: {},
    match_claims: { iss: "^https://login\\.example/x$", aud: "^grafana$", groups: "^web\\(x\\)$" },
  });
});

test("without keys the issuer is asked, and where the claim has another name, that one counts", () => {
  const { jwt } = user("group-web", people([grant("web", "tenant-acme-web")], { groupsClaim: "realm_access.roles" }));
  expect(jwt?.oidc).toEqual({ issuer: "https://login.example/x" });
  expect(jwt?.match_claims["realm_access.roles"]).toBe("^web$");
});

test("a group whose name reads like a variable of the gateway's environment is a name all the same", () => {
  const text = JSON.stringify(gatewayConfig(people([grant("%{READ_GLOBAL}", "tenant-acme-web")])));
  expect(text.match(/%\{[A-Z_]+\}/g)).toEqual(["%{READ_GLOBAL}", "%{READ_WEB}"]);
});

test("the gateway's own pages are not on the port of all, and no key is kept for them", () => {
  expect(GATEWAY_FLAGS.httpInternalListenAddr).toBe("127.0.0.1:8426");
  expect(gatewayArgs()).toContain("-logInvalidAuthTokens=false");
  expect(gatewayArgs().some((argument) => /authkey|password|token=/i.test(argument))).toBe(false);
});
