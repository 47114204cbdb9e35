import type { KubeObject } from "../../../src/model/kube-object";
import type { ValueRecord } from "../../../src/plugin";
import { Driven } from "./harness";

const metadata = { name: "x", namespace: "team" };
const storedMetadata = {
  annotations: null,
  generate_name: "",
  generation: 0,
  labels: null,
  name: "x",
  namespace: "team",
  resource_version: "1",
  uid: "uid-0",
};

/** What is configured, and what must then stand in state beside `id` and `metadata`. */
const CASES: Readonly<Record<string, { config: ValueRecord; state: ValueRecord }>> = {
  kubernetes_resource_quota_v1: {
    config: { spec: [{ hard: { pods: "10", "requests.cpu": "1", "limits.memory": "1Gi" } }] },
    state: {
      spec: [{ hard: { "limits.memory": "1Gi", pods: "10", "requests.cpu": "1" }, scope_selector: [], scopes: null }],
      timeouts: null,
    },
  },
  kubernetes_limit_range_v1: {
    config: { spec: [{ limit: [{ type: "Container", default: { cpu: "100m" }, default_request: { cpu: "50m" } }] }] },
    state: {
      spec: [
        {
          limit: [
            {
              default: { cpu: "100m" },
              default_request: { cpu: "50m" },
              max: null,
              max_limit_request_ratio: null,
              min: null,
              type: "Container",
            },
          ],
        },
      ],
    },
  },
  kubernetes_network_policy_v1: {
    config: {
      spec: [
        {
          pod_selector: [{}],
          policy_types: ["Ingress", "Egress"],
          ingress: [{}, { from: [{ namespace_selector: [{}] }] }],
          egress: [
            {
              ports: [{ port: "53", protocol: "UDP" }],
              to: [
                { ip_block: [{ cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] }] },
                { pod_selector: [{ match_expressions: [{ key: "app", operator: "Exists" }] }] },
              ],
            },
          ],
        },
      ],
    },
    state: {
      spec: [
        {
          egress: [
            {
              ports: [{ end_port: 0, port: "53", protocol: "UDP" }],
              to: [
                {
                  ip_block: [{ cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] }],
                  namespace_selector: [],
                  pod_selector: [],
                },
                {
                  ip_block: [],
                  namespace_selector: [],
                  pod_selector: [
                    { match_expressions: [{ key: "app", operator: "Exists", values: null }], match_labels: null },
                  ],
                },
              ],
            },
          ],
          ingress: [
            { from: [], ports: [] },
            {
              from: [
                {
                  ip_block: [],
                  namespace_selector: [{ match_expressions: [], match_labels: null }],
                  pod_selector: [],
                },
              ],
              ports: [],
            },
          ],
          pod_selector: [{ match_expressions: [], match_labels: null }],
          policy_types: ["Ingress", "Egress"],
        },
      ],
    },
  },
  kubernetes_role_v1: {
    config: { rule: [{ api_groups: [""], resources: ["pods", "configmaps"], verbs: ["list", "get"] }] },
    state: {
      rule: [{ api_groups: [""], resource_names: null, resources: ["configmaps", "pods"], verbs: ["get", "list"] }],
    },
  },
  kubernetes_role_binding_v1: {
    config: {
      role_ref: [{ api_group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" }],
      subject: [
        { kind: "Group", name: "devs", api_group: "rbac.authorization.k8s.io" },
        { kind: "ServiceAccount", name: "bot", namespace: "ci" },
      ],
    },
    state: {
      role_ref: [{ api_group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" }],
      subject: [
        { api_group: "rbac.authorization.k8s.io", kind: "Group", name: "devs", namespace: "default" },
        { api_group: "", kind: "ServiceAccount", name: "bot", namespace: "ci" },
      ],
    },
  },
  kubernetes_service_account_v1: {
    config: { automount_service_account_token: false },
    state: {
      automount_service_account_token: false,
      default_secret_name: "",
      image_pull_secret: [],
      secret: [],
      timeouts: null,
    },
  },
  kubernetes_config_map_v1: {
    config: { data: { a: "1" } },
    state: { binary_data: null, data: { a: "1" }, immutable: false },
  },
  kubernetes_secret_v1: {
    config: { data_wo: { password: "hidden" }, data_wo_revision: 1 },
    state: {
      binary_data: null,
      binary_data_wo: null,
      binary_data_wo_revision: null,
      data: null,
      data_wo: null,
      data_wo_revision: 1,
      immutable: false,
      timeouts: null,
      type: "Opaque",
      wait_for_service_account_token: true,
    },
  },
};

/** The controller's part: the quota's status. */
function withStatus(object: KubeObject): KubeObject {
  return object.kind === "ResourceQuota" ? { ...object, status: { hard: (object.spec as ValueRecord).hard } } : object;
}

describe.each(Object.entries(CASES))("%s", (typeName, { config, state }) => {
  const given = { metadata: [metadata], ...config };
  const driven = (): Driven => {
    const one = new Driven(typeName);
    one.cluster.onStore = withStatus;
    return one;
  };

  it("stores what the real provider stores", async () => {
    expect(await driven().apply(given)).toEqual({ id: "team/x", metadata: [storedMetadata], ...state });
  });

  it("plans nothing afterwards, before and after a refresh", async () => {
    const one = driven();
    await one.apply(given);
    expect((await one.plan(given)).isEmpty).toBe(true);
    await one.read();
    expect((await one.plan(given)).isEmpty).toBe(true);
  });

  it("plans creation for an object that somebody deleted", async () => {
    const one = driven();
    await one.apply(given);
    one.cluster.objects.clear();
    expect(await one.read()).toBeNull();
  });

  it("refuses an object that exists already, at the metadata block", async () => {
    const one = driven();
    await one.apply(given);
    one.state = null;
    await expect(one.apply(given)).rejects.toMatchObject({
      summary: expect.stringContaining('"x" already exists') as string,
      path: ["metadata", 0],
    });
  });

  it("is replaced by another name or namespace", async () => {
    const one = driven();
    await one.apply(given);
    const renamed = await one.plan({ ...given, metadata: [{ ...metadata, name: "y" }] });
    const moved = await one.plan({ ...given, metadata: [{ ...metadata, namespace: "other" }] });
    expect(renamed.replace).toEqual([["metadata", 0, "name"]]);
    expect(moved.replace).toEqual([["metadata", 0, "namespace"]]);
  });

  it("plans away labels of others, but not Kubernetes' own", async () => {
    const one = driven();
    await one.apply(given);
    const [object] = one.cluster.objects.values();
    const labels = { extra: "1", "kubernetes.io/metadata.name": "x" };
    one.cluster.store({ ...object!, metadata: { ...object!.metadata, labels } });
    const read = await one.read();
    expect(read).toMatchObject({ metadata: [{ labels: { extra: "1" } }] });
    expect((await one.plan(given)).isEmpty).toBe(false);
    await one.apply(given);
    expect([...one.cluster.objects.values()][0]?.metadata.labels).toEqual({ "kubernetes.io/metadata.name": "x" });
    expect((await one.plan(given)).isEmpty).toBe(true);
  });

  it("is imported by namespace and name", async () => {
    const one = driven();
    await one.apply(given);
    const imported = await one.import("team/x");
    expect(imported).toMatchObject({ id: "team/x", metadata: [{ name: "x", namespace: "team" }] });
    await expect(one.import("x")).rejects.toThrow(/expected namespace\/name/);
  });

  it("is gone after a destroy", async () => {
    const one = driven();
    await one.apply(given);
    await one.destroy();
    expect(one.cluster.objects.size).toBe(0);
  });
});
