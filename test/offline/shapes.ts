import type { Value } from "../../src/plugin";
import { NETWORK_SHAPES } from "./shapes-network";
import { RBAC_SHAPES } from "./shapes-rbac";
import { same, type Shapes } from "./shape";

/** Types whose objects have no namespace. */
export const CLUSTER_WIDE: readonly string[] = [
  "kubernetes_namespace_v1",
  "kubernetes_cluster_role_v1",
  "kubernetes_cluster_role_binding_v1",
  "kubernetes_priority_class_v1",
  "kubernetes_storage_class_v1",
];

const noLimits = { default: null, default_request: {}, max: null, max_limit_request_ratio: null, min: null };
const container = {
  type: "Container",
  default: { cpu: "100m" },
  default_request: { cpu: "50m" },
  max: { cpu: "2" },
  max_limit_request_ratio: { cpu: "4" },
  min: { cpu: "10m" },
};
const login = {
  binary_data: { b: "AAEC" },
  data: { user: "ann" },
  immutable: true,
  type: "example.com/login",
  wait_for_service_account_token: false,
  timeouts: { create: "2m" },
};

/** A bare and a full example of each type, by type and name. */
export const SHAPES: Shapes = {
  ...NETWORK_SHAPES,
  ...RBAC_SHAPES,
  kubernetes_namespace_v1: {
    bare: { config: {}, state: { timeouts: null, wait_for_default_service_account: false } },
    full: same({ wait_for_default_service_account: true, timeouts: { delete: "7m" } }),
  },
  kubernetes_resource_quota_v1: {
    bare: {
      config: { spec: [{ hard: { pods: "10", "requests.cpu": "1" } }] },
      state: {
        spec: [{ hard: { pods: "10", "requests.cpu": "1" }, scope_selector: [], scopes: null }],
        timeouts: null,
      },
    },
    full: same({
      spec: [
        {
          hard: { pods: "4", "limits.memory": "1Gi" },
          scopes: ["NotBestEffort", "NotTerminating"],
          scope_selector: [
            {
              match_expression: [
                { scope_name: "PriorityClass", operator: "In", values: ["high", "low"] },
                { scope_name: "PriorityClass", operator: "Exists", values: null },
              ],
            },
          ],
        },
      ],
      timeouts: { create: "2m", update: "3m" },
    }),
  },
  kubernetes_limit_range_v1: {
    bare: {
      config: { spec: [{ limit: [{ type: "PersistentVolumeClaim", max: { storage: "1Gi" } }] }] },
      state: { spec: [{ limit: [{ ...noLimits, type: "PersistentVolumeClaim", max: { storage: "1Gi" } }] }] },
    },
    full: {
      config: { spec: [{ limit: [container, { type: "Pod", max: { cpu: "4" }, min: { cpu: "10m" } }] }] },
      state: {
        spec: [{ limit: [container, { ...noLimits, type: "Pod", max: { cpu: "4" }, min: { cpu: "10m" } }] }],
      },
    },
  },
  kubernetes_service_account_v1: {
    bare: {
      config: {},
      state: {
        automount_service_account_token: true,
        default_secret_name: "",
        image_pull_secret: [],
        secret: [],
        timeouts: null,
      },
    },
    full: same(
      {
        automount_service_account_token: false,
        image_pull_secret: [{ name: "registry" }],
        secret: [{ name: "a" }, { name: "b" }],
        timeouts: { create: "1m" },
      },
      { default_secret_name: "" },
    ),
  },
  kubernetes_config_map_v1: {
    bare: { config: {}, state: { binary_data: null, data: null, immutable: false } },
    full: same({ binary_data: { b: "AAEC" }, data: { a: "1" }, immutable: true }),
  },
  kubernetes_secret_v1: {
    bare: { config: {}, state: { ...secret(), data: {} } },
    full: { config: login, state: { ...secret(), ...login } },
    hidden: {
      config: {
        data_wo: { password: "never-in-state" },
        data_wo_revision: 1,
        binary_data_wo: { b: "AAEC" },
        binary_data_wo_revision: 2,
      },
      state: { ...secret(), data_wo_revision: 1, binary_data_wo_revision: 2 },
    },
  },
  kubernetes_priority_class_v1: {
    bare: {
      config: { value: 10 },
      state: { description: "", global_default: false, preemption_policy: "PreemptLowerPriority", value: 10 },
    },
    full: same({ description: "last", global_default: false, preemption_policy: "Never", value: -10 }),
  },
  kubernetes_storage_class_v1: {
    bare: {
      config: { storage_provisioner: "example.com/disk" },
      state: {
        allow_volume_expansion: true,
        allowed_topologies: [],
        mount_options: null,
        parameters: null,
        reclaim_policy: "Delete",
        storage_provisioner: "example.com/disk",
        volume_binding_mode: "Immediate",
      },
    },
    full: same({
      allow_volume_expansion: false,
      allowed_topologies: [{ match_label_expressions: [{ key: "zone", values: ["a", "b"] }] }],
      mount_options: ["noatime", "ro"],
      parameters: { type: "fast" },
      reclaim_policy: "Retain",
      storage_provisioner: "example.com/disk",
      volume_binding_mode: "WaitForFirstConsumer",
    }),
  },
};

function secret(): Record<string, Value> {
  return {
    binary_data: null,
    binary_data_wo: null,
    binary_data_wo_revision: null,
    data: null,
    data_wo: null,
    data_wo_revision: null,
    immutable: false,
    timeouts: null,
    type: "Opaque",
    wait_for_service_account_token: true,
  };
}
