import { Dynamic, dynamicOf, isUnknown, UNKNOWN, type ValueRecord } from "../../src/plugin";
import { KubeError } from "../../src/kube/kube-error";
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

  it("is replaced where its name is not known yet", async () => {
    const one = new Driven("kubernetes_manifest");
    await one.apply(manifestOf(policy));
    const metadata = dynamicOf({ name: UNKNOWN });
    const { replace } = await one.plan(manifestOf({ ...policy, metadata }));
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

  it("is imported from the namespace default where the id names none", async () => {
    const one = new Driven("kubernetes_manifest");
    one.cluster.store({ ...configMap, metadata: { name: "x", namespace: "default" } });
    const state = await one.import("apiVersion=v1,kind=ConfigMap,name=x");
    expect(state?.object).toMatchObject(dynamicOf({ metadata: { namespace: "default" } }));
  });

  it("of a kind that the server does not know is refused at plan, with what the server says", async () => {
    const one = new Driven("kubernetes_manifest");
    jest.spyOn(one.cluster, "isNamespaced").mockRejectedValue(new KubeError("no kind Thing", 404, "NotFound"));
    await expect(one.plan(manifestOf({ ...policy, kind: "Thing" }))).rejects.toMatchObject({
      summary: "API did not recognize GroupVersionKind from manifest (CRD may not be installed)",
      detail: "no kind Thing",
    });
  });

  it("whose fields somebody else manages says how to take them over", async () => {
    const one = new Driven("kubernetes_manifest");
    jest
      .spyOn(one.cluster, "apply")
      .mockRejectedValue(new KubeError("conflict with kubectl: .data.a", 409, "Conflict"));
    await expect(one.apply(manifestOf(configMap))).rejects.toMatchObject({
      summary: 'There was a field manager conflict when trying to apply the manifest for "team/x"',
      detail: expect.stringMatching(/kubectl: \.data\.a.*"force_conflicts"/s) as string,
    });
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
    await one.apply(never);
    expect(one.diagnostics.errors).toEqual([
      { summary: "Operation timed out", detail: "timed out waiting on conditions" },
    ]);
  });

  it("that never gets ready is kept, so that the next apply does not meet it as somebody else's", async () => {
    const one = new Driven("kubernetes_manifest");
    const never = manifestOf(configMap, { wait: [{ fields: { "data.a": "^9" } }], timeouts: [{ create: "100ms" }] });
    expect(storedObject(await one.apply(never))).toEqual(configMap);
    expect(one.diagnostics.errors[0]?.detail).toBe("timed out waiting on field matchers");
  });

  it("is waited for until it is gone", async () => {
    const one = new Driven("kubernetes_manifest");
    await one.apply(manifestOf(policy, { timeouts: [{ delete: "100ms" }] }));
    jest.spyOn(one.cluster, "get").mockResolvedValue([...one.cluster.objects.values()][0]);
    await expect(one.destroy()).rejects.toThrow('Timed out when waiting for resource "guard" to be deleted');
  });

  it("is not applied where a pattern to wait for is none", async () => {
    const one = new Driven("kubernetes_manifest");
    await expect(one.apply(manifestOf(configMap, { wait: [{ fields: { "data.a": "(" } }] }))).rejects.toThrow(
      'invalid regular expression: "("',
    );
    expect(one.cluster.calls).not.toContain("apply");
  });

  it("says what it does not serve", async () => {
    const one = new Driven("kubernetes_manifest");
    const rollout = manifestOf(configMap, { wait: [{ rollout: true }] });
    await expect(one.apply(rollout)).rejects.toThrow(/does not serve wait.rollout.*registry/s);
  });

  it.each<[ValueRecord, RegExp]>([
    [{ manifest: dynamicOf({ kind: "ConfigMap" }) }, /'apiVersion' is missing.*'metadata' is missing/s],
    [manifestOf({ ...configMap, status: {} }), /'status' is not allowed/],
    [manifestOf(configMap, { timeouts: [{ create: "soon" }] }), /invalid duration "soon"/],
    [manifestOf(configMap, { wait: [{ rollout: true, fields: { a: "b" } }] }), /only set one of/],
  ])("is refused before a cluster is asked: %#", async (given, fault) => {
    const faults = await new Driven("kubernetes_manifest").validate(given);
    expect(faults.join("\n")).toMatch(fault);
  });

  it("that is not known yet is no fault", async () => {
    expect(await new Driven("kubernetes_manifest").validate({ manifest: UNKNOWN })).toEqual([]);
  });
});
