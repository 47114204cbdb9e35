import type { Shapes } from "./shape";

const everyPod = [{ match_expressions: [], match_labels: null }];

export const NETWORK_SHAPES: Shapes = {
  kubernetes_network_policy_v1: {
    bare: {
      config: { spec: [{ pod_selector: [{}], policy_types: ["Ingress"] }] },
      state: { spec: [{ egress: [], ingress: [], pod_selector: everyPod, policy_types: ["Ingress"] }] },
    },
    full: {
      config: {
        spec: [
          {
            pod_selector: [{ match_labels: { app: "web" } }],
            policy_types: ["Ingress", "Egress"],
            ingress: [{}, { from: [{ namespace_selector: [{}] }] }],
            egress: [
              {
                ports: [{ port: "53", protocol: "UDP" }, { port: "http" }, { port: "1000", end_port: 2000 }],
                to: [
                  { ip_block: [{ cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] }] },
                  { ip_block: [{ cidr: "192.0.2.0/24" }] },
                  {
                    namespace_selector: [{ match_labels: { team: "a" } }],
                    pod_selector: [
                      {
                        match_expressions: [
                          { key: "app", operator: "Exists" },
                          { key: "tier", operator: "In", values: ["b", "a"] },
                        ],
                      },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
      state: {
        spec: [
          {
            pod_selector: [{ match_expressions: [], match_labels: { app: "web" } }],
            policy_types: ["Ingress", "Egress"],
            ingress: [
              { from: [], ports: [] },
              { from: [{ ip_block: [], namespace_selector: everyPod, pod_selector: [] }], ports: [] },
            ],
            egress: [
              {
                ports: [
                  { end_port: 0, port: "53", protocol: "UDP" },
                  { end_port: 0, port: "http", protocol: "TCP" },
                  { end_port: 2000, port: "1000", protocol: "TCP" },
                ],
                to: [
                  {
                    ip_block: [{ cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] }],
                    namespace_selector: [],
                    pod_selector: [],
                  },
                  { ip_block: [{ cidr: "192.0.2.0/24", except: null }], namespace_selector: [], pod_selector: [] },
                  {
                    ip_block: [],
                    namespace_selector: [{ match_expressions: [], match_labels: { team: "a" } }],
                    pod_selector: [
                      {
                        match_expressions: [
                          { key: "app", operator: "Exists", values: null },
                          { key: "tier", operator: "In", values: ["a", "b"] },
                        ],
                        match_labels: null,
                      },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    },
  },
};
