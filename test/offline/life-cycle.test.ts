import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { isUnknown } from "../../src/plugin";
import { clientOf, FakeCluster } from "./fake-cluster";
import { Driven } from "./harness";

const inTeam = { metadata: [{ name: "x", namespace: "team" }] };

/** The object that the cluster holds. */
function onlyObject({ cluster }: Driven): KubeObject {
  const [object] = cluster.objects.values();
  return object!;
}

describe("a new resource", () => {
  it("has computed values known after apply, and defaults at once", async () => {
    const { plan } = await new Driven("kubernetes_secret_v1").plan({ metadata: [{ generate_name: "x-" }] });
    const [metadata] = plan.metadata as Record<string, unknown>[];
    expect([plan.id, plan.data, metadata?.name, metadata?.uid].every(isUnknown)).toBe(true);
    expect(plan).toMatchObject({ type: "Opaque", wait_for_service_account_token: true, immutable: null });
    expect(metadata).toMatchObject({ namespace: "default", generate_name: "x-", labels: null });
  });

  it("takes the name that the server made", async () => {
    const one = new Driven("kubernetes_config_map_v1");
    const state = await one.apply({ metadata: [{ generate_name: "x-" }] });
    expect(state).toMatchObject({ id: "default/x-x7k2p", metadata: [{ name: "x-x7k2p", generate_name: "x-" }] });
    expect((await one.plan({ metadata: [{ generate_name: "x-" }] })).isEmpty).toBe(true);
  });
});

describe("what the configuration leaves empty", () => {
  it("is not sent where an entry of a map is null", async () => {
    const one = new Driven("kubernetes_config_map_v1");
    const given = { metadata: [{ name: "x", namespace: "team", labels: { a: "1", b: null } }], data: { c: null } };
    const state = await one.apply(given);
    expect(onlyObject(one)).toMatchObject({ metadata: { labels: { a: "1" } }, data: {} });
    expect(state).toMatchObject({ metadata: [{ labels: { a: "1" } }], data: null });
    expect((await one.plan(given)).isEmpty).toBe(true);
  });

  it("is stored as not set, be it a map or a set", async () => {
    const one = new Driven("kubernetes_role_v1");
    const rule = { api_groups: [""], resources: ["pods"], verbs: ["get"], resource_names: [] };
    const given = { metadata: [{ ...inTeam.metadata[0], labels: {} }], rule: [rule] };
    const state = await one.apply(given);
    expect(state).toMatchObject({ metadata: [{ labels: null }], rule: [{ resource_names: null }] });
    expect((await one.plan(given)).isEmpty).toBe(true);
    await one.read();
    expect((await one.plan(given)).isEmpty).toBe(true);
  });

  it("is stored as it is in a list", async () => {
    const one = new Driven("kubernetes_cluster_role_v1");
    const rule = [{ api_groups: [], non_resource_urls: ["/"], verbs: ["get"] }];
    expect(await one.apply({ metadata: [{ name: "x" }], rule })).toMatchObject({ rule: [{ api_groups: [] }] });
  });

  it("is refused where an element of a list is null", async () => {
    const given = { ...inTeam, spec: [{ pod_selector: [{}], policy_types: ["Ingress", null] }] };
    expect(await new Driven("kubernetes_network_policy_v1").validate(given)).toEqual([
      "Null value found in list: Null values are not allowed for this attribute value.",
    ]);
  });
});

describe("an update", () => {
  it("leaves what the server fills into a new element to be known after apply", async () => {
    const claim = { type: "PersistentVolumeClaim", max: { storage: "1Gi" } };
    const container = { type: "Container", default: { cpu: "1" } };
    const one = new Driven("kubernetes_limit_range_v1");
    await one.apply({ ...inTeam, spec: [{ limit: [claim] }] });
    const { plan } = await one.plan({ ...inTeam, spec: [{ limit: [claim, container] }] });
    const [first, second] = (plan.spec as { limit: Record<string, unknown>[] }[])[0]!.limit;
    expect(first?.default_request).toEqual({});
    expect(isUnknown(second?.default_request)).toBe(true);
  });

  it("keeps what is computed and shows the new resource version", async () => {
    const one = new Driven("kubernetes_config_map_v1");
    const before = await one.apply({ ...inTeam, data: { a: "1", b: "2" } });
    const { plan, replace } = await one.plan({ ...inTeam, data: { a: "3" } });
    expect(replace).toEqual([]);
    expect(plan.metadata).toEqual(before.metadata);
    const after = await one.apply({ ...inTeam, data: { a: "3" } });
    expect(after).toMatchObject({ data: { a: "3" }, metadata: [{ resource_version: "2", uid: "uid-0" }] });
  });

  it("leaves keys of others alone while it changes its own", async () => {
    const one = new Driven("kubernetes_config_map_v1");
    await one.apply({ ...inTeam, data: { a: "1" } });
    one.cluster.store({ ...onlyObject(one), data: { a: "1", foreign: "2" } });
    await one.apply({ ...inTeam, data: { a: "3" } });
    expect(onlyObject(one).data).toEqual({ a: "3", foreign: "2" });
  });

  it("empties a map that is no longer configured", async () => {
    const one = new Driven("kubernetes_config_map_v1");
    await one.apply({ ...inTeam, data: { a: "1" } });
    expect((await one.plan(inTeam)).plan.data).toEqual({});
    await one.apply(inTeam);
    expect(onlyObject(one).data).toEqual({});
    expect((await one.plan(inTeam)).isEmpty).toBe(true);
  });

  it("mends every field that drifted", async () => {
    const given = {
      ...inTeam,
      spec: [{ pod_selector: [{ match_labels: { app: "a" } }], policy_types: ["Ingress"], ingress: [{}] }],
    };
    const one = new Driven("kubernetes_network_policy_v1");
    await one.apply(given);
    one.cluster.store({ ...onlyObject(one), spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } });
    await one.read();
    expect((await one.plan(given)).isEmpty).toBe(false);
    await one.apply(given);
    expect(onlyObject(one).spec).toEqual({
      podSelector: { matchLabels: { app: "a" } },
      policyTypes: ["Ingress"],
      ingress: [{}],
    });
    await one.read();
    expect((await one.plan(given)).isEmpty).toBe(true);
  });

  it("replaces an immutable object whose data change", async () => {
    const one = new Driven("kubernetes_config_map_v1");
    await one.apply({ ...inTeam, data: { a: "1" }, immutable: true });
    const { replace } = await one.plan({ ...inTeam, data: { a: "2" }, immutable: true });
    expect(replace).toEqual([["data"]]);
  });

  it("replaces a binding whose role changes", async () => {
    const given = (role: string) => ({
      ...inTeam,
      role_ref: [{ api_group: "rbac.authorization.k8s.io", kind: "Role", name: role }],
      subject: [{ kind: "User", name: "ann", api_group: "rbac.authorization.k8s.io" }],
    });
    const one = new Driven("kubernetes_role_binding_v1");
    await one.apply(given("a"));
    expect((await one.plan(given("b"))).replace).toEqual([["role_ref", 0, "name"]]);
  });
});

describe("quantities", () => {
  const quota = (cpu: string) => ({ ...inTeam, spec: [{ hard: { "requests.cpu": cpu } }] });

  it("that are equal make no difference in a quota", async () => {
    const one = new Driven("kubernetes_resource_quota_v1");
    one.cluster.onStore = (object) => ({
      ...object,
      spec: { hard: { "requests.cpu": "1" } },
      status: { hard: { "requests.cpu": "1" } },
    });
    const state = await one.apply(quota("1000m"));
    expect(state).toMatchObject({ spec: [{ hard: { "requests.cpu": "1" } }] });
    expect((await one.plan(quota("1000m"))).isEmpty).toBe(true);
    expect((await one.plan(quota("2"))).isEmpty).toBe(false);
  });

  it("that are not canonical show a change for ever in a limit range", async () => {
    const given = { ...inTeam, spec: [{ limit: [{ type: "Container", default_request: { cpu: "0.1" } }] }] };
    const one = new Driven("kubernetes_limit_range_v1");
    one.cluster.onStore = (object) => ({
      ...object,
      spec: { limits: [{ type: "Container", defaultRequest: { cpu: "100m" } }] },
    });
    await one.apply(given);
    await one.apply(given);
    const { plan, isEmpty } = await one.plan(given);
    expect(isEmpty).toBe(false);
    expect(plan).toMatchObject({ spec: [{ limit: [{ default_request: { cpu: "0.1" } }] }] });
  });

  it("of a quota are waited for, and a quota that never gets there is kept and tainted", async () => {
    const one = new Driven("kubernetes_resource_quota_v1");
    const state = await one.apply({ ...quota("1"), timeouts: { create: "100ms" } });
    expect(state).toMatchObject({ id: "team/x", timeouts: { create: "100ms" } });
    expect(one.diagnostics.errors[0]?.summary).toMatch(/Quotas don't match/);
  });
});

describe("a secret", () => {
  it("has its data read back as text, binary keys as base64", async () => {
    const one = new Driven("kubernetes_secret_v1");
    one.cluster.onStore = ({ stringData, ...object }) => {
      const texts = Object.entries((stringData ?? {}) as Record<string, string>);
      const encoded = texts.map(([key, text]) => [key, Buffer.from(text).toString("base64")] as const);
      return { ...object, data: { ...(object.data as object), ...Object.fromEntries(encoded) } };
    };
    const given = { ...inTeam, data: { user: "ann" }, binary_data: { key: "AAEC" } };
    expect(await one.apply(given)).toMatchObject({ data: { user: "ann" }, binary_data: { key: "AAEC" } });
    await one.read();
    expect((await one.plan(given)).isEmpty).toBe(true);
  });

  it("keeps write-only values out of state, and writes them anew with their revision", async () => {
    const given = (revision: number, password: string) => ({
      ...inTeam,
      data_wo: { password },
      data_wo_revision: revision,
    });
    const one = new Driven("kubernetes_secret_v1");
    expect(JSON.stringify(await one.apply(given(1, "hidden")))).not.toContain("hidden");
    expect(onlyObject(one).stringData).toEqual({ password: "hidden" });
    expect((await one.plan(given(1, "other"))).isEmpty).toBe(true);
    expect(JSON.stringify(await one.apply(given(2, "other")))).not.toContain("other");
    expect(onlyObject(one).data).toEqual({ password: Buffer.from("other").toString("base64") });
  });
});

describe("the default service account", () => {
  const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace: "team" } };
  const given = {
    metadata: [{ namespace: "team", labels: { a: "1" } }],
    automount_service_account_token: false,
  };

  it("is waited for, taken over and deleted in the end, for the controller to make anew", async () => {
    const one = new Driven("kubernetes_default_service_account_v1");
    setTimeout(() => one.cluster.store(account), 120);
    const state = await one.apply(given);
    expect(state).toMatchObject({ id: "team/default", metadata: [{ name: "default", labels: { a: "1" } }] });
    expect(onlyObject(one).automountServiceAccountToken).toBe(false);
    await one.read();
    expect((await one.plan(given)).isEmpty).toBe(true);
    await one.destroy();
    expect(one.cluster.objects.size).toBe(0);
  });

  it("that never comes is an error in the server's words", async () => {
    const one = new Driven("kubernetes_default_service_account_v1");
    await expect(one.apply({ ...given, timeouts: { create: "100ms" } })).rejects.toMatchObject({
      summary: 'serviceaccounts "default" not found',
    });
  });
});

describe("a namespace", () => {
  const given = { metadata: [{ name: "team" }] };

  it("is waited for until it is gone", async () => {
    const one = new Driven("kubernetes_namespace_v1");
    expect(await one.apply(given)).toMatchObject({
      id: "team",
      timeouts: null,
      wait_for_default_service_account: false,
    });
    const gone = jest.spyOn(one.cluster, "get").mockResolvedValueOnce({ ...onlyObject(one) });
    await one.destroy();
    expect(gone).toHaveBeenCalledTimes(2);
  });

  it("that stays is an error after the time in its timeouts", async () => {
    const one = new Driven("kubernetes_namespace_v1");
    await one.apply({ ...given, timeouts: { delete: "100ms" } });
    jest.spyOn(one.cluster, "get").mockResolvedValue({ ...onlyObject(one) });
    await expect(one.destroy()).rejects.toThrow(/timeout while waiting for resource to be gone/);
  });

  it("ignores labels that the provider block names, unless they are configured", async () => {
    const cluster = new FakeCluster();
    const one = new Driven("kubernetes_namespace_v1", cluster, clientOf(cluster, { ignoreLabels: [/^cost\./] }));
    await one.apply({ metadata: [{ name: "team", labels: { "cost.example.com/a": "1" } }] });
    const labels = { "cost.example.com/a": "1", "cost.example.com/b": "2", other: "3" };
    one.cluster.store({ ...onlyObject(one), metadata: { ...onlyObject(one).metadata, labels } });
    expect(await one.read()).toMatchObject({ metadata: [{ labels: { "cost.example.com/a": "1", other: "3" } }] });
  });
});

describe("a cluster role", () => {
  it("whose rules are aggregated keeps what the controller filled in", async () => {
    const given = {
      metadata: [{ name: "x" }],
      aggregation_rule: [{ cluster_role_selectors: [{ match_labels: { a: "1" } }] }],
    };
    const one = new Driven("kubernetes_cluster_role_v1");
    await one.apply(given);
    expect(onlyObject(one).rules).toEqual([]);
    one.cluster.store({ ...onlyObject(one), rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] });
    await one.read();
    expect((await one.plan(given)).isEmpty).toBe(true);
  });

  it("keeps the order of its lists", async () => {
    const rule = [{ api_groups: [""], resources: ["pods", "configmaps"], verbs: ["list", "get"] }];
    const one = new Driven("kubernetes_cluster_role_v1");
    const state = await one.apply({ metadata: [{ name: "x" }], rule });
    expect(state.rule).toEqual([{ ...rule[0], non_resource_urls: null, resource_names: null }]);
    const turned = [{ ...rule[0], verbs: ["get", "list"] }];
    expect((await one.plan({ metadata: [{ name: "x" }], rule: turned })).isEmpty).toBe(false);
  });
});

describe("labels of somebody else's object", () => {
  const given = (labels: Record<string, string>) => ({
    api_version: "v1",
    kind: "ConfigMap",
    metadata: [{ name: "x", namespace: "team" }],
    labels,
  });
  const object = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "x", namespace: "team", labels: { theirs: "1" } },
  };

  it("are added, and those of others are not seen", async () => {
    const one = new Driven("kubernetes_labels");
    one.cluster.store(object);
    const state = await one.apply(given({ ours: "2" }));
    expect(state).toMatchObject({
      id: "apiVersion=v1,kind=ConfigMap,name=x,namespace=team",
      field_manager: "Terraform",
    });
    expect(onlyObject(one).metadata.labels).toEqual({ theirs: "1", ours: "2" });
    expect(await one.read()).toMatchObject({ labels: { ours: "2" } });
    expect((await one.plan(given({ ours: "2" }))).isEmpty).toBe(true);
  });

  it("need the object", async () => {
    await expect(new Driven("kubernetes_labels").apply(given({ a: "1" }))).rejects.toThrow('"x" does not exist');
  });
});
