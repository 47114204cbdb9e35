import { Dynamic, dynamicOf, isUnknown, UNKNOWN, type ValueRecord } from "../../../src/plugin";
import { Driven } from "./harness";

const policy = {
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "ValidatingAdmissionPolicy",
  metadata: { name: "guard" },
  spec: { failurePolicy: "Fail", validations: [{ expression: "true" }] },
};
const configMap = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "x", namespace: "team", labels: { a: "1" } },
  data: { a: "1" },
};

function manifestOf(object: object, more: ValueRecord = {}): ValueRecord {
  return { manifest: dynamicOf(object), ...more };
}

function storedObject(state: ValueRecord): ValueRecord {
  return (state.object as Dynamic).value as ValueRecord;
}

describe("a manifest", () => {
  it("is applied, stores what the server made of it, and plans nothing afterwards", async () => {
    const one = new Driven("kubernetes_manifest");
    one.cluster.onStore = (object) => ({ ...object, spec: { ...(object.spec as object), matchConditions: [] } });
    expect(isUnknown((await one.plan(manifestOf(policy))).plan.object)).toBe(true);
    const state = await one.apply(manifestOf(policy));
    expect(storedObject(state)).toEqual({ ...policy, spec: { ...policy.spec, matchConditions: [] } });
    await one.read();
    expect((await one.plan(manifestOf(policy))).isEmpty).toBe(true);
  });

  it("shows drift of what it says, but not of labels and annotations", async () => {
    const one = new Driven("kubernetes_manifest");
    await one.apply(manifestOf(configMap));
    one.cluster.store({ ...configMap, metadata: { ...configMap.metadata, labels: { a: "2" } } });
    await one.read();
    expect((await one.plan(manifestOf(configMap))).isEmpty).toBe(true);
    one.cluster.store({ ...configMap, data: { a: "2" } });
    await one.read();
    expect(isUnknown((await one.plan(manifestOf(configMap))).plan.object)).toBe(true);
    await one.apply(manifestOf(configMap));
    expect([...one.cluster.objects.values()][0]?.data).toEqual({ a: "1" });
  });

  it("asks the server where a value stands in another form", async () => {
    const quota = { ...configMap, kind: "ResourceQuota", spec: { hard: { cpu: "1000m" } } };
    const one = new Driven("kubernetes_manifest");
    one.cluster.onStore = (object) => ({ ...object, spec: { hard: { cpu: "1" } } });
    await one.apply(manifestOf(quota));
    expect((await one.plan(manifestOf(quota))).isEmpty).toBe(true);
    expect(one.cluster.calls).toContain("dry-run");
  });

  it("is replaced by another name", async () => {
    const one = new Driven("kubernetes_manifest");
    await one.apply(manifestOf(policy));
    const { replace } = await one.plan(manifestOf({ ...policy, metadata: { name: "other" } }));
    expect(replace).toEqual([["manifest", "metadata", "name"]]);
  });

  it("adopts nothing", async () => {
    const one = new Driven("kubernetes_manifest");
    one.cluster.store(configMap);
    await expect(one.apply(manifestOf(configMap))).rejects.toThrow(/already exists/);
  });

  it("is imported by its id, and then updated, not replaced", async () => {
    const one = new Driven("kubernetes_manifest");
    one.cluster.store(configMap);
    await one.import("apiVersion=v1,kind=ConfigMap,namespace=team,name=x");
    const { plan, replace } = await one.plan(manifestOf(configMap));
    expect(replace).toEqual([]);
    expect(plan.manifest).toBeInstanceOf(Dynamic);
    await expect(one.import("team/x")).rejects.toThrow(/Failed to parse import ID/);
  });

  it("needs a namespace exactly where its kind lives in one", async () => {
    const one = new Driven("kubernetes_manifest");
    const nowhere = { ...configMap, metadata: { name: "x" } };
    const somewhere = { ...policy, metadata: { name: "guard", namespace: "team" } };
    await expect(one.plan(manifestOf(nowhere))).rejects.toThrow(/Namespace required/);
    await expect(one.plan(manifestOf(somewhere))).rejects.toThrow(/cannot take namespace/);
  });

  it("waits for fields and conditions", async () => {
    const one = new Driven("kubernetes_manifest");
    setTimeout(() => {
      one.cluster.store({ ...configMap, status: { phase: "Active", conditions: [{ type: "Ready", status: "True" }] } });
    }, 120);
    const state = await one.apply(manifestOf(configMap, { wait: [{ fields: { "status.phase": "^Act" } }] }));
    expect(storedObject(state)).not.toHaveProperty("status");
    const never = manifestOf(configMap, {
      wait: [{ condition: [{ type: "Gone", status: "True" }] }],
      timeouts: [{ update: "100ms" }],
    });
    await expect(one.apply(never)).rejects.toThrow(/timed out waiting/);
  });

  it("says what it does not serve", async () => {
    const one = new Driven("kubernetes_manifest");
    const rollout = manifestOf(configMap, { wait: [{ rollout: true }] });
    await expect(one.apply(rollout)).rejects.toThrow(/does not serve wait.rollout.*registry/s);
  });

  it.each<[ValueRecord, RegExp]>([
    [{ manifest: dynamicOf({ kind: "ConfigMap" }) }, /'apiVersion' is missing.*'metadata' is missing/s],
    [manifestOf({ ...configMap, status: {} }), /'status' is not allowed/],
    [manifestOf(configMap, { timeouts: [{ create: "soon" }] }), /"soon" is no duration/],
    [manifestOf(configMap, { wait: [{ rollout: true, fields: { a: "b" } }] }), /only set one of/],
  ])("is refused before a cluster is asked: %#", async (given, fault) => {
    const faults = await new Driven("kubernetes_manifest").validate(given);
    expect(faults.join("\n")).toMatch(fault);
  });

  it("that is not known yet is no fault", async () => {
    expect(await new Driven("kubernetes_manifest").validate({ manifest: UNKNOWN })).toEqual([]);
  });
});
