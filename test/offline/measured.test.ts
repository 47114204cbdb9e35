import { isUnknown, UNKNOWN, type AnyDataSource, type ValueRecord } from "../../src/plugin";
import type { KubernetesClient } from "../../src/kube-provider/client";
import { kubernetesProvider } from "../../src/offline/kubernetes/provider";
import { clientOf, FakeCluster } from "./fake-cluster";
import { collect, configOf, Driven, LOG } from "./harness";

// What the real provider, version 2.38.0, was seen to do beside this one on the same cluster.

const inTeam = { metadata: [{ name: "x", namespace: "team" }] };

describe("a list that is too short or too long is refused in the words of the SDK", () => {
  const policy = (types: readonly string[]): ValueRecord => ({
    ...inTeam,
    spec: [{ pod_selector: [{}], policy_types: types }],
  });

  it.each<[string, ValueRecord, readonly string[]]>([
    [
      "kubernetes_network_policy_v1",
      policy([]),
      ["Not enough list items: Attribute spec.0.policy_types requires 1 item minimum, but config has only 0 declared."],
    ],
    [
      "kubernetes_network_policy_v1",
      policy(["Ingress", "Egress", "Ingress"]),
      ["Too many list items: Attribute spec.0.policy_types supports 2 item maximum, but config has 3 declared."],
    ],
    [
      "kubernetes_cluster_role_v1",
      { metadata: [{ name: "x" }], rule: [{ api_groups: [], verbs: ["get"] }] },
      ["Not enough list items: Attribute rule.0.api_groups requires 1 item minimum, but config has only 0 declared."],
    ],
  ])("%s %j", async (typeName, given, faults) => {
    expect(await new Driven(typeName).validate(given)).toEqual(faults);
  });

  it("but not one that is not given", async () => {
    const given = { metadata: [{ name: "x" }], rule: [{ non_resource_urls: ["/x"], verbs: ["get"] }] };
    expect(await new Driven("kubernetes_cluster_role_v1").validate(given)).toEqual([]);
  });
});

describe("what is not known yet", () => {
  it("makes the whole map unknown", async () => {
    const { plan } = await new Driven("kubernetes_config_map_v1").plan({ ...inTeam, data: { a: UNKNOWN, b: "1" } });
    expect(isUnknown(plan.data!)).toBe(true);
  });

  it("makes the whole list or set unknown", async () => {
    const rule = [{ api_groups: [""], resources: ["pods", UNKNOWN], verbs: ["get"] }];
    for (const typeName of ["kubernetes_role_v1", "kubernetes_cluster_role_v1"]) {
      const { plan } = await new Driven(typeName).plan({ ...inTeam, rule });
      expect(plan.rule).toMatchObject([{ api_groups: [""], resources: UNKNOWN, verbs: ["get"] }]);
    }
  });

  it("is the whole of a block that the server fills in", async () => {
    const { plan } = await new Driven("kubernetes_cluster_role_v1").plan({ metadata: [{ name: "x" }] });
    expect(isUnknown(plan.rule!)).toBe(true);
  });
});

describe("the data of a secret beside write-only values", () => {
  const given = { ...inTeam, data: { x: "1" }, binary_data_wo: { a: "QQ==" }, binary_data_wo_revision: 1 };

  it("is neither planned nor stored at creation", async () => {
    const one = new Driven("kubernetes_secret_v1");
    expect(isUnknown((await one.plan(given)).plan.data!)).toBe(true);
    expect((await one.apply(given)).data).toBeNull();
    expect((await one.plan(given)).isEmpty).toBe(true);
  });

  it("stays as it stood, whatever comes and goes", async () => {
    const one = new Driven("kubernetes_secret_v1");
    one.state = { ...(await one.apply(given)), data: { old: "1" } };
    expect((await one.plan(given)).isEmpty).toBe(true);
  });
});

test("an element of a set has its gaps filled", async () => {
  const one = new Driven("kubernetes_service_account_v1");
  expect((await one.plan({ ...inTeam, image_pull_secret: [{}] })).plan.image_pull_secret).toEqual([{ name: "" }]);
});

test("topologies without content are left out of the storage class", async () => {
  const one = new Driven("kubernetes_storage_class_v1");
  await one.apply({ metadata: [{ name: "x" }], storage_provisioner: "example.com/disk", allowed_topologies: [{}] });
  expect([...one.cluster.objects.values()][0]).not.toHaveProperty("allowedTopologies");
});

test("a namespace that is not there is read as an empty one", async () => {
  const source = kubernetesProvider({}).dataSources?.kubernetes_namespace_v1 as AnyDataSource<KubernetesClient>;
  const config = configOf(source.schema, { metadata: [{ name: "nope" }] });
  const request = { config, client: clientOf(new FakeCluster()), diagnostics: collect(), log: LOG, private: {} };
  const { signal } = new AbortController();
  expect(await source.read({ ...request, signal, stopping: signal })).toEqual({
    id: "nope",
    metadata: [{ annotations: {}, generation: 0, labels: {}, name: "nope", resource_version: "", uid: "" }],
    spec: null,
  });
});

test("annotations are read with empty ones of a template", async () => {
  const one = new Driven("kubernetes_annotations");
  one.cluster.store({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x", namespace: "team" } });
  const given = { api_version: "v1", kind: "ConfigMap", ...inTeam, annotations: { a: "1" } };
  expect((await one.apply(given)).template_annotations).toBeNull();
  expect((await one.read())?.template_annotations).toEqual({});
  expect((await one.plan(given)).isEmpty).toBe(true);
});
