import { parseDuration } from "../../src/plugin/values/duration";
import { isInternalKey } from "../../src/offline/kubernetes/metadata";
import { UNKNOWN, type ValueRecord } from "../../src/plugin";
import { Driven } from "./harness";

const inTeam = { metadata: [{ name: "x", namespace: "team" }] };

describe("durations", () => {
  it.each([
    ["5m", 300_000],
    ["1h30m", 5_400_000],
    ["1.5s", 1_500],
    ["300ms", 300],
    ["0", 0],
  ])("%s is %d milliseconds", (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(["5", "m", "", "5 m", "1d"])("%j is none", (text) => {
    expect(() => parseDuration(text)).toThrow(/invalid duration/);
  });
});

test.each([
  ["kubernetes.io/metadata.name", true],
  ["pod-security.kubernetes.io/enforce", true],
  ["batch.kubernetes.io/job-name", true],
  ["app.kubernetes.io/name", false],
  ["service.beta.kubernetes.io/aws-load-balancer-type", false],
  ["hikube.cloud/tenant", false],
  ["example.com/kubernetes.io", false],
])("whether %s is a key of Kubernetes itself: %s", (key, isInternal) => {
  expect(isInternalKey(key)).toBe(isInternal);
});

describe("a configuration is refused at plan for", () => {
  it.each<[string, string, ValueRecord, RegExp]>([
    ["a name", "kubernetes_namespace_v1", { metadata: [{ name: "No_Name" }] }, /metadata\.0\.name.*RFC 1123/],
    ["a label key", "kubernetes_namespace_v1", { metadata: [{ name: "x", labels: { "a/b/c": "" } }] }, /"a\/b\/c"/],
    ["a label value", "kubernetes_namespace_v1", { metadata: [{ name: "x", labels: { a: "b c" } }] }, /"b c"/],
    [
      "an annotation key",
      "kubernetes_namespace_v1",
      { metadata: [{ name: "x", annotations: { "": "" } }] },
      /annotations/,
    ],
    [
      "a name and its prefix",
      "kubernetes_namespace_v1",
      { metadata: [{ name: "x", generate_name: "x-" }] },
      /^Conflicting configuration arguments: "metadata\.0\.name": conflicts with metadata\.0\.generate_name$/m,
    ],
    ["a role's name", "kubernetes_role_v1", { metadata: [{ name: "a/b" }] }, /may not contain '\/'/],
    [
      "a quantity",
      "kubernetes_resource_quota_v1",
      { ...inTeam, spec: [{ hard: { pods: "ten" } }] },
      /spec\.0\.hard\.pods/,
    ],
    [
      "a scope",
      "kubernetes_resource_quota_v1",
      { ...inTeam, spec: [{ scopes: ["Best"] }] },
      /spec\.0\.scopes\.0.*"BestEffort"/,
    ],
    ["a role's kind", "kubernetes_role_binding_v1", { role_ref: [{ kind: "Rule" }] }, /"ClusterRole"/],
    ["another account", "kubernetes_default_service_account_v1", { metadata: [{ name: "other" }] }, /"default"/],
    ["base64", "kubernetes_config_map_v1", { ...inTeam, binary_data: { a: "?" } }, /base64/],
    [
      "a lone revision",
      "kubernetes_secret_v1",
      { ...inTeam, data_wo_revision: 1 },
      /^Missing required argument: "data_wo_revision": all of `data_wo,data_wo_revision` must be specified$/,
    ],
    [
      "no annotations",
      "kubernetes_annotations",
      { api_version: "v1", kind: "Pod", metadata: [{ name: "x" }] },
      /one of/,
    ],
    ["a revision", "kubernetes_secret_v1", { ...inTeam, data_wo: { a: "b" }, data_wo_revision: 0 }, /at least \(1\)/],
    [
      "two sorts of data",
      "kubernetes_secret_v1",
      { ...inTeam, data: { a: "b" }, data_wo: { a: "b" } },
      /conflicts with data/,
    ],
  ])("%s", async (_what, typeName, given, fault) => {
    expect((await new Driven(typeName).validate(given)).join("\n")).toMatch(fault);
  });

  it("no base64 of several lines", async () => {
    const given = { ...inTeam, binary_data: { a: "AAEC\nAwQ=\n" } };
    expect(await new Driven("kubernetes_config_map_v1").validate(given)).toEqual([]);
  });

  it("nothing that is not known yet", async () => {
    const given = { metadata: [{ name: UNKNOWN, labels: UNKNOWN }] };
    expect(await new Driven("kubernetes_namespace_v1").validate(given)).toEqual([]);
  });
});
