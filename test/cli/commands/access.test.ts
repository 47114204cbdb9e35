import { writeFileSync } from "node:fs";
import type { AccessDocument } from "../../../src/access/document";
import { loadTenants } from "../../../src/cli/tenants-source";
import { forestObjects } from "../../../src/model/tenant/objects/objects";
import { account, binding, person, role } from "../../access/live";
import { hikube, hikubeJson, inFolder, TENANTS_YAML } from "../call";
import { withServer } from "../live-server";

const ACCESS = `
    access: { owners: [{ kind: Group, name: shop-team }], viewers: [{ kind: Group, name: support }] }
    children:`;

inFolder({ "tenants.yaml": TENANTS_YAML.replace("\n    children:", ACCESS) });
const held = withServer();

beforeEach(() => {
  held.objects = forestObjects(loadTenants("tenants.yaml").roots).flatMap(({ objects }) => objects);
});

const live = (...words: readonly string[]) =>
  hikube("access", "tenants.yaml", "--live", "--kubeconfig", "kubeconfig", ...words);

test("the tree, with who holds what and from where; a tenant that nobody enters says so", async () => {
  expect(await hikube("access", "tenants.yaml")).toEqual({
    code: 0,
    err: "",
    out: `alpha  tenant-alpha
  owner   Group shop-team
  viewer  Group support
  web  tenant-alpha-web
    from tenant-alpha: owner Group shop-team; viewer Group support
beta  tenant-beta
  nobody
`,
  });
});

test("for programs the same, complete", async () => {
  expect(await hikubeJson("access", "tenants.yaml", "--tenant", "web", "--subject", "group:support")).toEqual({
    formatVersion: 1,
    tenants: [
      {
        ...{ namespace: "tenant-alpha-web", name: "web", depth: 1, parent: "tenant-alpha", declared: true },
        grants: [
          {
            ...{ subject: { kind: "Group", name: "support" }, level: "viewer", role: "ClusterRole hikube:viewer" },
            ...{ binding: "hikube-viewer", from: "tenant-alpha", declared: true },
          },
        ],
      },
    ],
    findings: [],
  });
});

test("tenants and subjects may be named more than once", async () => {
  const words = ["--tenant", "web", "--tenant", "beta", "--subject", "group:support", "--subject", "group:shop-team"];
  const { tenants } = (await hikubeJson("access", "tenants.yaml", ...words)) as AccessDocument;
  expect(tenants.map(({ name, grants }) => [name, grants.length])).toEqual([
    ["web", 2],
    ["beta", 0],
  ]);
});

test.each([
  ["a tenant that there is not", ["--tenant", "gamma"], /there is no tenant gamma; there are tenant-alpha, /],
  ["a subject of no kind", ["--subject", "oidc:support"], /--subject: received "oidc:support"; expected group:NAME/],
  ["an account without its namespace", ["--subject", "serviceaccount:ci"], /expected group:NAME/],
  ["a cluster that is not asked", ["--context", "c"], /are for --live/],
  ["findings of a cluster that is not asked", ["--accept", "a.yaml"], /--accept is for --live/],
  ["a file of accepted findings that is not there", ["--live", "--accept", "a.yaml"], /unreadable-file/],
])("%s is refused", async (_, words, message) => {
  expect(await hikube("access", "tenants.yaml", ...words)).toMatchObject({
    code: 2,
    err: expect.stringMatching(message) as unknown,
  });
});

test("a live cluster that is as declared: nothing to look at", async () => {
  const { code, out } = await live();
  expect(code).toBe(0);
  expect(out).toMatch(/\nhttp:\/\/127\.0\.0\.1:\d+, compared with tenants\.yaml: 0 findings\n$/);
});

test("what was bound by hand is marked and listed, what an owner may do is not, and others' rights are counted", async () => {
  held.objects = [
    ...held.objects,
    binding("ClusterRole cluster-admin", [person("eve")], "tenant-beta"),
    binding("Role app", [account("app", "tenant-beta")], "tenant-beta", "app"),
    role("app", ["configmaps:get"], "tenant-beta"),
    binding("ClusterRole cluster-admin", [person("eve")], "kube-system"),
  ];
  const { code, out } = await live();
  expect(code).toBe(3);
  expect(out).toContain("  ! User eve: ClusterRole cluster-admin, nothing, there is no such role (by by-hand)\n");
  expect(out).toContain("  ~ ServiceAccount tenant-beta/app: Role app, reads configmaps (by app)\n");
  expect(out).toMatch(/somebody must look at:\n {2}tenant-beta: User eve has [^\n]*\n\nhttp[^\n]*: 1 finding\n$/);
  expect((await live("--tenant", "alpha")).code).toBe(0);
});

test("a finding that is accepted by its id is shown with its reason, and one that is not found any more is noted", async () => {
  const evil = binding("ClusterRole cluster-admin", [person("eve")], "tenant-beta");
  held.objects = [...held.objects, evil];
  const [, id = ""] = /somebody must look at:\n.* \((access-[0-9a-f]{16})\)\n/.exec((await live()).out) ?? [];
  const gone = "access-0000000000000000";
  const entries = [id, gone, "network-0000000000000000"].map((one) => `  - { id: ${one}, reason: on call }\n`);
  writeFileSync("accepted.yaml", `formatVersion: 1\naccepted:\n${entries.join("")}`);
  const { code, out, err } = await live("--accept", "accepted.yaml");
  expect({ code, err }).toEqual({
    code: 0,
    err: `note: ${gone} is accepted and not found: on call [unused-acceptance]\n`,
  });
  expect(out).toMatch(/looked at and accepted:\n {2}tenant-beta: User eve has .* \(access-\w+\), accepted: on call\n/);
  const json = JSON.parse((await live("--accept", "accepted.yaml", "--json")).out) as object;
  expect(json).toMatchObject({ findings: [], accepted: [{ id, reason: "on call" }] });
  held.objects = [...held.objects, { ...evil, metadata: { ...evil.metadata, name: "again" } }];
  expect((await live("--accept", "accepted.yaml")).code).toBe(3);
  const report = await hikubeJson(
    ...["report", "tenants.yaml", "--live", "--kubeconfig", "kubeconfig", "--accept", "accepted.yaml"],
  );
  expect(report).toMatchObject({ findings: [{ code: "undeclared-cluster-role" }] });
  expect((report as { notes: readonly { message: string }[] }).notes.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^User eve has .*, accepted: on call$/),
  );
});

test("without a file the tenants of the cluster are shown", async () => {
  const { code, out } = await hikube("access", "--live", "--kubeconfig", "kubeconfig");
  expect(code).toBe(0);
  expect(out).toMatch(/^alpha {2}tenant-alpha\n {2}owner {3}Group shop-team\n/);
  expect(out).toMatch(/\nhttp:\/\/127\.0\.0\.1:\d+: 0 findings\n$/);
});

test("rights that lack are one error that names all of them, before anything is read", async () => {
  held.refused = ["list roles", "list clusterrolebindings"];
  const { code, out, err } = await live();
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toBe(`hikube: missing permissions to read who has access [missing-permission]:
  list roles.rbac.authorization.k8s.io
  list clusterrolebindings.rbac.authorization.k8s.io
  hint: get a binding to the ClusterRole hikube:auditor
`);
});
