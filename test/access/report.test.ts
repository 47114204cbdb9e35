import Ajv2020 from "ajv/dist/2020";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { choose } from "../../src/access/choose";
import { accessDocument } from "../../src/access/document";
import { declaredReport } from "../../src/access/report";
import { renderAccessText } from "../../src/access/render-text";
import { printable } from "../../src/model/printable";
import { stackNodes } from "../../src/model/tenant/resolve/stack";
import { CLUSTER, tree } from "../model/tenants";
import { account, binding, codesOf, FOREST, found, person, role } from "./live";

const declared = declaredReport({ roots: FOREST, cluster: CLUSTER });
const SHOP = "tenant-top-shop";

test("what is declared: who holds what, and where it comes from", () => {
  expect(renderAccessText(declared).split("\n")).toEqual([
    "top  tenant-top",
    "  owner   Group platform",
    "  admin   deployer tenant-top.ci",
    "  viewer  Group support",
    `  shop  ${SHOP}`,
    "    admin  Group support",
    "    from tenant-top: owner Group platform; admin deployer tenant-top.ci",
  ]);
  const grants = declared.tenants[1]!.grants.filter(({ subject }) => subject.name === "support");
  expect(grants).toMatchObject([
    { level: "viewer", from: "tenant-top" },
    { level: "admin", declared: true },
  ]);
});

test("people of a parent that is declared elsewhere are told as its own", () => {
  const given = { namespace: "tenant-far", access: { owners: [{ kind: "Group", name: "far" }] } };
  const { tenant } = tree({ name: "far", access: given.access });
  const child = tree({ name: "near", quota: { share: 50 } }, tenant);
  const external = { ...tenant, given, parent: undefined } as never;
  const { tenants } = declaredReport({ roots: [{ external, children: [child] }], cluster: CLUSTER });
  expect(tenants).toMatchObject([{ namespace: "tenant-far-near", parent: "tenant-far", depth: 0 }]);
  expect(tenants[0]?.grants).toMatchObject([{ level: "owner", from: "tenant-far" }]);
});

test("in a stack's namespace people are viewers, by their level above", () => {
  const owners = [{ kind: "Group", name: "o" }];
  const exposure = { kind: "ingress", fromNamespace: "ingress-nginx" };
  const monitoring = { host: "grafana.example.ch", exposure };
  const { tenant } = tree({ name: "m", access: { owners }, monitoring });
  const { tenants } = declaredReport({ roots: [{ tenant, children: stackNodes(tenant) }], cluster: CLUSTER });
  const stack = tenants.find(({ name }) => name === "monitoring");
  expect(stack?.grants).toMatchObject([{ level: "viewer", from: "tenant-m" }]);
});

test("a cluster that is as it was declared has no finding", () => {
  const report = found();
  expect(report.findings).toEqual([]);
  const text = renderAccessText(report);
  expect(text).not.toMatch(/[!~]/);
  expect(text).toContain("and rights that open nothing in a namespace: 1");
});

describe("by hand in a tenant,", () => {
  test.each([
    ["a ClusterRole", "ClusterRole cluster-admin", [person("eve")], "undeclared-cluster-role"],
    ["a ClusterRole that does not exist", "ClusterRole nowhere", [person("eve")], "undeclared-cluster-role"],
    ["a level", "ClusterRole hikube:viewer", [person("eve")], "undeclared-level"],
    [
      "a level that is declared, by another binding",
      "ClusterRole hikube:owner",
      [person("platform", "Group")],
      "undeclared-level",
    ],
    ["a Role beyond an owner", "Role tokens", [account("app", SHOP)], "beyond-owner"],
    ["a Role to an account of another tenant", "Role mine", [account("app", "tenant-top")], "stranger-bound"],
    ["a Role to somebody outside of the prefixes", "Role mine", [person("eve")], "stranger-bound"],
    ["a Role to everybody", "Role mine", [person("system:authenticated", "Group")], "stranger-bound"],
  ])("%s is a finding", (_, bound, subjects, code) => {
    const roles = [role("mine", ["configmaps:get"], SHOP), role("tokens", ["serviceaccounts|token:create"], SHOP)];
    const report = found([...roles, binding(bound, subjects, SHOP)]);
    expect(codesOf(report)).toEqual([`${code} ${SHOP}`]);
    expect(renderAccessText(report)).toMatch(/^ {4}! .* \(by by-hand\)$/m);
  });

  test.each([
    ["its own account", account("app", SHOP)],
    ["its own account, without a namespace", { kind: "ServiceAccount", name: "app" }],
    ["a group of the prefixes", person("oidc:friends", "Group")],
  ])("a Role to %s is an owner's own business, and listed", (_, subject) => {
    const report = found([role("mine", ["secrets:get"], SHOP), binding("Role mine", [subject], SHOP)]);
    expect(report.findings).toEqual([]);
    const text = renderAccessText(report);
    expect(text).toMatch(/^ {4}~ .*: Role mine, reads Secrets \(by by-hand\)$/m);
    expect(text).toContain("~ not declared, and nobody has to look");
  });

  test("a controller that the platform names for one tenant is listed; an account of the tenant, or a person, is none", () => {
    const controller = (subject: object) => found([binding("ClusterRole hikube:controller", [subject], SHOP)]);
    const named = controller(account("flux", "flux-system"));
    expect(named.findings).toEqual([]);
    expect(renderAccessText(named)).toContain(
      "~ ServiceAccount flux-system/flux: ClusterRole hikube:controller, passes the guardrails",
    );
    expect(codesOf(controller(account("app", SHOP)))).toEqual([`undeclared-cluster-role ${SHOP}`]);
    expect(codesOf(controller(person(`system:serviceaccounts:${SHOP}`, "Group")))).toHaveLength(1);
    for (const somebody of [person("eve"), person("devs", "Group")])
      expect(codesOf(controller(somebody))).toEqual([`service-role ${SHOP}`]);
  });

  test("a Role that does not exist gives nothing yet", () => {
    const report = found([binding("Role later", [account("app", SHOP)], SHOP)]);
    expect(report.findings).toEqual([]);
    expect(renderAccessText(report)).toContain("Role later, nothing, there is no such role");
  });

  test("a subject that was added to a binding of ours is a finding", () => {
    const extended = binding(
      "ClusterRole hikube:owner",
      [person("platform", "Group"), person("eve")],
      SHOP,
      "hikube-owner",
    );
    const isReplaced = ({ kind, metadata }: { kind: string; metadata: { name: string; namespace?: string } }) =>
      kind === "RoleBinding" && metadata.name === "hikube-owner" && metadata.namespace === SHOP;
    const report = found([extended], { without: (object) => object !== extended && isReplaced(object) });
    expect(codesOf(report)).toEqual([`undeclared-level ${SHOP}`]);
    expect(report.findings[0]?.message).toMatch(/^User eve has ClusterRole hikube:owner by hikube-owner: a level/);
  });
});

test("what is declared and missing is listed, and no finding", () => {
  const report = found([], {
    without: ({ kind, metadata }) => kind === "RoleBinding" && metadata.name === "hikube-owner",
  });
  expect(report.findings).toEqual([]);
  const text = renderAccessText(report);
  expect(text).toContain("declared, but not in the cluster:\n  tenant-top: owner Group platform\n");
});

test("a level whose role allows more is a finding", () => {
  const wider = role("hikube:viewer", ["secrets:get"]);
  const report = found([wider], { without: (object) => object !== wider && object.metadata.name === "hikube:viewer" });
  expect(report.findings).toEqual([
    {
      code: "level-changed",
      message: "ClusterRole hikube:viewer allows get secrets: the role of a level allows more than the level",
    },
  ]);
});

describe("a tenant that the file does not name", () => {
  const ghost = { namespace: "tenant-ghost", name: "ghost", subjectPrefixes: [] };
  const slipped = { namespace: "slipped", name: "slipped", parent: "tenant-top", subjectPrefixes: [] };
  const ours = binding("ClusterRole hikube:owner", [person("mallory")], "tenant-ghost", "hikube-owner");
  const others = [
    binding("ClusterRole hikube:owner", [person("eve")], "tenant-ghost"),
    binding("ClusterRole cluster-admin", [person("eve")], "slipped"),
  ];
  const report = (isStrict: boolean) => found([ours, ...others], { namespaces: [slipped, ghost], isStrict });

  test("is shown with what it has, wherever it is; what no code makes there is a finding", () => {
    expect(codesOf(report(false))).toEqual(["undeclared-cluster-role slipped", "undeclared-level tenant-ghost"]);
    const text = renderAccessText(report(false));
    expect(text).toMatch(/^ {2}slipped {2}slipped\n {4}! User eve/m);
    expect(text).toMatch(/^ghost {2}tenant-ghost\n {2}owner {2}User mallory\n {2}! User eve/m);
    expect(text).toContain("that the file does not name:\n  slipped\n  tenant-ghost\n");
  });

  test("is a finding itself where nothing else may be there, which tells who holds it", () => {
    const strict = report(true);
    expect(codesOf(strict)).toEqual([
      ...["undeclared-tenant slipped", "undeclared-cluster-role slipped"],
      ...["undeclared-tenant tenant-ghost", "undeclared-level tenant-ghost"],
    ]);
    expect(strict.findings[2]?.message).toMatch(
      /does not name this tenant, where there is owner User mallory, User eve$/,
    );
    expect(codesOf(choose(strict, { subjects: [person("mallory")] }))).toEqual(["undeclared-tenant tenant-ghost"]);
  });

  test("is none if it is the parent of one that the file declares", () => {
    const { tenant } = tree({ name: "far" });
    const given = { namespace: "tenant-far" };
    const child = tree({ name: "near", quota: { share: 50 } }, tenant);
    const forest = [{ external: { ...tenant, given, parent: undefined } as never, children: [child] }];
    const far = { namespace: "tenant-far", name: "far", subjectPrefixes: [] };
    expect(codesOf(found([], { forest, namespaces: [far], isStrict: true }))).toEqual([]);
  });
});

test("without a declaration all tenants of the cluster are shown, and what no code makes is a finding", () => {
  const report = found([binding("ClusterRole cluster-admin", [person("eve")], SHOP)], { declared: false });
  expect(codesOf(report)).toEqual([`undeclared-cluster-role ${SHOP}`]);
  expect(report.tenants).toMatchObject([
    { namespace: "tenant-top", depth: 0 },
    { namespace: SHOP, depth: 1 },
  ]);
  expect(report.tenants[1]?.grants[0]).not.toHaveProperty("declared");
});

test("labels that run in a circle end nowhere else", () => {
  const one = (namespace: string, parent: string) => ({
    ...{ namespace, name: namespace, parent, subjectPrefixes: [] },
  });
  const bound = ["x", "y"].map((name) => binding("ClusterRole hikube:owner", [person("a")], name, "hikube-owner"));
  const report = found(bound, { forest: [], namespaces: [one("x", "y"), one("y", "x")], declared: false });
  expect(report.tenants.map(({ namespace, depth }) => [namespace, depth])).toEqual([
    ["x", 0],
    ["y", 1],
  ]);
});

describe("a choice", () => {
  test("of tenants takes those below them along, by name or namespace", () => {
    const names = (chosen: readonly string[]) => choose(declared, { tenants: chosen }).tenants.map(({ name }) => name);
    expect([names(["top"]), names(["shop"]), names([SHOP])]).toEqual([["top", "shop"], ["shop"], ["shop"]]);
  });

  test("of subjects shows what they hold, with the groups that Kubernetes puts them into, and nobody else's findings", () => {
    const report = found([
      role("look", ["pods:get"]),
      binding("ClusterRole look", [person("system:serviceaccounts", "Group")]),
      binding("ClusterRole cluster-admin", [person("eve")], SHOP),
    ]);
    expect(codesOf(choose(report, { subjects: [account("app", "x")] }))).toEqual(["everybody-in -"]);
    expect(codesOf(choose(report, { subjects: [person("eve")] }))).toEqual([`undeclared-cluster-role ${SHOP}`]);
    const one = choose(report, { subjects: [person("support", "Group")] });
    expect(one.tenants.flatMap(({ grants }) => grants.map(({ level }) => level))).toEqual([
      "viewer",
      "viewer",
      "admin",
    ]);
  });
});

test("names of others cannot draw on a terminal, or pass as lines of ours", () => {
  const evil = "eve\u001b[2J\n! owner\u202e";
  const report = found([binding("ClusterRole cluster-admin", [person(evil)], SHOP, "b\u0007")]);
  const text = renderAccessText(report);
  expect(text).toContain(String.raw`User eve\u001b[2J\n! owner\u202e: ClusterRole cluster-admin`);
  expect(text).toBe(printable(text));
});

test("the document is what its schema says", () => {
  const schema = JSON.parse(
    readFileSync(join(__dirname, "..", "..", "schema", "access.schema.json"), "utf8"),
  ) as object;
  const passes = new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile(schema);
  const full = found([
    binding("ClusterRole cluster-admin", [person("eve"), account("a", SHOP)]),
    binding("Role x", [person("eve")], SHOP),
  ]);
  for (const report of [declared, full, found([], { declared: false })]) {
    const document = JSON.parse(JSON.stringify(accessDocument(report))) as unknown;
    expect([passes(document), passes.errors]).toEqual([true, null]);
  }
  expect(full.findings).not.toEqual([]);
});
