import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { renderReviewMarkdown } from "../../src/review/render-markdown";
import { renderReviewText } from "../../src/review/render-text";
import { reviewChanges } from "../../src/review/review";
import { platformObjects } from "../../src/model/platform/platform";
import { CLUSTER, type LooseSpec } from "../model/tenants";
import { changesBetween, compared, linesOf, stateOf } from "./states";

const GROUP = (name: string) => ({ kind: "Group" as const, name });
const NOTHING = { objects: [] };

function dangersOf(tenant: LooseSpec): readonly string[] {
  return linesOf(compared(NOTHING, stateOf(tenant))).filter((line) => line.startsWith("danger"));
}

describe("a new tenant", () => {
  test.each([{ profile: "production" }, { profile: "development" }, { profile: "sandbox", expiresAt: "never" }])(
    "with the defaults of %j is no danger, and says what it may take",
    (spec) => {
      expect(dangersOf({ name: "a", ...spec })).toEqual([]);
      const lines = linesOf(compared(NOTHING, stateOf({ name: "a", ...spec })));
      expect(lines.find((line) => line.includes("quota of the new tenant"))).toMatch(/requests\.cpu \d+, /);
    },
  );

  test.each([
    ["laxer pods", { security: { podSecurity: "baseline" } }, "security podSecurity: - => baseline"],
    ["images of a node", { security: { alwaysPullImages: false } }, "security alwaysPullImages: - => no"],
    ["hosts of everybody", { security: { hostnames: ["*"] } }, "security hostnames: - => *"],
    ["ports of nodes", { security: { serviceTypes: ["NodePort"] } }, "security serviceTypes: - => NodePort"],
    ["long tokens", { security: { tokenExpirationSeconds: 86_400 } }, "security tokenExpirationSeconds: - => 86400"],
    ["no bound", { quota: { cpu: "unlimited" } }, "quota requests.cpu: - => unbounded"],
    ["addresses", { quota: { loadBalancers: 9 } }, "quota services.loadbalancers: - => 9"],
    ["devices", { quota: { extendedResources: { "example.com/gpu": 2 } } }, "quota requests.example.com/gpu: - => 2"],
    [
      "everybody",
      { access: { admins: [GROUP("system:authenticated")] } },
      "access Group system:authenticated: - => admin",
    ],
  ])("with %s is one", (_, spec, line) => {
    expect(dangersOf({ name: "a", profile: "production", ...spec })).toContain(`danger tenant-a ${line}`);
  });

  test("in a namespace of the cluster's own systems is one", () => {
    const [line] = dangersOf({ name: "a", namespace: "cert-manager", allowReservedNamespace: true });
    expect(line).toBe("danger cert-manager tenant-added cert-manager: - => a top tenant, profile development");
  });

  test("below one that has the same passes nothing on", () => {
    const top = { name: "a", security: { hostnames: ["*"] } };
    const child = { ...top, children: [{ name: "b", quota: { share: 10 } }] };
    expect(linesOf(changesBetween(top, child)).filter((line) => line.startsWith("danger"))).toEqual([]);
  });
});

test.each([
  ["loadBalancers", { loadBalancers: 1 }, { loadBalancers: 2 }, "services.loadbalancers: 1 => 2"],
  [
    "devices",
    { extendedResources: { "example.com/gpu": 1 } },
    { extendedResources: { "example.com/gpu": 2 } },
    "requests.example.com/gpu: 1 => 2",
  ],
])("more %s are a danger, fewer are not", (_, less, more, line) => {
  const lines = (from: object, to: object) =>
    linesOf(changesBetween({ name: "a", quota: from }, { name: "a", quota: to }));
  expect(lines(less, more)).toContain(`danger tenant-a quota ${line}`);
  expect(lines(more, less).filter((each) => each.startsWith("danger"))).toEqual([]);
});

test("addresses that only move within a tree are no danger, nor those of a new part of it", () => {
  const shop = (share: number) => [{ name: "b", quota: { share } }];
  const tree = (children: readonly LooseSpec[]) => ({ name: "a", profile: "production", children });
  const dangers = (from: readonly LooseSpec[], to: readonly LooseSpec[]) =>
    linesOf(changesBetween(tree(from), tree(to))).filter((line) => /^danger.*loadbalancers/.test(line));
  expect(dangers(shop(25), shop(20))).toEqual([]);
  expect(dangers(shop(20), shop(75))).toEqual([]);
  expect(dangers([], shop(75))).toEqual([]);
  const more = { ...tree(shop(25)), quota: { loadBalancers: 8 } };
  const found = linesOf(changesBetween(tree(shop(25)), more)).filter((line) => line.includes("loadbalancers"));
  expect(found).toEqual([
    "danger tenant-a quota services.loadbalancers: 3 => 6",
    "danger tenant-a-b quota services.loadbalancers: 1 => 2",
  ]);
});

test("a namespace that is adopted is told as a new tenant, without a danger for each of its walls", () => {
  const found: KubeObject = {
    ...{ apiVersion: "v1", kind: "Namespace" },
    metadata: { name: "crm", labels: { "istio-injection": "enabled" } },
  };
  const lines = linesOf(compared({ objects: [found] }, stateOf({ name: "crm", namespace: "crm", profile: "staging" })));
  expect(lines.filter((line) => line.startsWith("danger"))).toEqual([]);
  expect(lines).toContain("notice crm tenant-added crm: - => a top tenant, profile staging");
  expect(lines).toContain("notice crm security podSecurity: - => restricted");
  expect(lines).toContain("notice crm label label istio-injection: enabled => -");
});

test("another profile is few lines, and JSON has all of them", () => {
  const changes = changesBetween({ name: "a", profile: "production" }, { name: "a", profile: "staging" });
  expect(changes.filter(({ kind }) => kind === "quota").length).toBeGreaterThan(20);
  for (const shown of [renderReviewText({ changes }), renderReviewMarkdown({ changes })]) {
    const lines = shown.split("\n").filter((line) => line.includes("quota"));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("requests.cpu 32 → 16");
    expect(shown).toContain("hikube.cloud/profile");
  }
});

test("another contact is one line for all guardrails", () => {
  const state = (contact: string) => {
    const { base, guardrails } = platformObjects({ cluster: CLUSTER, guardrails: true, contact });
    return { objects: [...base, ...guardrails] };
  };
  const review = reviewChanges(state("#help"), state("#platform"), { facts: CLUSTER });
  expect(review.changes.length).toBeGreaterThan(10);
  expect(
    renderReviewText(review)
      .split("\n")
      .filter((line) => line.includes("the messages alone")),
  ).toHaveLength(1);
});
