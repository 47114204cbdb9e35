import type { ClusterFacts } from "../../../src/model/cluster/cluster-facts";
import { validateClusterFacts } from "../../../src/model/cluster/cluster-facts-rules";
import { validateTenants } from "../../../src/model/tenant/rules/validate";
import { CLUSTER, SMALL, tree, type LooseSpec, pathOf } from "../tenants";

const PORTS = [{ protocol: "TCP", port: 80 }];

function faults(spec: LooseSpec, facts: Partial<ClusterFacts> = {}): readonly string[] {
  return validateTenants([tree({ name: "a", ...spec }, undefined, { ...CLUSTER, ...facts })]).map(pathOf);
}

describe("a namespace that is taken over", () => {
  const systems = [
    ...["argocd", "flux-system", "cert-manager", "ingress-nginx", "istio-system", "monitoring", "openshift-operators"],
    ...["cattle-system", "gatekeeper-system", "kyverno", "velero", "longhorn-system", "rook-ceph", "metallb-system"],
    ...["cilium-secrets", "calico-system", "tigera-operator", "capsule-system", "cozy-system", "knative-serving"],
    ...["linkerd", "linkerd-viz", "rancher-operator-system"],
  ];
  const domains = ["com", "org", "net", "io", "ch", "zz", "dev", "app", "cloud", "xn--p1ai", "local", "svc", "cluster"];

  test.each([...systems, ...domains])("is not %s, unless that is said", (namespace) => {
    expect(faults({ namespace })).toEqual(["a.namespace"]);
    expect(faults({ namespace, allowReservedNamespace: true })).toEqual([]);
  });

  test.each(["default", "kube-system", "kube-flannel", "hikube-system", "hikube-monitoring"])(
    "is never %s",
    (namespace) => {
      expect(faults({ namespace })).toEqual(["a.namespace"]);
      expect(faults({ namespace, allowReservedNamespace: true })).toEqual(["a.namespace"]);
    },
  );

  test.each(["legacy", "shop-live", "commerce", "kubeflow-team", "cozystack"])("may be %s", (namespace) => {
    expect(faults({ namespace })).toEqual([]);
  });

  test("is judged by the list of the facts, where they have one", () => {
    const facts = { reservedNamespaces: ["acme-*", "legacy"] };
    expect(faults({ namespace: "argocd" }, facts)).toEqual([]);
    expect(faults({ namespace: "acme-mail" }, facts)).toEqual(["a.namespace"]);
    expect(faults({ namespace: "legacy" }, facts)).toEqual(["a.namespace"]);
    expect(faults({ namespace: "legacy-two" }, facts)).toEqual([]);
    expect(faults({ namespace: "kube-public" }, facts)).toEqual(["a.namespace"]);
    expect(faults({ namespace: "com" }, facts)).toEqual(["a.namespace"]);
  });

  test("a list may keep a name of the tree as well", () => {
    expect(faults({}, { reservedNamespaces: ["tenant-a"] })).toEqual(["a.name"]);
  });

  test("a sub-tenant is held to it too", () => {
    const child = { name: "b", namespace: "vault", quota: SMALL };
    expect(faults({ children: [child] })).toEqual(["a/b.namespace"]);
  });
});

describe("the other side of a way between tenants", () => {
  const expected = (other: string, facts?: Partial<ClusterFacts>) =>
    ["toTenant", "fromTenant"].flatMap((end) =>
      faults({ network: { peers: [{ [end]: other, ports: PORTS, expected: true }] } }, facts),
    );
  const refused = ["a.network.peers[0].toTenant", "a.network.peers[0].fromTenant"];

  test.each(["kube-system", "default", "hikube-system", "monitoring", "argocd", "billing", "com"])(
    "is not %s, expected or not",
    (other) => {
      expect(expected(other)).toEqual(refused);
    },
  );

  test("is a tenant by its name, or by the facts", () => {
    expect(expected("tenant-elsewhere")).toEqual([]);
    expect(expected("billing", { tenantNamespaces: ["billing"] })).toEqual([]);
    expect(expected("monitoring", { tenantNamespaces: ["monitoring"] })).toEqual([]);
    expect(expected("kube-system", { tenantNamespaces: ["kube-system"] })).toEqual(refused);
  });

  test("is a tenant that is declared here, whatever its namespace is called", () => {
    const other = { name: "b", namespace: "billing", network: { peers: [{ fromTenant: "tenant-a", ports: PORTS }] } };
    const asking = tree({ name: "a", network: { peers: [{ toTenant: "billing", ports: PORTS }] } });
    expect(validateTenants([asking, tree(other)])).toEqual([]);
  });
});

describe("pods that are let in", () => {
  const expose = (fromNamespace: string, facts?: Partial<ClusterFacts>) =>
    faults({ network: { expose: [{ fromNamespace, ports: PORTS }] } }, facts);

  test.each(["ingress-nginx", "traefik", "istio-system", "openshift-ingress", "monitoring", "edge"])(
    "may be those of %s",
    (namespace) => {
      expect(expose(namespace)).toEqual([]);
    },
  );

  test.each(["kube-system", "default", "cert-manager", "argocd"])(
    "are not those of %s, unless by the facts",
    (namespace) => {
      expect(expose(namespace)).toEqual(["a.network.expose[0].fromNamespace"]);
      expect(expose(namespace, { ingressNamespaces: [namespace] })).toEqual([]);
    },
  );

  test("a sub-tenant may let in more than its parent does", () => {
    const child = { name: "b", quota: SMALL, network: { expose: [{ fromNamespace: "ingress-nginx", ports: PORTS }] } };
    expect(faults({ children: [child] })).toEqual([]);
  });
});

describe("a ServiceAccount with rights on a tenant", () => {
  const owner = (namespace: string, facts?: Partial<ClusterFacts>) =>
    faults({ access: { owners: [{ kind: "ServiceAccount", name: "ci", namespace }] } }, facts);

  test.each(["default", "kube-system", "argocd", "monitoring", "tenant-elsewhere", "hikube-monitoring"])(
    "does not live in %s",
    (namespace) => {
      expect(owner(namespace)).toEqual(["a.access.owners[0].namespace"]);
    },
  );

  test.each(["hikube-system", "ci", "build-farm"])("may live in %s", (namespace) => {
    expect(owner(namespace)).toEqual([]);
  });

  test("may be a controller that the facts name", () => {
    expect(owner("flux-system")).toEqual(["a.access.owners[0].namespace"]);
    expect(owner("flux-system", { accountNamespaces: ["flux-system"] })).toEqual([]);
  });
});

describe("lists of namespaces in the facts", () => {
  const factFaults = (facts: object) => validateClusterFacts({ ...CLUSTER, ...facts }).map(pathOf);

  test.each([
    ["reservedNamespaces", ["openshift-*", "legacy"]],
    ["ingressNamespaces", ["kube-system", "ingress-*"]],
    ["accountNamespaces", ["flux-system"]],
    ["tenantNamespaces", []],
  ])("%s may be %j", (field, value) => {
    expect(factFaults({ [field]: value })).toEqual([]);
  });

  test.each([
    ["reservedNamespaces", ["*"], "cluster.reservedNamespaces[0]"],
    ["reservedNamespaces", ["a", "*-system"], "cluster.reservedNamespaces[1]"],
    ["ingressNamespaces", [""], "cluster.ingressNamespaces[0]"],
    ["accountNamespaces", ["flux-*"], "cluster.accountNamespaces[0]"],
    ["tenantNamespaces", "legacy", "cluster.tenantNamespaces"],
  ])("%s may not be %j", (field, value, path) => {
    expect(factFaults({ [field]: value })).toEqual([path]);
  });
});
