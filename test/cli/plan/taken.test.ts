import { parsePlan } from "../../../src/cli/plan/plan";
import { refusalsOf } from "../../../src/cli/plan/protection";
import type { PlanReport } from "../../../src/cli/plan/report";
import { takenNamespaces } from "../../../src/cli/plan/taken";
import { warningsOf } from "../../../src/cli/plan/warnings";
import { byProvider } from "../../../src/cli/plan/resource-cluster";
import { summarize } from "../../../src/cli/plan/summary";
import { withLive } from "../../../src/cli/plan/live-before";
import type { ClusterFacts } from "../../../src/model/cluster/cluster-facts";
import { STAND_IN_FACTS } from "../../../src/review/stand-in-facts";
import { CLUSTER } from "../../model/tenants";
import { withAnswers } from "./answering-server";

const here = withAnswers();

const HELD = { namespace: "tenant-shop", cluster: "https://192.0.2.1", isHeld: true };
const report = (taken: PlanReport["taken"]): PlanReport => ({
  ...{
    stack: "tenants",
    hasEffect: true,
    clusters: [HELD.cluster],
    tenants: [],
    overuses: [],
    losses: [],
    unasked: [],
  },
  taken,
});

test("a tenant that another state may hold is not adopted", () => {
  expect(refusalsOf([report([HELD])])).toEqual([
    expect.stringMatching(/^tenant-shop: it is a tenant already.*`hikube release`.*\[tenant-held-elsewhere\]$/),
  ]);
  expect(warningsOf(report([HELD]))).toEqual([]);
});

test("one that was released is taken over by recover", () => {
  const [refusal] = refusalsOf([report([{ ...HELD, releasedAt: "2027-01-01T00:00:00Z" }])]);
  expect(refusal).toMatch(/released at 2027-01-01T00:00:00Z.*hint: take it over by `hikube recover`/);
});

test("a namespace that is created and there already is a warning: the apply itself will say so", () => {
  const created = { namespace: HELD.namespace, cluster: HELD.cluster };
  expect(refusalsOf([report([created])])).toEqual([]);
  expect(warningsOf(report([created]))).toMatchObject([{ code: "namespace-exists" }]);
});

/** What a plan that makes a `hikube_tenant` says where the cluster has such a namespace. */
async function toldOf(values: object, metadata: object) {
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "tenant-shop", ...metadata } };
  const resources = [{ name: "namespaces", kind: "Namespace", namespaced: false, verbs: ["get"] }];
  here.answers = { "/api/v1": { kind: "APIResourceList", resources }, "/api/v1/namespaces/tenant-shop": namespace };
  const after = { name: "shop", namespace: "tenant-shop", profile: "development", ...values };
  const change = { actions: ["create"], before: null, after, after_unknown: { objects: true } };
  const tenant = { address: "hikube_tenant.shop", mode: "managed", type: "hikube_tenant", change };
  const { changes } = parsePlan(JSON.stringify({ resource_changes: [tenant] }), CLUSTER);
  const hikube = { blocks: [{ host: here.url }] };
  const config = { objects: [], ignored: [], providers: [], clusterBlocks: [], hikube };
  const stack = { name: "shop", directory: "/", file: "", dependencies: [], config };
  const terraform = { path: "", flavour: "terraform", env: {} } as const;
  return warningsOf(report(await takenNamespaces({ provider: { engine: "hikube" }, changes }, stack, terraform)));
}

const TENANT = { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": "tenant-shop" };

test.each([
  ["finished", {}],
  ["finished and adopted", { adopt: true }],
])("a hikube_tenant that is there, %s, is taken for what an apply left", async (_how, values) => {
  expect(await toldOf(values, { labels: TENANT })).toEqual([
    { code: "maybe-held-elsewhere", message: expect.stringMatching(/^tenant-shop is .*do not apply/) as unknown },
  ]);
});

test.each([
  ["that an apply goes on to make", {}, { labels: TENANT, annotations: { "hikube.cloud/unfinished": "true" } }],
  ["that ends", {}, { labels: TENANT, deletionTimestamp: "2027-01-01T00:00:00Z" }],
  ["that is adopted", { adopt: true }, {}],
])("of a namespace of a hikube_tenant %s nothing is said", async (_which, values, metadata) => {
  expect(await toldOf(values, metadata)).toEqual([]);
  expect(here.asked).toContain("/api/v1/namespaces/tenant-shop");
});

const PLATFORM = { name: "hikube-system", labels: { "app.kubernetes.io/managed-by": "hikube" } };

/** What a plan that makes a platform by this resource says, and what of it, where the cluster has such a namespace. */
async function platformOf(type: string, after: object, found: object, facts: ClusterFacts = CLUSTER) {
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: found };
  here.answers = {
    "/api/v1": {
      kind: "APIResourceList",
      resources: [{ name: "namespaces", kind: "Namespace", namespaced: false, verbs: ["get"] }],
    },
    "/api/v1/namespaces/hikube-system": namespace,
  };
  const address = `${type}.platform`;
  const change = { actions: ["create"], before: null, after, after_unknown: { objects: true } };
  const resource = { address, mode: "managed", type, change };
  const key = type.split("_")[0];
  const configured = { resources: [{ address, mode: "managed", type, provider_config_key: key }] };
  const text = JSON.stringify({ resource_changes: [resource], configuration: { root_module: configured } });
  const blocks = [{ host: here.url }];
  const config = { objects: [], ignored: [], providers: blocks, clusterBlocks: [], hikube: { blocks } };
  const stack = { name: "shop", directory: "/", file: "", dependencies: [], config };
  const terraform = { path: "", flavour: "terraform", env: {} } as const;
  const { plan } = await withLive({ stack, plan: parsePlan(text, facts) }, terraform);
  const [group] = byProvider(plan.changes);
  const taken = await takenNamespaces(group ?? { changes: [] }, stack, terraform);
  return { warnings: warningsOf(report(taken)), summary: summarize(plan)[0] };
}

test("a platform that the cluster has already is told as taken over, as far as it is there, with a warning", async () => {
  const { warnings, summary } = await platformOf("hikube_platform", {}, PLATFORM);
  expect(warnings).toEqual([
    {
      code: "maybe-held-elsewhere",
      message: expect.stringMatching(/^the platform is .*taken over.*--no-platform/) as unknown,
    },
  ]);
  expect(summary?.takenOver).toEqual(["Namespace hikube-system"]);
  // Of the namespace nothing but its name and one label was answered.
  expect(summary?.changed).toEqual(["Namespace hikube-system"]);
  expect(summary?.added).not.toContain("Namespace hikube-system");
});

test("one that hashicorp/kubernetes would make is told, too: its apply will fail", async () => {
  const metadata = [PLATFORM];
  const { warnings, summary } = await platformOf("kubernetes_namespace_v1", { metadata }, PLATFORM);
  expect(warnings).toEqual([
    { code: "maybe-held-elsewhere", message: expect.stringMatching(/apply will fail.*hikube recover/) as unknown },
  ]);
  expect(summary?.added).toEqual(["Namespace hikube-system"]);
});

test.each([
  ["ends", { ...PLATFORM, deletionTimestamp: "2027-01-01T00:00:00Z" }],
  ["is somebody else's", { name: "hikube-system" }],
])("a namespace of the platform that %s is no platform", async (_how, found) => {
  const { warnings, summary } = await platformOf("hikube_platform", {}, found);
  expect(warnings).toEqual([]);
  expect(summary?.takenOver).toEqual([]);
});

test("without the facts of the cluster nothing is said of how it differs", async () => {
  const { summary } = await platformOf("hikube_platform", {}, PLATFORM, STAND_IN_FACTS);
  expect(summary).toMatchObject({ takenOver: ["Namespace hikube-system"], changed: [] });
});
