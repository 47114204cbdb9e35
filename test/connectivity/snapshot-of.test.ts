import { connectivityMatrix, evaluator, withSamplePods, snapshotOf } from "../../src/connectivity";

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

test("a snapshot is read from the objects of a cluster", () => {
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
    { ...object("NetworkPolicy", "p", { spec: {} }), apiVersion: "networking.k8s.io/v1" },
  ];
  expect(snapshotOf(objects)).toEqual({
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
    passedOver: [{ what: "v1 Service", count: 1 }],
  });
});

test.each([
  ["on their node's network", { spec: { hostNetwork: true } }, "Pod on its node's network"],
  ["that succeeded", { status: { phase: "Succeeded" } }, "Pod that has ended"],
  ["that failed", { status: { phase: "Failed" } }, "Pod that has ended"],
])("pods %s are no part of it, and are counted", (_, rest, what) => {
  const { pods, passedOver } = snapshotOf([object("Pod", "p", rest)]);
  expect({ pods, passedOver }).toEqual({ pods: [], passedOver: [{ what, count: 1 }] });
});

describe("what `kubectl get -o yaml` prints", () => {
  const POLICY = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" };
  const metadata = { namespace: "shop", name: "deny" };
  const deny = { ...POLICY, metadata, spec: { podSelector: {}, policyTypes: ["Ingress"] } };
  const bare = { metadata: deny.metadata, spec: deny.spec };
  const base = [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } },
    ...["a", "b"].map((name) => object("Pod", name, { spec: { containers: [] } })),
  ];
  const isAllowed = (...more: readonly unknown[]) =>
    evaluator(snapshotOf([...base, ...more] as never))({
      ...{ from: { namespace: "shop", pod: "a" }, to: { namespace: "shop", pod: "b" } },
      port: 80,
    }).allowed;

  test.each<readonly [string, unknown, boolean]>([
    ["no policy", { apiVersion: "v1", kind: "List", items: [] }, true],
    ["a List", { apiVersion: "v1", kind: "List", items: [deny] }, false],
    ["a list of policies", { apiVersion: POLICY.apiVersion, kind: "NetworkPolicyList", items: [deny] }, false],
    ["items without their kind", { apiVersion: POLICY.apiVersion, kind: "NetworkPolicyList", items: [bare] }, false],
    [
      "a List in a List",
      { apiVersion: "v1", kind: "List", items: [{ apiVersion: "v1", kind: "List", items: [deny] }] },
      false,
    ],
  ])("%s is opened", (_what, more, allowed) => {
    expect(isAllowed(more)).toBe(allowed);
  });

  test("may be given as it is", () => {
    const snapshot = snapshotOf({ apiVersion: "v1", kind: "List", items: [...base, deny] } as never);
    expect(snapshot).toMatchObject({ namespaces: [{ name: "shop" }], pods: [{}, {}], policies: [{}] });
  });

  test("lists are opened among the policies of a snapshot too", () => {
    const { namespaces, pods } = snapshotOf(base);
    const policies = [{ apiVersion: "v1", kind: "List", items: [deny] }] as never;
    const query = { from: { namespace: "shop", pod: "a" }, to: { namespace: "shop", pod: "b" }, port: 80 };
    expect(evaluator({ namespaces, pods, policies })(query).allowed).toBe(false);
  });

  test.each<readonly [string, unknown, string | RegExp]>([
    ["null", null, "objects[3]: must be a Kubernetes object; received null"],
    ["a text", "deny", "objects[3]: must be a Kubernetes object"],
    ["an object without a kind", { metadata: { name: "x" } }, "objects[3].kind: must be a string"],
    ["items that are no list", { apiVersion: "v1", kind: "List", items: {} }, "objects[3].items: must be a list"],
    [
      "null in a List",
      { apiVersion: "v1", kind: "List", items: [null] },
      "objects[3].items[0]: must be a Kubernetes object",
    ],
    ["a pod without a name", { apiVersion: "v1", kind: "Pod" }, "objects[3].metadata.name: must be a string"],
    [
      "a label that is a number",
      { apiVersion: "v1", kind: "Namespace", metadata: { name: "x", labels: { a: 1 } } },
      "objects[3].metadata.labels.a: must be a string",
    ],
    [
      "a protocol that is none",
      object("Pod", "p", { spec: { containers: [{ ports: [{ name: "x", containerPort: 1, protocol: "tcp" }] }] } }),
      "ports[0].protocol: unknown value",
    ],
    ["another pod of the same name", object("Pod", "a", { status: { podIP: "10.0.0.1" } }), "two different objects"],
    [
      "a policy of Cilium",
      { apiVersion: "cilium.io/v2", kind: "CiliumNetworkPolicy", metadata },
      /^objects\[3\]: .*CiliumNetworkPolicy \(cilium\.io\/v2\).*\[unsupported-policy\]$/,
    ],
    [
      "a policy whose kind is in lower case",
      { apiVersion: "networking.k8s.io/v1", kind: "networkpolicy", metadata },
      "policies of kind networkpolicy (networking.k8s.io/v1) are not evaluated",
    ],
    ["a list without its items", { apiVersion: "v1", kind: "PodList" }, /^objects\[3\]: .*\[missing-field\]$/],
    [
      "the first part of a list",
      { apiVersion: "v1", kind: "PodList", metadata: { continue: "abc" }, items: [] },
      "only its first part is here",
    ],
    [
      "a policy of Calico, under the same name",
      { apiVersion: "crd.projectcalico.org/v1", kind: "NetworkPolicy", metadata },
      "policies of kind NetworkPolicy (crd.projectcalico.org/v1) are not evaluated",
    ],
    [
      "an administrator's policy",
      { apiVersion: "policy.networking.k8s.io/v1alpha2", kind: "ClusterNetworkPolicy", metadata },
      "are not evaluated",
    ],
    [
      "a policy of a mesh",
      { apiVersion: "security.istio.io/v1", kind: "AuthorizationPolicy", metadata },
      "are not evaluated",
    ],
    ["an old policy", { ...deny, apiVersion: "extensions/v1beta1" }, "apiVersion: unsupported API version"],
    ["a policy with a misspelt field", { ...deny, specs: {} }, "shop/deny.specs: unknown field"],
  ])("%s is refused with its place", (_what, more, message) => {
    expect(() => isAllowed(more)).toThrow(message);
  });

  test("an object that is given twice is one", () => {
    expect(isAllowed(deny, deny, object("Pod", "a", { spec: { containers: [] } }))).toBe(false);
  });
});

test("sample-pods play every pod that the policies tell apart", () => {
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
  const { pods } = withSamplePods({ namespaces: [{ name: "shop" }], pods: [], policies: twice }, FACTS);
  expect(pods.map(({ namespace, labels }) => [namespace, labels])).toEqual([
    ["shop", {}],
    ["kube-system", {}],
    ["shop", { api: "yes" }],
    ["shop", { isolated: "true" }],
    ["kube-system", { "k8s-app": "kube-dns" }],
  ]);
});

test("sample-pods have an address of the pod network, so that a careless block shows", () => {
  const spec = { podSelector: {}, policyTypes: ["Egress"], egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] };
  const policies = [{ ...object("NetworkPolicy", "p", { spec }), apiVersion: "networking.k8s.io/v1" }];
  const snapshot = withSamplePods({ namespaces: [{ name: "shop" }, { name: "bank" }], pods: [], policies }, FACTS);
  const { groups, cells } = connectivityMatrix(snapshot);
  const index = (name: string) => groups.findIndex((group) => group.name === name);
  expect(cells[index("shop")]![index("bank")]).toEqual({ verdict: "allow" });
});
