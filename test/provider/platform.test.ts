import { KubeError } from "../../src/kube/kube-error";
import type { Cluster } from "../../src/kube/cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { platformObjects, type PlatformOptions } from "../../src/model/platform/platform";
import { Collector } from "../../src/plugin/lifecycle/collector";
import { UNKNOWN, type ValueRecord } from "../../src/plugin";
import type { HikubeClient } from "../../src/provider/client";
import { LiveObjects } from "../../src/provider/objects/live";
import { PlatformMakers } from "../../src/provider/platform/makers";
import { PLATFORM_KINDS } from "../../src/provider/platform/apply";
import { platformResource } from "../../src/provider/platform/platform-resource";
import { CLUSTER } from "../model/tenants";

test("every kind that the platform consists of is written, and removed", () => {
  const { base, guardrails } = platformObjects({
    guardrails: true,
    cluster: { ...CLUSTER, controllers: [{ kind: "ServiceAccount", namespace: "kube-system", name: "c" }] },
  });
  const kinds = new Set([...base, ...guardrails].map(({ apiVersion, kind }) => `${apiVersion} ${kind}`));
  expect([...kinds].sort()).toEqual(PLATFORM_KINDS.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`).sort());
});

/** Imports a platform as it was made, and plans it as it is configured. */
async function planAfterImport(made: readonly KubeObject[], config: ValueRecord, ignored?: ValueRecord) {
  const cluster = { list: ({ kind }: KubeObject) => Promise.resolve(made.filter((one) => one.kind === kind)) };
  const live = new LiveObjects(() => cluster as unknown as Cluster);
  const facts = () => Promise.resolve(CLUSTER);
  const parts = { live, facts, platform: new PlatformMakers() };
  const client = { cluster: () => cluster, ...parts } as unknown as HikubeClient;
  const resource = platformResource();
  const [imported] = (await resource.import?.({ id: "hikube-system", client } as never)) ?? [];
  const read = await resource.read({ client, state: imported?.state, private: {} } as never);
  const { state } = read as unknown as { readonly state: ValueRecord };
  const diagnostics = new Collector();
  const written = { ...config, objects: ignored ?? null };
  const request = {
    action: "update",
    client,
    state,
    config: written,
    plan: { ...state, ...config },
    diagnostics,
    private: {},
  };
  const planned = await resource.modifyPlan?.(request as never);
  return { state, plan: (planned as { readonly plan: ValueRecord }).plan, said: diagnostics.list };
}

const madeAs = (options: Partial<PlatformOptions>) => {
  const { base, guardrails } = platformObjects({ cluster: CLUSTER, guardrails: true, ...options });
  return [...base, ...guardrails];
};

test.each<[string, Partial<PlatformOptions>, ValueRecord]>([
  ["with a contact", { contact: "#help" }, { guardrails: true, readable_classes: true, contact: "#help" }],
  ["without one", { readableClasses: false }, { guardrails: true, readable_classes: false, contact: null }],
  ["without guardrails", { guardrails: false }, { guardrails: false, readable_classes: true, contact: null }],
])("a platform %s is imported as it was declared: its plan is empty", async (_title, made, config) => {
  const { state, plan } = await planAfterImport(madeAs(made), config);
  expect(state).toMatchObject(config);
  expect(plan).toEqual({ ...state, taken_over: null });
});

test("another contact than the platform has is a change of its policies", async () => {
  const { state, plan } = await planAfterImport(madeAs({ contact: "#old" }), { contact: "#new" });
  expect(state).toMatchObject({ contact: "#old" });
  expect(plan.objects).not.toEqual(state.objects);
});

test("what `ignore_changes` names of a platform is told as what differs, where nothing else changes", async () => {
  const drift = { "ClusterRole/hikube:classes": "missing" };
  const { said } = await planAfterImport(madeAs({ contact: "#old" }), { contact: "#old" }, drift);
  const detail = expect.stringMatching(/ClusterRole\/hikube:classes: [^]*`ignore_changes` names `objects`/) as unknown;
  expect(said).toMatchObject([{ severity: "warning", summary: "What differs of the platform is ignored", detail }]);
  expect((await planAfterImport(madeAs({ contact: "#old" }), { contact: "#new" }, drift)).said).toEqual([]);
});

test("two platforms of one configuration are refused at plan", async () => {
  const live = new LiveObjects(() => ({ list: () => Promise.resolve([]) }) as unknown as Cluster);
  const client = { live, facts: () => Promise.resolve(CLUSTER), platform: new PlatformMakers() };
  const request = { action: "create", client, plan: {}, state: null, diagnostics: new Collector(), private: {} };
  const plan = async () => platformResource().modifyPlan?.(request as never);
  await expect(plan()).resolves.toBeDefined();
  await expect(plan()).rejects.toThrow("Two resources make the platform");
});

test("what create_before_destroy made over the former platform is not removed with that", async () => {
  const platform = new PlatformMakers();
  platform.made();
  const diagnostics = new Collector();
  await platformResource().delete({ client: { platform }, state: { objects: {} }, diagnostics } as never);
  expect(diagnostics.list).toMatchObject([{ severity: "warning", summary: "The platform was not made anew" }]);
});

describe("guardrails that stand beside a platform without them", () => {
  const standing = madeAs({});
  const own = { "ClusterRole/hikube:classes": "x" };
  const policy = standing.find(({ kind }) => kind === "ValidatingAdmissionPolicy")?.metadata.name ?? "";

  async function saidOf(action: string, guardrails: boolean, objects: ValueRecord, made?: readonly KubeObject[]) {
    return saidBy(listing(made ?? standing), { action, guardrails, objects });
  }

  const listing = (made: readonly KubeObject[]) => ({
    list: ({ kind }: KubeObject) => Promise.resolve(made.filter((one) => one.kind === kind)),
  });

  async function saidBy(cluster: object, { action, guardrails, objects }: { action: string } & ValueRecord) {
    const live = new LiveObjects(() => cluster as Cluster);
    const client = { live, facts: () => Promise.resolve(CLUSTER), platform: new PlatformMakers() };
    const state = { guardrails, readable_classes: true, contact: null, objects };
    const diagnostics = new Collector();
    const request = {
      action,
      client,
      state,
      config: { ...state, objects: null },
      plan: state,
      diagnostics,
      private: {},
    };
    await platformResource().modifyPlan?.(request as never);
    return diagnostics.list.filter(({ summary }) => summary.startsWith("Guardrails stand"));
  }

  test.each(["create", "update", "delete"])("are told at the plan to %s it, with the ways", async (action) => {
    const [told, ...more] = await saidOf(action, false, own);
    expect(more).toEqual([]);
    expect(told).toMatchObject({ severity: "warning", path: ["guardrails"] });
    expect(told?.detail).toContain(`the cluster has ValidatingAdmissionPolicy/${policy}, `);
    expect(told?.detail).toMatch(/ and \d+ more: .*`guardrails = true`.*terraform import.*kubectl delete/);
  });

  test("are not told where it has them, removes them, or where none stand", async () => {
    const keys = standing.map((object) => [`${object.kind}/${object.metadata.name}`, "x"]);
    expect(await saidOf("update", true, own)).toEqual([]);
    expect(await saidOf("update", false, Object.fromEntries(keys) as ValueRecord)).toEqual([]);
    expect(await saidOf("update", false, own, madeAs({ guardrails: false }))).toEqual([]);
  });

  test("are not asked for by who may not list them", async () => {
    // The other kinds are listed for the rest of the plan.
    const cluster = {
      list: ({ kind }: KubeObject) =>
        kind.startsWith("Validating") ? Promise.reject(new KubeError("no", 403, "Forbidden")) : Promise.resolve([]),
    };
    expect(await saidBy(cluster, { action: "update", guardrails: false, objects: own })).toEqual([]);
  });
});

describe("a platform that another configuration has", () => {
  const MADE_BY = "hikube.cloud/made-by";
  const home: KubeObject = {
    ...{ apiVersion: "v1", kind: "Namespace" },
    metadata: { name: "hikube-system", uid: "1", annotations: { [MADE_BY]: "held by other" } },
  };
  const lost = { holder: "held by us", uid: "1" };

  /** What is said, and whether it is refused. */
  type Told = "modifyPlan" | "create" | "update" | "delete";

  async function told(call: Told, more: object, found?: KubeObject, platform = new PlatformMakers()) {
    const writes: string[] = [];
    const cluster = {
      list: ({ kind }: KubeObject) => Promise.resolve(kind === "Namespace" && found !== undefined ? [found] : []),
      get: () => Promise.resolve(found),
      until: () => cluster,
      apply: ({ kind }: KubeObject) => Promise.reject(new Error(`${String(writes.push(kind))} was written`)),
    };
    const live = new LiveObjects(() => cluster as unknown as Cluster);
    const client = { live, platform, facts: () => Promise.resolve(CLUSTER), cluster: () => cluster };
    const diagnostics = new Collector();
    const { signal } = new AbortController();
    const request = {
      client,
      diagnostics,
      signal,
      stopping: signal,
      config: {},
      plan: {},
      state: null,
      private: {},
      ...more,
    };
    const answer = await Promise.resolve(platformResource()[call]?.(request as never)).catch((error: unknown) => {
      diagnostics.thrown(error);
    });
    const lines = diagnostics.list.map(({ severity, summary }) => `${severity}: ${summary}`);
    return { lines, answer, writes };
  }

  test("is taken over where the plan saw it, and by no apply whose plan saw none", async () => {
    const seen = await told("modifyPlan", { action: "create" }, home);
    expect(seen.answer).toMatchObject({ plan: { taken_over: true } });
    expect(seen.lines).toEqual(["warning: The cluster has a platform already"]);
    const none = await told("modifyPlan", { action: "create", plan: { contact: UNKNOWN } });
    expect(none.answer).toEqual({ plan: { contact: UNKNOWN, taken_over: false } });
    const late = await told("create", { plan: { taken_over: false } }, home);
    expect([late.lines, late.writes]).toEqual([["error: The cluster has a platform now"], []]);
  });

  test("is neither changed nor removed by a state that held it before", async () => {
    const line = "Another resource holds the platform now";
    const state = { objects: {}, guardrails: true };
    const of = { state, private: lost };
    expect((await told("modifyPlan", { action: "update", plan: state, ...of }, home)).lines).toContain(
      `warning: ${line}`,
    );
    expect((await told("modifyPlan", { action: "delete", ...of }, home)).lines).toEqual([`warning: ${line}`]);
    const changed = await told("update", { plan: state, ...of }, home);
    expect([changed.lines, changed.writes]).toEqual([[`error: ${line}`], []]);
    expect((await told("delete", of, home)).lines).toEqual([`warning: ${line}`]);
  });

  test("is told where it is tainted and was not refreshed: then nobody knows whose it is", async () => {
    const platform = new PlatformMakers();
    platform.hold();
    const { lines } = await told("modifyPlan", { action: "create" }, home, platform);
    expect(lines).toContain("warning: Nobody knows whether this state still holds the platform");
    const read = new PlatformMakers();
    read.hold({ kept: { holder: "this" } });
    expect((await told("modifyPlan", { action: "create" }, home, read)).lines).not.toContain(lines[0]);
  });

  test("is not told as another one's in an apply that has just taken it over from its former self", async () => {
    const platform = new PlatformMakers();
    platform.made();
    const removal = { action: "delete", state: { objects: {}, guardrails: true }, private: lost };
    expect((await told("modifyPlan", removal, home, platform)).lines).toEqual([]);
  });
});
