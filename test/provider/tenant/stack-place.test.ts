import type { Cluster } from "../../../src/kube/cluster";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { reserveAnnotation } from "../../../src/model/tenant/objects/reserve";
import { tenantObjects } from "../../../src/model/tenant/objects/objects";
import { stackNodes } from "../../../src/model/tenant/resolve/stack";
import { UNKNOWN, type ValueRecord } from "../../../src/plugin";
import { Collector } from "../../../src/plugin/lifecycle/collector";
import type { HikubeClient } from "../../../src/provider/client";
import { LiveObjects, NAMESPACE } from "../../../src/provider/objects/live";
import { Registry } from "../../../src/provider/tenant/registry";
import { tenantResource } from "../../../src/provider/tenant/tenant-resource";
import { CLUSTER, tenantOf } from "../../model/tenants";

const [TOP, PLACE] = ["tenant-top", "tenant-top-monitoring"];
const exposure = { kind: "ingress", from_namespace: "ingress-nginx" };
const MONITORING: ValueRecord = { host: "grafana.example.ch", exposure };
const quota = { cpu: "64", memory: "64Gi", storage: "1Ti" };
const parent = (more: ValueRecord = {}): ValueRecord => ({
  ...{ name: "top", namespace: TOP, profile: "development", quota, monitoring: MONITORING },
  ...more,
});
const place = (more: ValueRecord = {}): ValueRecord => ({
  ...{ name: "monitoring", namespace: PLACE, parent: TOP, taken_over: false },
  ...more,
});

interface Told {
  readonly plan?: ValueRecord;
  readonly faults: readonly string[];
}

/** A run of terraform on these namespaces, which plans tenants one after the other. */
function runOn(...found: readonly KubeObject[]) {
  const cluster = { list: ({ kind }: KubeObject) => Promise.resolve(found.filter((one) => one.kind === kind)) };
  const live = new LiveObjects(() => cluster as unknown as Cluster);
  const tenants = new Registry(live, () => Promise.resolve(CLUSTER));
  const client = { cluster: () => cluster, live, tenants } as unknown as HikubeClient;
  const plan = async (planned: ValueRecord, state: ValueRecord | null = null): Promise<Told> => {
    const diagnostics = new Collector();
    const action = state === null ? "create" : "update";
    const request = { action, config: {}, plan: planned, state, client, diagnostics, private: {} };
    const answer = await Promise.resolve(tenantResource().modifyPlan?.(request as never)).catch((error: unknown) => {
      diagnostics.thrown(error);
      return {};
    });
    const faults = diagnostics.list.map(({ severity, path = [], summary, detail = "" }) =>
      [severity, path.join("."), summary, detail].join(" | "),
    );
    return { ...(answer as { readonly plan?: ValueRecord }), faults };
  };
  return { plan, tenants };
}

/** What a run says of the place below a parent that is planned before. */
async function placeBelow(above: ValueRecord, given = place(), state?: ValueRecord): Promise<Told> {
  const run = runOn();
  expect((await run.plan(above)).faults).toEqual([]);
  return run.plan(given, state);
}

test("the place has what a tenants file gives it, and records what was given", async () => {
  const run = runOn();
  for (const values of [parent(), place()]) expect((await run.plan(values)).faults).toEqual([]);
  const made = await run.tenants.tenant(PLACE);
  const { host } = MONITORING;
  const monitoring = { host, exposure: { kind: "ingress", fromNamespace: "ingress-nginx" } };
  const [node] = stackNodes(tenantOf({ name: "top", quota, monitoring }));
  expect(tenantObjects(made!, [])).toEqual(tenantObjects(node!.tenant, []));
  const { metadata } = run.tenants.objects.of(made!).writes.namespace;
  expect(metadata.annotations?.["hikube.cloud/spec"]).toBe('{"name":"monitoring"}');
  const above = run.tenants.objects.of((await run.tenants.tenant(TOP))!).writes;
  expect(JSON.parse(above.namespace.metadata.annotations?.["hikube.cloud/spec"] ?? "")).toMatchObject({ monitoring });
  expect(above.namespace.metadata.labels?.["hikube.cloud/monitoring"]).toBe(PLACE);
  expect(above.isolation.map((one) => one.metadata.name)).toContain("hikube-from-collector-ingress");
});

test("another stack is another place, in the same plan", async () => {
  const state = place({ objects: (await placeBelow(parent())).plan?.objects ?? null });
  expect((await placeBelow(parent(), place(), state)).plan).toEqual(state);
  const wider = { ...MONITORING, metrics: { size: "50Gi" } };
  const { plan } = await placeBelow(parent({ monitoring: wider }), place(), state);
  const changed = Object.entries(state.objects as ValueRecord).filter(
    ([key, digest]) => (plan?.objects as ValueRecord)[key] !== digest,
  );
  expect(changed.map(([key]) => key)).toEqual([`Namespace/${PLACE}`, "ResourceQuota/hikube-tenant"]);
});

test.each(["monitoring", "host", "size"])("while %s of the parent is not known, neither is the place", async (what) => {
  const values = { host: { ...MONITORING, host: UNKNOWN }, size: { ...MONITORING, metrics: { size: UNKNOWN } } };
  const monitoring = what === "monitoring" ? UNKNOWN : (values[what as "host"] as ValueRecord);
  expect(await placeBelow(parent({ monitoring }))).toEqual({ plan: place({ objects: UNKNOWN }), faults: [] });
});

test("what a sub-tenant inherits is not known before its parent is", async () => {
  const above = parent({ monitoring: null, cost: { owner: UNKNOWN } });
  const child = {
    name: "a",
    namespace: "tenant-top-a",
    parent: TOP,
    quota: { cpu: "1", memory: "1Gi", storage: "1Gi" },
  };
  expect((await placeBelow(above, child)).plan?.objects).toBe(UNKNOWN);
});

test("what it cannot have is one fault each, at its attribute", async () => {
  const given = place({ quota, adopt: false, protected: false, monitoring: MONITORING });
  const { faults } = await placeBelow(parent(), given);
  expect(faults.map((fault) => fault.split(" | ")[1]).sort()).toEqual(["adopt", "monitoring", "quota"]);
  const words =
    /^error \| quota \| The place of a monitoring stack follows from `monitoring` of tenant-top \| Received `quota`; expected: `name`, `parent` and `protected`.*change `monitoring` of tenant-top\. \[unknown-field\]$/;
  expect(faults).toContainEqual(expect.stringMatching(words));
  expect((await placeBelow(parent(), place({ namespace: "elsewhere" }))).faults).toEqual([
    expect.stringMatching(/^error \| namespace \| .*\[unknown-field\]$/),
  ]);
});

test("a place that takes too much says where that comes from", async () => {
  const small = { cpu: "4", memory: "64Gi", storage: "1Ti" };
  expect((await placeBelow(parent({ quota: small }))).faults).toEqual([
    expect.stringMatching(
      /^error \| parent \| In the place of the stack, .*`monitoring` of tenant-top\. \[quota-exceeds-parent\]$/,
    ),
  ]);
});

test("without a stack above the name is reserved; what stands there stays and can be destroyed", async () => {
  const bare = parent({ monitoring: null });
  expect((await placeBelow(bare)).faults).toEqual([
    expect.stringMatching(/^error \| name \| tenant-top has no `monitoring` \| .*\[reserved-tenant-name\]$/),
  ]);
  const state = place({ objects: { Namespace: "0123456789ab" } });
  const { plan, faults } = await placeBelow(bare, place(), state);
  expect(plan).toEqual(state);
  expect(faults).toEqual([expect.stringMatching(/^warning \| name \| .* It stays as it is; it can be destroyed/)]);
});

test("below a tenant of the constructs' other engine there is none", async () => {
  const own = tenantOf({ name: "top", quota: { ...quota, reserved: { cpu: "8" } } });
  const metadata = { name: TOP, labels: { "hikube.cloud/tenant": TOP }, annotations: reserveAnnotation(own) };
  expect((await runOn({ ...NAMESPACE, metadata }).plan(place())).faults).toEqual([
    expect.stringMatching(/^error \| name \| .*\[reserved-tenant-name\]$/),
  ]);
});

test("nothing stands below a place", async () => {
  const run = runOn();
  for (const values of [parent(), place()]) await run.plan(values);
  const below = {
    name: "a",
    namespace: `${PLACE}-a`,
    parent: PLACE,
    quota: { cpu: "1", memory: "1Gi", storage: "1Gi" },
  };
  expect((await run.plan(below)).faults).toEqual([
    expect.stringMatching(/^error \| parent \| Not a tenant that can have sub-tenants \| .*\[wrong-type\]$/),
  ]);
});

test("the rules of a stack lead to its attributes", async () => {
  const slack = { kind: "slack", name: "chat", channel: "#a", url: { secret: "x", key: "a b" } };
  const versions = { victoria_metrics_single: "latest" };
  const monitoring = {
    ...MONITORING,
    host: "nowhere",
    receivers: [slack],
    quota: { cpu: "1m" },
    sources: { versions },
  };
  const { faults } = await runOn().plan(parent({ monitoring }));
  expect(faults.map((fault) => fault.split(" | ").slice(0, 2).join(" "))).toEqual([
    "error monitoring.host",
    "error monitoring.receivers.0.url.key",
    "error monitoring.quota.cpu_requests",
    "error monitoring.quota.cpu_limits",
    "error monitoring.sources.versions.victoria_metrics_single",
  ]);
  const crossed = { cpu_requests: "9", cpu_limits: "8", memory: "8Gi", storage: "60Gi" };
  const { faults: own } = await runOn().plan(parent({ monitoring: { ...MONITORING, quota: crossed } }));
  expect(own).toEqual([expect.stringMatching(/^error \| monitoring\.quota\.cpu_requests \| .*raise `cpu_limits`/)]);
});

test("a sub-tenant that a stack names may be planned after it", async () => {
  const naming = (tenant: string) =>
    parent({ monitoring: { ...MONITORING, grafanas: [{ tenant, host: "g.example.ch" }] } });
  expect((await runOn().plan(naming("tenant-top-shop"))).faults).toEqual([]);
  const told = /^warning \| monitoring\.grafanas\.0\.tenant \| .*\[unknown-tenant\]$/;
  expect((await runOn().plan(naming("old-shop"))).faults).toEqual([expect.stringMatching(told)]);
  const run = runOn();
  await run.plan({ name: "other", namespace: "tenant-other", profile: "development" });
  expect((await run.plan(naming("tenant-other"))).faults).toEqual([expect.stringMatching(/^error .*unknown-tenant/)]);
  const below = runOn();
  await below.plan({ name: "shop", namespace: "old-shop", parent: TOP, adopt: true, quota: { share: 10 } });
  expect((await below.plan(naming("old-shop"))).faults).toEqual([]);
});
