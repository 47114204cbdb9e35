import { findingsOf, formatFindings } from "../../../src/cli/matrix/findings";
import { liveMatrix, type LiveMatrix } from "../../../src/cli/matrix/live-matrix";
import { readSnapshot } from "../../../src/live/snapshot";
import { openWays, strangeThings } from "../../../src/cli/matrix/what-fails";
import { declaredSnapshot } from "../../../src/cli/matrix/tenant-snapshot";
import { tenantsDocument } from "../../../src/model/tenant/document";
import type { ClusterSnapshot } from "../../../src/connectivity";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { CLUSTER, tree } from "../../model/tenants";

const isIncomplete = (found: LiveMatrix) => openWays(found).some(({ code }) => code === "not-judged");

test("a pod whose namespace came after the namespaces were listed is left out", async () => {
  const pod = (namespace: string) => ({ apiVersion: "v1", kind: "Pod", metadata: { name: "p", namespace } });
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } };
  const objects = [namespace, pod("shop"), pod("new")];
  const list = ({ kind }: { readonly kind: string }) => Promise.resolve(objects.filter((one) => one.kind === kind));
  expect((await readSnapshot({ list })).pods.map((one) => one.namespace)).toEqual(["shop"]);
});

describe("a namespace that is too large to be held", () => {
  const meta = (name: string, namespace = "big") => ({ name, namespace });
  const POLICY = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" };
  const POD = { apiVersion: "v1", kind: "Pod" };
  const ports = Array.from({ length: 30_000 }, (_, index) => ({ port: index + 1 }));
  const labels = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`k${index}`, "v"]));
  const largePolicy = (name: string): KubeObject => ({
    ...POLICY,
    metadata: meta(name),
    spec: { podSelector: {}, ingress: [{ ports }] },
  });
  const largePod = (name: string): KubeObject => ({
    ...POD,
    metadata: { ...meta(name), labels },
    spec: {},
    status: {},
  });
  const names = Array.from({ length: 60 }, (_, index) => `r${index}`);
  const small = [
    ...["big", "small"].map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })),
    { ...POD, metadata: { ...meta("p", "small"), labels: { a: "b" } }, spec: {} },
    { ...POLICY, metadata: meta("open", "small"), spec: { podSelector: {}, ingress: [{}] } },
  ];

  async function read(objects: readonly KubeObject[]): Promise<ClusterSnapshot> {
    const kept: KubeObject[] = [];
    const list = ({ kind }: { readonly kind: string }, { keep = (object: KubeObject) => object } = {}) => {
      const found = objects.filter((one) => one.kind === kind).map(keep);
      kept.push(...found);
      return Promise.resolve(found);
    };
    const snapshot = await readSnapshot({ list });
    expect(JSON.stringify(kept).length).toBeLessThan(5_000_000);
    return snapshot;
  }

  test.each([
    ["policies", largePolicy],
    ["pods", largePod],
  ])("is named by its ways, and hides no other one: %s", async (_, large) => {
    const objects = [...small, ...names.map(large)];
    const found = liveMatrix(await read(objects), CLUSTER);
    expect(found.notJudged).toContainEqual({ from: "small", to: "big" });
    expect(found.notJudged.filter(({ from, to }) => from !== "big" && to !== "big")).toEqual([]);
    expect(isIncomplete(found)).toBe(true);
  });

  test("is judged where it is large by many small ones", async () => {
    const pods = names.map((name) => ({ ...POD, metadata: { ...meta(name), labels: { a: "b" } }, spec: {} }));
    expect(liveMatrix(await read([...small, ...pods]), CLUSTER).notJudged).toEqual([]);
  });
});

describe("held against what is declared,", () => {
  const roots = [
    tree({ name: "a", profile: "production" }, undefined, CLUSTER),
    tree({ name: "b" }, undefined, CLUSTER),
  ];
  const tenants = { file: "tenants.yaml", cluster: CLUSTER, roots, document: tenantsDocument(roots, CLUSTER) };
  const declared = declaredSnapshot(roots);
  const held = (policies: ClusterSnapshot["policies"], pods: ClusterSnapshot["pods"] = []) =>
    liveMatrix({ ...declared, policies: [...declared.policies, ...policies], pods }, CLUSTER, { tenants });
  const policy = (name: string, spec: object): KubeObject => ({
    ...{ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: { name, namespace: "tenant-a" } },
    spec,
  });
  const inside = (index: number) =>
    policy(`own-${index}`, {
      podSelector: { matchExpressions: [{ key: `k${index}`, operator: "NotIn", values: ["x"] }] },
      ingress: [{ from: [{ podSelector: { matchLabels: { [`p${index}`]: "y" } } }], ports: [{ port: index + 1 }] }],
    });
  const isolated = policy("opens-isolated", {
    podSelector: { matchLabels: { "hikube.cloud/isolated": "true" } },
    ingress: [{ from: [{ podSelector: {} }] }],
  });

  test("what a tenant opens inside itself is named, and is no finding", () => {
    const found = held([isolated]);
    expect(found.comparison).toMatchObject({
      undeclared: [],
      missing: [],
      foreignPolicies: ["tenant-a/opens-isolated"],
    });
    expect(found.notJudged).toEqual([]);
  });

  test("a way out that somebody opened is a finding, whatever a tenant does to be costly", () => {
    const attack = Array.from({ length: 300 }, (_, index) => inside(index));
    const pods = Array.from({ length: 150 }, (_, index) => {
      return { namespace: "tenant-a", name: `pod-${index}`, labels: { [`k${index}`]: "x", unique: `u${index}` } };
    });
    const out = policy("out", {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [{ to: [{ ipBlock: { cidr: "9.9.9.9/32" } }] }],
    });
    const calm = held(attack, pods);
    expect(calm.comparison).toMatchObject({ undeclared: [], missing: [] });
    expect(calm.comparison?.foreignPolicies).toHaveLength(300);
    expect(calm.notJudged).toEqual([{ from: "tenant-a", to: "tenant-a" }]);
    expect(isIncomplete(calm)).toBe(false);
    expect(formatFindings(findingsOf(calm))).toMatch(
      /too costly to evaluate, among the pods of one namespace.*\n {2}tenant-a$/m,
    );
    const found = held([...attack, out], pods);
    expect(found.comparison?.undeclared).toMatchObject([{ from: "tenant-a", to: "internet" }]);
    expect(found.comparison?.foreignPolicies).toContain("tenant-a/out");
  });

  test("where ways to others are too costly, the policies are named and the result is incomplete", () => {
    const costly = Array.from({ length: 400 }, (_, index) =>
      policy(`across-${index}`, {
        podSelector: {
          matchExpressions: Array.from({ length: 10 }, (_, key) => ({
            key: `k${index}-${key}`,
            operator: "DoesNotExist",
          })),
        },
        policyTypes: ["Egress"],
        egress: [{ to: [{ namespaceSelector: {} }], ports: [{ port: index + 1 }] }],
      }),
    );
    const found = held(costly);
    expect(isIncomplete(found)).toBe(true);
    expect(found.comparison?.foreignPolicies).toHaveLength(400);
    expect(found.notJudged).toContainEqual({ from: "tenant-a", to: "tenant-b" });
    expect(formatFindings(findingsOf(found))).toMatch(/look at the policies of both sides:\n/);
  });

  describe("a tenant that the file does not name", () => {
    const labels = (name: string) => ({ "hikube.cloud/tenant": name, [`tenant.hikube.cloud/${name}`]: "" });
    const below = { "tenant.hikube.cloud/tenant-gone": "" };
    const walls = (namespace: string, ...directions: readonly string[]) =>
      directions.map((direction) => ({
        ...policy(`deny-${direction}`, { podSelector: {}, policyTypes: [direction] }),
        metadata: { name: `deny-${direction}`, namespace },
      }));
    const found = liveMatrix(
      {
        ...declared,
        namespaces: [
          ...[...declared.namespaces, { name: "kube-system" }, { name: "slipped", labels: below }],
          ...["open", "half", "walled"].map((name) => ({ name, labels: labels(name) })),
        ],
        policies: [...declared.policies, ...walls("half", "Ingress"), ...walls("walled", "Ingress", "Egress")],
      },
      CLUSTER,
      { tenants },
    );

    test("is named, with the walls that it lacks, and fails where nothing else may be there", () => {
      expect(found.comparison).toMatchObject({
        foreignNamespaces: ["slipped", "open", "half", "walled"],
        foreignOpen: ["slipped: ingress, egress", "open: ingress, egress", "half: egress"],
      });
      expect(openWays(found)).toEqual([]);
      expect(strangeThings(found).map(({ code }) => code)).toEqual([
        ...Array<string>(4).fill("foreign-namespace"),
        ...Array<string>(3).fill("foreign-open"),
      ]);
      const text = formatFindings(findingsOf(found));
      expect(text).toContain("that tenants.yaml does not name, taken as they are:\n  slipped\n");
      expect(text).toContain("of these, what no policy closes by default:\n  slipped: ingress, egress\n");
    });
  });
});
