import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import type { Change } from "../../src/review/change";
import { renderReviewMarkdown } from "../../src/review/render-markdown";
import { renderReviewText } from "../../src/review/render-text";
import { reviewChanges } from "../../src/review/review";
import { CLUSTER, SMALL, type LooseSpec } from "../model/tenants";
import { changesBetween, compared, linesOf, stateOf } from "./states";

const GROUP = (name: string) => ({ kind: "Group" as const, name });

/** What differs between two trees, each change on one line. */
function between(before: LooseSpec, after: LooseSpec): readonly string[] {
  return linesOf(changesBetween(before, after));
}

describe("whatever differs is a line", () => {
  test("also a subject that a binding names beside a higher level", () => {
    const prod = (access: object) => ({
      ...{ name: "a", access: { owners: [GROUP("oidc:p")] } },
      children: [{ name: "b", quota: SMALL, access }],
    });
    expect(between(prod({ viewers: [GROUP("v")] }), prod({ viewers: [GROUP("v"), GROUP("oidc:p")] }))).toEqual([
      "info tenant-a-b object-changed RoleBinding hikube-viewer: - => Group oidc:p (its level stays)",
    ]);
  });

  const object = (kind: string, body: object): { objects: readonly KubeObject[] } => ({
    objects: [{ ...{ apiVersion: "v1", kind, metadata: { name: "x" } }, ...body }],
  });
  const subjects = (...names: readonly string[]) => ({
    roleRef: { kind: "ClusterRole", name: "hikube:viewer" },
    subjects: names.map(GROUP),
  });
  const rule = (verbs: readonly string[]) => ({ apiGroups: [""], resources: ["pods"], verbs });
  const bounds = (...cpus: readonly string[]) => ({
    spec: { limits: cpus.map((cpu) => ({ type: "Container", max: { cpu } })) },
  });
  test.each([
    ["RoleBinding", subjects("a", "b"), subjects("b", "a")],
    ["ResourceQuota", { spec: { hard: { pods: "1" } } }, { spec: { hard: { pods: "1" }, scopes: ["BestEffort"] } }],
    ["LimitRange", bounds("1", "2"), bounds("3", "2")],
    ["ClusterRole", { rules: [] }, { rules: [], aggregationRule: { clusterRoleSelectors: [{ matchLabels: {} }] } }],
    ["ClusterRole", { rules: [rule(["get", "list"])] }, { rules: [rule(["get"]), rule(["list"])] }],
  ])("of a %s %#", (kind, before, after) => {
    expect(linesOf(compared(object(kind, before), object(kind, after)))).toEqual([
      expect.stringContaining(` object-changed ${kind} x: `),
    ]);
  });
});

describe("an expiry", () => {
  const [SOON, SAME] = ["2030-06-30T00:00:00Z", "2030-06-30T02:00:00+02:00"];
  test.each([
    [{}, { expiresAt: "never" }, "info tenant-a lifetime expires: never => never"],
    [{ expiresAt: SOON }, { expiresAt: SAME }, `info tenant-a lifetime expires: ${SOON} => ${SAME}`],
    [{ expiresAt: "never" }, { expiresAt: SOON }, `danger tenant-a lifetime expires: never => ${SOON}`],
    [{ expiresAt: SOON }, { expiresAt: "never" }, `notice tenant-a lifetime expires: ${SOON} => never`],
  ])("%j to %j", (before, after, line) => {
    expect(between({ name: "a", ...before }, { name: "a", ...after })).toEqual([line]);
  });
});

describe("counts that somebody chose", () => {
  const KEYS = ["count/cronjobs.batch", "services", "count/horizontalpodautoscalers.autoscaling"];
  const chosen = (amount: number) => ({ counts: Object.fromEntries(KEYS.map((key) => [key, amount])) });

  test.each(KEYS)("%s beyond the profile's is a danger, and a line of its own", (key) => {
    const changes = changesBetween({ name: "a" }, { name: "a", quota: { pods: 400, ...chosen(100_000) } });
    expect(linesOf(changes)).toContain(`danger tenant-a quota ${key}: 50 => 100k`);
    expect(renderReviewText({ changes })).toContain(`! quota ${key}: 50 → 100k; its profile gives 100`);
    const added = linesOf(compared({ objects: [] }, stateOf({ name: "a", quota: chosen(100_000) })));
    expect(added).toContain(`danger tenant-a quota ${key}: - => 100k`);
  });

  test("and what lowers them is a line, without a danger; what follows from pods is folded", () => {
    const changes = changesBetween({ name: "a", quota: chosen(1000) }, { name: "a", quota: { pods: 400 } });
    const shown = renderReviewMarkdown({ changes });
    for (const key of KEYS) expect(shown).toContain(`- quota \`${key}\`: \`1k\` → \`100\``);
    expect(shown).toContain("pods 200 → 400");
    expect(changes.filter(({ severity }) => severity === "danger")).toEqual([]);
  });
});

test("what a new tenant gives and opens is a danger where its namespace is adopted", () => {
  const after = stateOf({
    ...{ name: "a", access: { admins: [GROUP("oidc:x")] } },
    network: { internet: "allow" },
  });
  const lines = (adopted: readonly string[]) =>
    linesOf(reviewChanges({ objects: [] }, after, { facts: CLUSTER, adopted }).changes);
  for (const line of [
    "tenant-a access Group oidc:x: - => admin",
    "tenant-a way-opens tenant-a -> internet: - => all ports",
  ]) {
    expect(lines([])).toContain(`notice ${line}`);
    expect(lines(["tenant-a"])).toContain(`danger ${line}`);
  }
});

describe("ways", () => {
  const TCP = (port: number, endPort?: number) => [{ protocol: "TCP", port, endPort }];
  const egress = (toCidrs: readonly string[], ports = TCP(5432)) => ({
    name: "a",
    network: { internet: "deny", egress: [{ toCidrs, ports }] },
  });
  const NONE = { name: "a", network: { internet: "deny" } };

  test("to all ports of one protocol say so", () => {
    expect(between(NONE, egress(["10.20.0.0/16"], TCP(1, 65_535)))).toContainEqual(
      expect.stringContaining("all TCP ports to 10.20.0.0/16"),
    );
  });

  test.each([
    [["10.20.0.0/16"], "10.0.0.0/8 beyond 10.20.0.0/16"],
    // The cluster's own addresses are left out of both.
    [["10.64.0.0/10"], "10.0.0.0/8 beyond 10.64.0.0/10"],
    [["10.20.0.0/16", "10.30.0.0/16"], "10.0.0.0/8 beyond 10.20.0.0/16, 10.30.0.0/16"],
  ])("from %j to a wider block name both", (narrow, title) => {
    const [before, after] = [egress(narrow), egress(["10.0.0.0/8"])];
    const what = "tenant-a -> private networks (IPv4)";
    expect(between(before, after)).toContainEqual(`danger tenant-a way-opens ${what}: - => TCP 5432 to ${title}`);
    expect(between(after, before)).toContainEqual(`notice tenant-a way-closes ${what}: TCP 5432 to ${title} => -`);
  });
});

test("a name that looks like another one is told apart, in text and Markdown", () => {
  const change = changesBetween({ name: "a" }, { name: "a", access: { admins: [GROUP("oidc:pl\u0430tform")] } });
  for (const shown of [renderReviewText({ changes: change }), renderReviewMarkdown({ changes: change })]) {
    expect(shown).toContain("Group oidc:pl\\u0430tform");
    expect(shown).not.toContain("\u0430");
  }
  const note = changesBetween({ name: "a" }, { name: "a", cost: { note: "für alle" } });
  expect(renderReviewText({ changes: note })).toContain("für alle");
  const host: Change = { kind: "security", severity: "danger", what: "hostnames", after: "\u0430cme.example" };
  expect(renderReviewText({ changes: [host] })).toContain("none → \\u0430cme.example");
});
