import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatReviewed } from "../../../src/cli/plan/format";
import { markdownOfPlans } from "../../../src/cli/plan/markdown";
import { parsePlan } from "../../../src/cli/plan/plan";
import type { PlanReport } from "../../../src/cli/plan/report";
import { withStaleFacts } from "../../../src/cli/plan/stale-facts";
import { planJson } from "../../../src/cli/plan/warnings";
import { parseStackConfig } from "../../../src/cli/project/stack-config";
import { tenantsDocument } from "../../../src/model/tenant/document";
import type { Terraform } from "../../../src/terraform/terraform";
import { CLUSTER, tree } from "../../model/tenants";
import { withAnswers } from "./answering-server";

const TERRAFORM: Terraform = { path: "terraform", flavour: "terraform", env: {} };
const MARKS = { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": "tenant-a" };
const POLICY = "kubernetes_network_policy_v1";

const cluster = withAnswers();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hikube-stale-"));
  writeFileSync(join(folder, "hikube.json"), JSON.stringify(tenantsDocument([tree({ name: "a" })], CLUSTER)));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A plan of one policy of the tenant, its stack and its report. */
function planned(name: string, hasEffect = true) {
  const spec = [{ pod_selector: [{}], policy_types: ["Ingress"] }];
  const values = { metadata: [{ name: "ours", namespace: "tenant-a", labels: MARKS }], spec };
  const change = { actions: ["no-op"], before: values, after: values, after_unknown: {} };
  const resources = [{ address: `${POLICY}.a`, provider_config_key: "kubernetes" }];
  const text = {
    resource_changes: [{ address: `${POLICY}.a`, mode: "managed", type: POLICY, change }],
    configuration: { root_module: { resources } },
  };
  const host = cluster.url;
  const config = parseStackConfig(JSON.stringify({ provider: { kubernetes: [{ host }] }, terraform: {} }));
  const report: PlanReport = {
    stack: name,
    clusters: [],
    hasEffect,
    tenants: [],
    overuses: [],
    losses: [],
    unasked: [],
  };
  return {
    plan: parsePlan(JSON.stringify(text)),
    stack: { name, directory: ".", file: "f", dependencies: [], config },
    report,
  };
}

const FACT = /^version: the file says v1\.35\.4, the cluster v1\.36\.0$/;

test("a plan tells which facts its cluster tells otherwise, once for all stacks, in every form", async () => {
  cluster.answers = { "/version": { gitVersion: "v1.36.0" } };
  const reports = await withStaleFacts([planned("one"), planned("two", false)], folder, TERRAFORM);
  expect(reports.map(({ staleFacts = [] }) => staleFacts.map(({ fact }) => fact))).toEqual([
    [expect.stringMatching(FACT)],
    [],
  ]);
  const warning = { code: "stale-cluster-facts", message: expect.stringMatching(FACT) as unknown };
  expect(planJson(reports[0]!)).toMatchObject({ warnings: [warning] });
  const nothing = { changes: [] };
  expect(formatReviewed(reports, nothing)).toContain(
    "  warning: version: the file says v1.35.4, the cluster v1.36.0 [",
  );
  expect(markdownOfPlans(reports, nothing)).toContain("stale-cluster-facts");
});

test("a plan that changes nothing tells them, too", async () => {
  cluster.answers = { "/version": { gitVersion: "v1.36.0" } };
  const reports = await withStaleFacts([planned("one", false)], folder, TERRAFORM);
  const nothing = { changes: [] };
  expect(formatReviewed(reports, nothing)).toMatch(/^nothing to change\nwarning: version: .* \[stale-cluster-facts\]$/);
  expect(markdownOfPlans(reports, nothing)).toMatch(/Nothing to change\.[^]*stale-cluster-facts/);
});

test("what may not be read is not guessed: the API server is not at the address that was called", async () => {
  cluster.answers = {};
  const [report] = await withStaleFacts([planned("one")], folder, TERRAFORM);
  expect(report).not.toHaveProperty("staleFacts");
});

test("objects of no tenant tell of no cluster: nothing is compared", async () => {
  cluster.answers = { "/version": { gitVersion: "v1.36.0" } };
  const other = JSON.stringify(tenantsDocument([tree({ name: "b" })], CLUSTER));
  writeFileSync(join(folder, "hikube.json"), other);
  expect((await withStaleFacts([planned("one")], folder, TERRAFORM))[0]).not.toHaveProperty("staleFacts");
});

test("without the facts of a synth nothing is compared", async () => {
  cluster.answers = { "/version": { gitVersion: "v1.36.0" } };
  rmSync(join(folder, "hikube.json"));
  expect((await withStaleFacts([planned("one")], folder, TERRAFORM))[0]).not.toHaveProperty("staleFacts");
});
