import { same, type Shape, type Shapes } from "./shape";

const RBAC = "rbac.authorization.k8s.io";
const group = { kind: "Group", name: "devs", api_group: RBAC };
const bot = { kind: "ServiceAccount", name: "bot", namespace: "ci" };
const subjects = [
  { ...group, namespace: "default" },
  { ...bot, api_group: "" },
];
const roleRef = [{ api_group: RBAC, kind: "ClusterRole", name: "view" }];
const binding: Readonly<Record<string, Shape>> = {
  bare: {
    config: { role_ref: roleRef, subject: [group] },
    state: { role_ref: roleRef, subject: subjects.slice(0, 1) },
  },
  full: { config: { role_ref: roleRef, subject: [group, bot] }, state: { role_ref: roleRef, subject: subjects } },
};

export const RBAC_SHAPES: Shapes = {
  kubernetes_role_v1: {
    bare: {
      config: { rule: [{ api_groups: [""], resources: ["pods", "configmaps"], verbs: ["list", "get"] }] },
      state: {
        rule: [{ api_groups: [""], resource_names: null, resources: ["configmaps", "pods"], verbs: ["get", "list"] }],
      },
    },
    full: same({ rule: [{ api_groups: ["", "apps"], resource_names: ["x"], resources: ["pods"], verbs: ["get"] }] }),
  },
  kubernetes_role_binding_v1: binding,
  kubernetes_cluster_role_v1: {
    bare: {
      config: { rule: [{ api_groups: [""], resources: ["pods", "configmaps"], verbs: ["list", "get"] }] },
      state: {
        aggregation_rule: [],
        rule: [
          {
            api_groups: [""],
            non_resource_urls: null,
            resource_names: null,
            resources: ["pods", "configmaps"],
            verbs: ["list", "get"],
          },
        ],
      },
    },
    full: {
      config: {
        aggregation_rule: [
          {
            cluster_role_selectors: [
              { match_labels: { "example.com/sum": "true" } },
              { match_expressions: [{ key: "example.com/sum", operator: "In", values: ["b", "a"] }] },
            ],
          },
        ],
      },
      state: {
        aggregation_rule: [
          {
            cluster_role_selectors: [
              { match_expressions: [], match_labels: { "example.com/sum": "true" } },
              {
                match_expressions: [{ key: "example.com/sum", operator: "In", values: ["a", "b"] }],
                match_labels: null,
              },
            ],
          },
        ],
        rule: [],
      },
    },
    unbounded: {
      config: { rule: [{ non_resource_urls: ["/metrics"], verbs: ["get"] }] },
      state: {
        aggregation_rule: [],
        rule: [
          { api_groups: null, non_resource_urls: ["/metrics"], resource_names: null, resources: null, verbs: ["get"] },
        ],
      },
    },
  },
  kubernetes_cluster_role_binding_v1: binding,
};
