import { tenantLabels } from "../../../../src/model/tenant/objects/metadata";
import { externalParent } from "../../../../src/model/tenant/external";
import { tenantObjects } from "../../../../src/model/tenant/objects/objects";
import { validateTenants } from "../../../../src/model/tenant/rules/validate";
import type { AccessSpec } from "../../../../src/model/tenant/spec/spec";
import { type LooseSpec, type tenantOf, CLUSTER, faultsOf, SMALL, tree, pathOf } from "../../tenants";
import { knownCluster } from "../../../../src/model/cluster/known-cluster";

const subjectsOf = (spec: ReturnType<typeof tenantOf>, level: string) =>
  tenantObjects(spec, []).bindings.find(({ metadata }) => metadata.name === `hikube-${level}`)?.subjects;

describe("a deployer", () => {
  const node = tree({
    name: "shop",
    access: { deployers: [{ name: "ci" }, { name: "audit", level: "viewer" }] },
    children: [{ name: "web", quota: SMALL, access: { deployers: [{ name: "ci" }] } }],
  });
  const [web] = node.children;

  test("is an account in the platform's namespace, where no pod can become it", () => {
    const accounts = tenantObjects(node.tenant, []).bindings.filter(({ kind }) => kind === "ServiceAccount");
    expect(accounts.map(({ metadata }) => [metadata.namespace, metadata.name])).toEqual([
      ["hikube-system", "tenant-shop.ci"],
      ["hikube-system", "tenant-shop.audit"],
    ]);
    for (const account of accounts) {
      expect(account.automountServiceAccountToken).toBe(false);
      expect(account.metadata.labels).toEqual(tenantLabels(node.tenant));
    }
  });

  test("has a level from the tenant's own namespace, admin unless it says another", () => {
    const account = (name: string) => ({ kind: "ServiceAccount", name, namespace: "hikube-system" });
    expect(subjectsOf(node.tenant, "admin")).toEqual([account("tenant-shop.ci")]);
    expect(subjectsOf(node.tenant, "viewer")).toEqual([account("tenant-shop.audit")]);
    expect(subjectsOf(node.tenant, "owner")).toBeUndefined();
  });

  test("has it on all sub-tenants, and a sub-tenant's never on the parent", () => {
    expect(subjectsOf(web!.tenant, "admin")).toEqual([
      { kind: "ServiceAccount", name: "tenant-shop-web.ci", namespace: "hikube-system" },
      { kind: "ServiceAccount", name: "tenant-shop.ci", namespace: "hikube-system" },
    ]);
    expect(JSON.stringify(tenantObjects(node.tenant, []).bindings)).not.toContain("tenant-shop-web.ci");
    expect(tenantObjects(web!.tenant, []).bindings.filter(({ kind }) => kind === "ServiceAccount")).toHaveLength(1);
  });

  test("is not taken for the account of another tenant, however names are cut", () => {
    const forest = [
      tree({ name: "a", access: { deployers: [{ name: "b-ci" }] }, children: [{ name: "b", quota: SMALL }] }),
    ];
    expect(validateTenants(forest)).toEqual([]);
    const child = tree({ name: "a", children: [{ name: "b", quota: SMALL, access: { deployers: [{ name: "ci" }] } }] });
    expect(forest[0]!.tenant.deployers[0]!.account).not.toBe(child.children[0]!.tenant.deployers[0]!.account);
  });

  test("with a dot in its name is one fault", () => {
    const deployers = [{ name: "c.i" }];
    expect(faultsOf({ name: "a", access: { deployers } }).map(pathOf)).toEqual(["a.access.deployers[0].name"]);
  });

  test("must be known at synth, because its name makes an address", () => {
    const TOKEN = "${TfToken[TOKEN.1]}";
    const spec = { name: "a", access: { deployers: [{ name: TOKEN }] } };
    const [issue] = validateTenants([tree(spec)], (value) => value !== TOKEN);
    expect(issue).toMatchObject({ path: ["a", "access", "deployers", 0, "name"], code: "must-be-known-at-synth" });
  });
});

describe("people of a tenant that declares prefixes", () => {
  const people = (...names: string[]) => ({ owners: names.map((name) => ({ kind: "Group", name })) });
  const paths = (spec: LooseSpec) => faultsOf(spec).map(pathOf);
  const shop = { subjectPrefixes: ["oidc:shop-"] };

  test("have names that start so, on a top tenant too", () => {
    expect(
      paths({ name: "a", security: shop, access: people("oidc:shop-team", "oidc:shopkeepers", "platform") }),
    ).toEqual(["a.access.owners[1].name", "a.access.owners[2].name"]);
    expect(paths({ name: "a", security: { subjectPrefixes: ["*"] }, access: people("platform") })).toEqual([]);
    expect(paths({ name: "a", access: people("platform") })).toEqual([]);
  });

  test("are held to the nearest list that names any, and those of a parent come along as they are", () => {
    const child = (security: object | undefined, name: string) =>
      paths({
        name: "a",
        security: { subjectPrefixes: ["oidc:"] },
        access: people("oidc:platform"),
        children: [{ name: "b", quota: SMALL, security, access: people(name) }],
      });
    expect(child(undefined, "oidc:any")).toEqual([]);
    expect(child(shop, "oidc:shop-team")).toEqual([]);
    expect(child(shop, "oidc:platform")).toEqual(["a/b.access.owners[0].name"]);
    expect(child({ subjectPrefixes: [] }, "oidc:any")).toEqual([]);
    expect(child({ subjectPrefixes: [] }, "support")).toEqual(["a/b.access.owners[0].name"]);
  });

  test("are accounts or not known yet without a fault", () => {
    const TOKEN = "${TfToken[TOKEN.1]}";
    const viewers = [
      { kind: "User", name: TOKEN },
      { kind: "ServiceAccount", name: "ci", namespace: "ci" },
    ];
    const node = tree({ name: "a", security: shop, access: { viewers } });
    expect(validateTenants([node], (value) => value !== TOKEN)).toEqual([]);
  });

  test("are judged by what is known of a parent elsewhere, whose own people are not judged here", () => {
    const below = (security: object | undefined) => {
      const parent = externalParent(
        { namespace: "tenant-a", profile: "development", access: people("platform") as AccessSpec, security },
        knownCluster(CLUSTER),
      );
      const child = tree({ name: "b", quota: SMALL, access: people("support") }, parent);
      return validateTenants([{ external: parent, children: [child] }]).map(pathOf);
    };
    expect(below(shop)).toEqual(["tenant-a/b.access.owners[0].name"]);
    expect(below(undefined)).toEqual([]);
  });
});

describe("nobody is let in who is not meant", () => {
  test.each([
    ["everybody who is signed in", { kind: "Group", name: "system:authenticated" }],
    ["everybody", { kind: "Group", name: "system:unauthenticated" }],
    ["all accounts of a namespace", { kind: "Group", name: "system:serviceaccounts:tenant-b" }],
    ["an account under the name of a user", { kind: "User", name: "system:serviceaccount:tenant-b:default" }],
    ["a sibling's account", { kind: "ServiceAccount", name: "default", namespace: "tenant-a-c" }],
    ["an account of an unrelated tenant", { kind: "ServiceAccount", name: "default", namespace: "tenant-b" }],
  ])("not %s", (_, subject) => {
    const issues = validateTenants([
      tree({
        name: "a",
        children: [
          { name: "d", quota: SMALL, access: { viewers: [subject] } },
          { name: "c", quota: SMALL },
        ],
      }),
      tree({ name: "b" }),
    ]);
    expect(issues.map(pathOf)).toEqual([
      expect.stringMatching(/^a\/d\.access\.viewers\[0\]\.(name|namespace)$/) as string,
    ]);
  });
});
