import { mkdirSync, writeFileSync } from "node:fs";
import { NO_FOREIGN, type ForeignPolicies } from "../../../src/cli/plan/foreign-policies";
import { formatReviewed } from "../../../src/cli/plan/format";
import { markdownOfPlans } from "../../../src/cli/plan/markdown";
import { parsePlan } from "../../../src/cli/plan/plan";
import { reviewPlans } from "../../../src/cli/plan/review-plan";
import { tenantsDocument } from "../../../src/model/tenant/document";
import { CLUSTER, tree } from "../../model/tenants";
import { lineOf } from "../../review/states";
import { inFolder } from "../call";

inFolder({});

type Values = Readonly<Record<string, unknown>>;

const MARKS = { "app.kubernetes.io/managed-by": "hikube" };

function labels(tenant: string): Values {
  return { ...MARKS, "hikube.cloud/tenant": tenant };
}

function namespace(name: string, annotations: Values = {}, more: Values = {}): Values {
  return { metadata: [{ name, labels: { ...labels(name), ...more }, annotations, uid: "u" }] };
}

function policy(namespaceName: string, egress: readonly unknown[]): Values {
  return {
    metadata: [{ name: "hikube-to-cidrs-egress", namespace: namespaceName, labels: labels(namespaceName) }],
    spec: [{ pod_selector: [{}], policy_types: ["Egress"], egress }],
  };
}

interface Given {
  readonly address?: string;
  readonly unknown?: unknown;
}

function resource(
  type: string,
  actions: readonly string[],
  [before, after]: readonly unknown[],
  given: Given = {},
): Values {
  const change = { actions, before, after, after_unknown: given.unknown ?? {} };
  return { address: given.address ?? `${type}.a`, mode: "managed", type, change };
}

function planOf(...resource_changes: readonly Values[]) {
  return { plan: parsePlan(JSON.stringify({ format_version: "1.2", resource_changes })) };
}

let foreign: ForeignPolicies = NO_FOREIGN;

afterEach(() => {
  foreign = NO_FOREIGN;
});

function lines(...plans: readonly ReturnType<typeof planOf>[]): readonly string[] {
  return reviewPlans(plans, "cdktf.out", foreign).changes.map(lineOf);
}

const NAMESPACE = "kubernetes_namespace_v1";
const POLICY = "kubernetes_network_policy_v1";
const MANIFEST = "kubernetes_manifest";
const PORT = { port: "443", protocol: "TCP" };
const TO = (cidr: string) => ({ to: [{ ip_block: [{ cidr, except: [] }] }], ports: [PORT] });

test("what stands unchanged decides on ways, too", () => {
  const shut = {
    metadata: [{ name: "deny", namespace: "t", labels: labels("t") }],
    spec: [{ pod_selector: [{}], policy_types: ["Egress"] }],
  };
  const before = namespace("t");
  expect(
    lines(
      planOf(
        resource(NAMESPACE, ["no-op"], [before, before]),
        resource(POLICY, ["no-op"], [shut, shut]),
        resource(
          POLICY,
          ["update"],
          [policy("t", [TO("1.1.1.1/32")]), policy("t", [TO("1.1.1.1/32"), TO("10.0.0.0/8")])],
        ),
      ),
    ),
  ).toEqual([
    "danger t way-opens t -> private networks (IPv4): - => TCP 443 to 10.0.0.0/8",
    "info t object-changed NetworkPolicy hikube-to-cidrs-egress: - => spec.egress[1].ports[0].port, spec.egress[1].ports[0].protocol, spec.egress[1].to[0].ipBlock.cidr",
  ]);
});

test("the facts that synth wrote tell the cluster's own addresses", () => {
  mkdirSync("cdktf.out");
  const facts = { ...CLUSTER, nodeCidrs: ["172.31.0.0/16"] };
  writeFileSync("cdktf.out/hikube.json", JSON.stringify(tenantsDocument([tree({ name: "t", namespace: "t" })], facts)));
  const still = namespace("t");
  const plan = planOf(
    resource(NAMESPACE, ["no-op"], [still, still]),
    resource(POLICY, ["update"], [policy("t", []), policy("t", [TO("172.31.0.0/16")])]),
  );
  expect(lines(plan)[0]).toBe("danger t way-opens t -> nodes: - => TCP 443");
  writeFileSync("cdktf.out/hikube.json", "{");
  expect(lines(plan)[0]).toContain("private networks");
});

test("an address that Terraform does not know yet is named", () => {
  const unknown = { spec: [{ egress: [{ to: [{ ip_block: [{ cidr: true }] }] }] }] };
  const after = policy("t", [{ to: [{ ip_block: [{ except: [] }] }], ports: [PORT] }]);
  expect(
    lines(
      planOf(
        resource(NAMESPACE, ["no-op"], [namespace("t"), namespace("t")]),
        resource(POLICY, ["create"], [null, after], { unknown }),
      ),
    ),
  ).toEqual([
    "danger t not-judged NetworkPolicy hikube-to-cidrs-egress: - => -",
    "info t object-added NetworkPolicy hikube-to-cidrs-egress: - => -",
  ]);
});

test("a namespace that is recreated, a resource that is not ours, and what only Terraform sees", () => {
  const same = { manifest: { apiVersion: "v1", kind: "K", metadata: { name: "k", labels: MARKS } } };
  expect(
    lines(
      planOf(
        resource(NAMESPACE, ["delete", "create"], [namespace("t"), namespace("t")]),
        resource("helm_release", ["delete"], [{}, null], { address: "helm_release.x" }),
        resource(MANIFEST, ["update"], [same, same]),
      ),
    ),
  ).toEqual([
    "danger t object-recreated Namespace t: - => -",
    "notice platform object-changed K k: - => -",
    "notice platform object-removed helm_release.x: - => -",
  ]);
});

test("drift of a manifest is what the live object says", () => {
  const manifest = {
    ...{ apiVersion: "admissionregistration.k8s.io/v1", kind: "ValidatingAdmissionPolicyBinding" },
    ...{ metadata: { name: "b", labels: MARKS }, spec: { validationActions: ["Deny"] } },
  };
  const live = { ...manifest, spec: { validationActions: ["Audit"], matchResources: {} } };
  expect(
    lines(
      planOf(
        resource(
          MANIFEST,
          ["update"],
          [
            { manifest, object: live },
            { manifest, object: null },
          ],
        ),
      ),
    ),
  ).toEqual(["danger platform object-changed ValidatingAdmissionPolicyBinding b: - => spec.validationActions[0]"]);
});

test("stacks of one cluster are judged together, those of two apart", () => {
  const [a, b] = ["a", "b"].map((name) => namespace(name));
  const expiring = (name: string) => namespace(name, { "hikube.cloud/expires-at": "2031-01-01T00:00:00Z" });
  const one = planOf(resource(NAMESPACE, ["update"], [a, expiring("a")]));
  expect(lines(one, planOf(resource(NAMESPACE, ["update"], [b, expiring("b")])))).toHaveLength(2);
  expect(lines(one, one)).toEqual(Array(2).fill("danger a lifetime expires: never => 2031-01-01T00:00:00Z"));
});

describe("policies that no stack has", () => {
  const still = namespace("t");
  const opening = planOf(
    resource(NAMESPACE, ["no-op"], [still, still]),
    resource(POLICY, ["update"], [policy("t", []), policy("t", [TO("10.0.0.0/8")])]),
  );
  const theirs = (spec: object) => ({
    ...{ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
    metadata: { name: "theirs", namespace: "t" },
    spec,
  });
  const ways = () => lines(opening).filter((line) => !line.includes("object-changed"));

  test("that opened a way before: nothing opens", () => {
    expect(ways()).toEqual(["danger t way-opens t -> private networks (IPv4): - => TCP 443 to 10.0.0.0/8"]);
    foreign = { ...NO_FOREIGN, policies: [theirs({ podSelector: {}, policyTypes: ["Egress"], egress: [{}] })] };
    expect(ways()).toEqual([]);
  });

  test("in a namespace of another tree are not taken", () => {
    const elsewhere = {
      ...theirs({ podSelector: {}, egress: [{}] }),
      metadata: { name: "theirs", namespace: "other" },
    };
    foreign = { ...NO_FOREIGN, policies: [elsewhere] };
    expect(ways()).toHaveLength(1);
  });

  test("that are too large, or cannot be read, are told once, and hide nothing of others", () => {
    foreign = { ...NO_FOREIGN, crowded: ["t"] };
    expect(ways()).toEqual(["danger t not-judged ways of t: - => -"]);
    foreign = { ...NO_FOREIGN, policies: [theirs({ podSelector: {}, strange: true })] };
    expect(ways()).toEqual(["danger t not-judged ways of t: - => -"]);
  });

  test("of a cluster that did not answer are told as that", () => {
    foreign = { ...NO_FOREIGN, unasked: ["no answer"] };
    expect(ways()).toContain("notice platform not-judged policies in the cluster that no stack has: - => -");
  });
});

test("what is forgotten stays", () => {
  expect(lines(planOf(resource(NAMESPACE, ["forget"], [namespace("t"), null])))).toEqual([]);
});

const REPORT = { stack: "s", clusters: [], hasEffect: true, tenants: [], overuses: [], losses: [], unasked: [] };

test("a comment says what apply refuses, and what the cluster warns of, whatever a text holds", () => {
  const removals = [{ namespace: "t`\n# ok", isProtected: true, isFirst: true }];
  const losses = [{ namespace: "u", cluster: "c", volumes: ["<b>`x`"], pods: 1 }];
  const shown = markdownOfPlans([{ ...REPORT, removals, losses }], { changes: [] });
  expect(shown.split("\n").filter((line) => line.startsWith("#"))).toEqual([
    "### Plan of tenants",
    "#### ⛔ Apply refuses this plan",
    "#### Warnings",
  ]);
  expect(shown).toContain("- ``u is removed with 1 pod and 1 volume: <b>`x` [tenant-removed-with-content]``");
  expect(shown.endsWith("0 to add, 0 to change, 0 to remove")).toBe(true);
  expect(markdownOfPlans([{ ...REPORT, hasEffect: false }], { changes: [] })).toBe(
    "### Plan of tenants\n\nNothing to change.",
  );
});

test("a comment is never too long for its host", () => {
  const long = "x".repeat(5_000);
  const changes = Array.from({ length: 3_000 }, (_, index) => ({
    kind: "access" as const,
    severity: "danger" as const,
    what: `Group ${String(index)}`,
  }));
  const removals = Array.from({ length: 50 }, () => ({ namespace: long, isProtected: true, isFirst: true }));
  const losses = Array.from({ length: 50 }, () => ({ namespace: long, cluster: "c", volumes: [long], pods: 1 }));
  const shown = markdownOfPlans([{ ...REPORT, removals, losses }], { changes });
  expect(shown.length).toBeLessThan(65_536);
  expect(shown).toContain("more changes do not fit here");
  expect(shown.match(/^- 40 more$/gm)).toHaveLength(2);
});

test("a comment has each refusal whole, with its remedy", () => {
  const moved = { from: `module.platform.hikube_tenant.${"shop_".repeat(20)}`, to: "hikube_tenant.shop" };
  const removals = Array.from({ length: 9 }, (_, index) => ({
    ...{ namespace: `tenant-${String(index)}`, isProtected: true, isFirst: false, moved },
  }));
  const refused = markdownOfPlans([{ ...REPORT, removals }], { changes: [] }).split("\n");
  const lines = refused.filter((line) => line.startsWith("- ``tenant-"));
  expect(lines).toHaveLength(9);
  for (const line of lines) expect(line).toContain("`hikube plan --json` lists the addresses under `readdressed`");
});

test("as text the review comes before the sums", () => {
  const review = { changes: [] };
  expect(formatReviewed([REPORT], review)).toBe("no change to review\n\nstack s\n0 to add, 0 to change, 0 to remove");
  expect(formatReviewed([{ ...REPORT, hasEffect: false }], review)).toBe("nothing to change");
});
