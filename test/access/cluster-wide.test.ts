import { renderAccessText } from "../../src/access/render-text";
import { CLUSTER } from "../model/tenants";
import { account, binding, codesOf, found, person, role } from "./live";

const SHOP = "tenant-top-shop";

describe("cluster-wide,", () => {
  const wide = (bound: string, subject: object) => found([role("look", ["pods:get"]), binding(bound, [subject])]);

  test.each([
    ["everybody", person("system:authenticated", "Group"), "everybody-in -"],
    ["nobody in particular", person("system:anonymous"), "everybody-in -"],
    ["an account of a tenant", account("app", SHOP), "tenant-cluster-wide -"],
    ["all accounts of a tenant", person(`system:serviceaccounts:${SHOP}`, "Group"), "tenant-cluster-wide -"],
    ["an account of a tenant as a user", person(`system:serviceaccount:${SHOP}:app`), "tenant-cluster-wide -"],
  ])("what %s gets is a finding", (_, subject, code) => {
    expect(codesOf(wide("ClusterRole look", subject))).toEqual([code]);
    expect(codesOf(wide("ClusterRole cluster-admin", subject))).toEqual([code]);
    // What opens nothing in a namespace is nobody's business.
    expect(codesOf(wide("ClusterRole hikube:classes", subject))).toEqual([]);
  });

  const ADMIN = "ClusterRole cluster-admin";
  test.each([
    ["a group of a tenant may do everything", ADMIN, person("support", "Group"), "holder-cluster-wide -"],
    ["a group of a tenant acts as others", "ClusterRole acts", person("support", "Group"), "holder-cluster-wide -"],
    ["a deployer", ADMIN, account("tenant-top.ci", "hikube-system"), "holder-cluster-wide -"],
    [
      "a deployer as a user",
      ADMIN,
      person("system:serviceaccount:hikube-system:tenant-top.ci"),
      "holder-cluster-wide -",
    ],
    ["all deployers", ADMIN, person("system:serviceaccounts:hikube-system", "Group"), "holder-cluster-wide -"],
    ["a person is a controller", "ClusterRole hikube:controller", person("eve"), "service-role -"],
    ["a group of people is a controller", "ClusterRole hikube:controller", person("devs", "Group"), "service-role -"],
    ["a controller that no facts name", "ClusterRole hikube:controller", account("x", "flux"), "service-role -"],
    ["a person is a pipeline", "ClusterRole hikube:platform", person("eve"), "service-role -"],
    ["an account elsewhere is a pipeline", "ClusterRole hikube:platform", account("x", "people"), "service-role -"],
  ])("%s is a finding", (_, bound, subject, code) => {
    const acts = role("acts", ["users:impersonate"]);
    expect(codesOf(found([acts, binding(bound, [subject])]))).toEqual([code]);
  });

  test.each([
    ["people who hold no level", ADMIN, person("ops", "Group")],
    ["people of a tenant who only look", "ClusterRole look", person("support", "Group")],
    ["a controller that the facts name", "ClusterRole hikube:controller", account("flux", "flux-system")],
    ["a pipeline", "ClusterRole hikube:platform", account("pipeline-apply", "hikube-system")],
    ["a group of pipelines", "ClusterRole hikube:platform", person("ci:apply", "Group")],
  ])("%s are listed, and no finding", (_, bound, subject) => {
    const controllers = [{ kind: "ServiceAccount" as const, name: "flux", namespace: "flux-system" }];
    const cluster = { ...CLUSTER, controllers };
    expect(codesOf(found([role("look", ["pods:get"]), binding(bound, [subject])], { cluster }))).toEqual([]);
  });

  test("others are told by their roles, administrators by name, Kubernetes' own components by number", () => {
    const system = { ...role("system:node", ["pods:get"]) };
    const text = renderAccessText(
      found([
        ...[system, role("look", ["secrets:list"])],
        binding("ClusterRole cluster-admin", [person("system:masters", "Group"), person("ops", "Group")]),
        binding("ClusterRole system:node", [person("system:nodes", "Group")]),
        binding("ClusterRole system:node", [person("eve")]),
        binding("ClusterRole look", [person("a"), account("b", "backup")]),
      ]),
    );
    expect(text).toContain(`in every namespace, by ClusterRoleBindings:
  cluster-admin, everything: Group ops, Group system:masters
  Kubernetes' own components by roles of system:… : 1
  ClusterRole system:node, reads pods: User eve
  ClusterRole look, reads Secrets: ServiceAccount backup/b, User a
`);
  });

  test.each([
    ["tokens of all", ["serviceaccounts|token:create"], "makes tokens of ServiceAccounts"],
    ["tokens of some", ["serviceaccounts|token:create@b,a"], "makes tokens of ServiceAccounts (only a, b)"],
    ["acts as accounts", ["serviceaccounts:impersonate"], "acts as other users"],
    ["binds roles", ["rbac.authorization.k8s.io/roles:bind"], "hands on rights that it does not hold"],
  ])("who takes accounts in the platform's namespace is a finding: %s", (_, rules, words) => {
    const given = role("tokens", rules, "hikube-system");
    const report = found([given, binding("Role tokens", [person("ops", "Group")], "hikube-system")]);
    expect(codesOf(report)).toEqual(["takes-accounts -"]);
    expect(renderAccessText(report)).toContain(`  ! Group ops: Role tokens, ${words} (by by-hand)`);
  });

  test("other rights there are shown, and an account of a tenant has none", () => {
    const reads = role("reads", ["configmaps:get"], "hikube-system");
    const bound = binding("Role reads", [person("ops", "Group"), account("app", SHOP)], "hikube-system");
    const report = found([reads, bound]);
    expect(codesOf(report)).toEqual(["tenant-cluster-wide -"]);
    expect(renderAccessText(report)).toContain("  Group ops: Role reads, reads configmaps (by by-hand)");
  });
});
