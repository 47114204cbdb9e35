import { connectivityMatrix, withStandIns, worldOf } from "../../src/connectivity";

const object = (kind: string, name: string, rest: Readonly<Record<string, unknown>> = {}, namespace = "shop") => ({
  apiVersion: "v1",
  kind,
  metadata: { name, namespace },
  ...rest,
});
const FACTS = {
  ...{ formatVersion: 1 as const, version: "v1.35.4", podCidrs: ["10.244.0.0/16"], serviceCidrs: [], nodeCidrs: [] },
  apiServer: { cidrs: ["192.0.2.1/32"], port: 6443 },
  dns: { namespace: "kube-system", podLabels: { "k8s-app": "kube-dns" }, ports: [53] },
  serviceAccounts: { issuer: "https://issuer.example", keys: [] },
};

test("a world is read from the objects of a cluster", () => {
  const ports = [
    { name: "web", containerPort: 80 },
    { containerPort: 81 },
    { name: "dns", containerPort: 53, protocol: "UDP" },
  ];
  const objects = [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop", labels: { team: "a" } } },
    object("Pod", "web", { spec: { containers: [{ ports }, {}] }, status: { podIP: "10.244.0.7" } }),
    object("Pod", "pending", { spec: { containers: [] }, status: { phase: "Pending" } }),
    object("Service", "web"),
    object("NetworkPolicy", "p", { spec: {} }),
  ];
  expect(worldOf(objects)).toEqual({
    namespaces: [{ name: "shop", labels: { team: "a" } }],
    pods: [
      {
        ...{ namespace: "shop", name: "web", labels: {}, ip: "10.244.0.7" },
        ports: [
          { name: "web", port: 80, protocol: "TCP" },
          { name: "dns", port: 53, protocol: "UDP" },
        ],
      },
      { namespace: "shop", name: "pending", labels: {}, ports: [] },
    ],
    policies: [objects[4]],
  });
});

test.each([
  ["on their node's network", { spec: { hostNetwork: true } }],
  ["that succeeded", { status: { phase: "Succeeded" } }],
  ["that failed", { status: { phase: "Failed" } }],
])("pods %s are no part of it", (_, rest) => {
  expect(worldOf([object("Pod", "p", rest)]).pods).toEqual([]);
});

test("stand-ins play every pod that the policies tell apart", () => {
  const isolated = { matchExpressions: [{ key: "isolated", operator: "NotIn", values: ["true"] }] };
  const policies = [
    {
      ...object("NetworkPolicy", "api", { spec: { podSelector: { matchLabels: { api: "yes" } } } }),
      apiVersion: "networking.k8s.io/v1",
    },
    {
      ...object("NetworkPolicy", "own", {
        spec: { podSelector: {}, ingress: [{ from: [{ podSelector: isolated }] }] },
      }),
      apiVersion: "networking.k8s.io/v1",
    },
  ];
  const twice = [...policies, ...policies];
  const { pods } = withStandIns({ namespaces: [{ name: "shop" }], pods: [], policies: twice }, FACTS);
  expect(pods.map(({ namespace, labels }) => [namespace, labels])).toEqual([
    ["shop", {}],
    ["kube-system", {}],
    ["shop", { api: "yes" }],
    ["shop", { isolated: "true" }],
    ["kube-system", { "k8s-app": "kube-dns" }],
  ]);
});

test("stand-ins have an address of the pod network, so that a careless block shows", () => {
  const spec = { podSelector: {}, policyTypes: ["Egress"], egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] };
  const policies = [{ ...object("NetworkPolicy", "p", { spec }), apiVersion: "networking.k8s.io/v1" }];
  const world = withStandIns({ namespaces: [{ name: "shop" }, { name: "bank" }], pods: [], policies }, FACTS);
  const { groups, cells } = connectivityMatrix(world);
  const index = (name: string) => groups.findIndex((group) => group.name === name);
  expect(cells[index("shop")]![index("bank")]).toEqual({ verdict: "allow" });
});
