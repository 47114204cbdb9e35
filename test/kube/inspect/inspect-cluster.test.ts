import type { Cluster } from "../../../src/kube/cluster";
import { KubeError } from "../../../src/kube/kube-error";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { inspectCluster } from "../../../src/kube/inspect/inspect-cluster";

const NODE = {
  ...object("v1", "Node", "n1"),
  spec: { podCIDRs: ["10.1.0.0/24"] },
  status: {
    addresses: [
      { type: "InternalIP", address: "192.0.2.7" },
      { type: "InternalIP", address: "2001:db8::7" },
      { type: "Hostname", address: "n1" },
    ],
  },
};
const KUBERNETES_SLICE = {
  ...object("discovery.k8s.io/v1", "EndpointSlice", "kubernetes", "default"),
  endpoints: [{ addresses: ["192.0.2.1"] }],
  ports: [{ name: "https", port: 6443 }],
};
const DNS_SERVICE = {
  ...object("v1", "Service", "kube-dns", "kube-system"),
  spec: {
    selector: { "k8s-app": "kube-dns" },
    ports: [
      { name: "dns", port: 53, targetPort: "dns" },
      { name: "metrics", port: 9153, targetPort: 9153 },
    ],
  },
};
const DNS_SLICE = {
  ...object("discovery.k8s.io/v1", "EndpointSlice", "kube-dns-1", "kube-system"),
  ports: [
    { name: "dns", port: 5353 },
    { name: "metrics", port: 9153 },
  ],
};
const SERVICE_CIDR = {
  ...object("networking.k8s.io/v1", "ServiceCIDR", "kubernetes"),
  spec: { cidrs: ["10.96.0.0/16"] },
};
const PATHS = {
  "/version": { gitVersion: "v1.35.4" },
  "/.well-known/openid-configuration": { issuer: "https://issuer" },
  "/openid/v1/jwks": { keys: [{ kid: "k" }] },
};
const ALL = [NODE, KUBERNETES_SLICE, DNS_SERVICE, DNS_SLICE, SERVICE_CIDR];

function object(apiVersion: string, kind: string, name: string, namespace?: string): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace } };
}

/** A cluster that holds these objects; slices are found by the name of their Service. */
function clusterWith(objects: readonly KubeObject[], paths: Record<string, unknown> = PATHS): Cluster {
  const list: Cluster["list"] = ({ kind }, { namespace, labelSelector } = {}) => {
    const service = labelSelector?.split("=")[1];
    const fits = ({ metadata }: KubeObject) =>
      (namespace === undefined || metadata.namespace === namespace) &&
      (service === undefined || metadata.name.startsWith(service));
    return Promise.resolve(objects.filter((each) => each.kind === kind && fits(each)));
  };
  return {
    server: "https://api.example.ch:6443",
    list,
    get: ({ kind, name, namespace }) =>
      Promise.resolve(
        objects.find(
          (each) => each.kind === kind && each.metadata.name === name && each.metadata.namespace === namespace,
        ),
      ),
    raw: (_method: string, path: string) =>
      path in paths ? Promise.resolve(paths[path]) : Promise.reject(new KubeError("no", 403, "Forbidden")),
  } as Partial<Cluster> as Cluster;
}

test("the facts of a cluster come from its API", async () => {
  const notes: string[] = [];
  const facts = await inspectCluster(clusterWith(ALL), {
    onNote: ({ code, message }) => notes.push(`${message} [${code}]`),
  });
  expect(facts).toEqual({
    formatVersion: 1,
    version: "v1.35.4",
    podCidrs: ["10.1.0.0/24"],
    serviceCidrs: ["10.96.0.0/16"],
    nodeCidrs: ["192.0.2.7/32", "2001:db8::7/128"],
    apiServer: { cidrs: ["192.0.2.1/32"], port: 6443 },
    dns: { namespace: "kube-system", podLabels: { "k8s-app": "kube-dns" }, ports: [5353] },
    serviceAccounts: { issuer: "https://issuer", keys: [{ kid: "k" }] },
  });
  expect(notes).toEqual([
    expect.stringContaining("--pod-cidr"),
    expect.stringContaining("--node-cidr"),
    expect.stringContaining("unknown whether the API server extends the mounted tokens of pods to a year"),
  ]);
});

test.each([
  ["flannel", { "flannel.alpha.coreos.com/backend-type": "vxlan" }, ["10.1.0.0/32", "10.1.0.1/32"]],
  ["Calico", { "projectcalico.org/IPv4VXLANTunnelAddr": "10.1.0.64" }, ["10.1.0.64/32"]],
  ["Cilium", { "network.cilium.io/ipv6-cilium-host": "fd00::7", other: "10.1.0.9" }, ["fd00::7/128"]],
  ["no tunnel", { "projectcalico.org/IPv4Address": "192.0.2.7/24" }, undefined],
])("nodes under %s send from the ends of their tunnels", async (_, annotations, ends) => {
  const node = { ...NODE, metadata: { ...NODE.metadata, annotations } };
  const cluster = clusterWith([...ALL.filter((one) => one !== NODE), node]);
  expect((await inspectCluster(cluster, { nodeTunnels: true })).nodeTunnelCidrs).toEqual(ends);
  // They change with every node: nobody who does not need them is told of new ones.
  expect(await inspectCluster(cluster)).not.toHaveProperty("nodeTunnelCidrs");
});

describe("DNS that is no pod", () => {
  const cache = (name: string, ...args: string[]) => ({
    ...object("apps/v1", "DaemonSet", name, "kube-system"),
    spec: { template: { spec: { containers: [{ args }] } } },
  });
  const dnsOf = async (objects: readonly KubeObject[], dnsCidrs?: readonly string[]) =>
    (await inspectCluster(clusterWith(objects), { dnsCidrs })).dns;
  const PODS = { namespace: "kube-system", podLabels: { "k8s-app": "kube-dns" }, ports: [5353] };

  test.each([
    ["node-local-dns", ["-localip", "169.254.20.10,10.96.0.10", "-conf", "/etc/Corefile"]],
    ["nodelocaldns", ["--localip=169.254.20.10,10.96.0.10"]],
  ])("is found at the addresses of DaemonSet %s", async (name, args) => {
    expect(await dnsOf([...ALL, cache(name, ...args)])).toEqual({
      ...PODS,
      cidrs: ["10.96.0.10/32", "169.254.20.10/32"],
    });
  });

  test("is not taken from what was never filled in", async () => {
    expect(await dnsOf([...ALL, cache("node-local-dns", "-localip", "__PILLAR__LOCAL__DNS__")])).toEqual(PODS);
  });

  test("is taken from --dns-cidr, beside what is found or alone", async () => {
    expect(await dnsOf(ALL, ["169.254.169.254/32"])).toEqual({ ...PODS, cidrs: ["169.254.169.254/32"] });
    expect(await dnsOf([NODE, KUBERNETES_SLICE, SERVICE_CIDR], ["169.254.169.254/32"])).toEqual({
      cidrs: ["169.254.169.254/32"],
    });
  });

  test("has its option named where nothing is known", async () => {
    const nothing = inspectCluster(clusterWith([NODE, KUBERNETES_SLICE, SERVICE_CIDR]));
    await expect(nothing).rejects.toThrow(/cluster's DNS .*pass --dns-cidr/);
  });
});

describe("whether mounted tokens are extended to a year", () => {
  const FLAG = "--service-account-extend-token-expiration";
  const server = (name: string, ...flags: string[]) => ({
    ...object("v1", "Pod", name, "kube-system"),
    spec: { containers: [{ command: ["kube-apiserver", ...flags] }] },
  });
  const factsOf = async (...servers: KubeObject[]) => {
    const notes: string[] = [];
    const { serviceAccounts } = await inspectCluster(clusterWith([...ALL, ...servers]), {
      onNote: ({ code, message }) => notes.push(`${message} [${code}]`),
    });
    return { extended: serviceAccounts.extendsMountedTokens, notes: notes.filter((note) => note.includes("year")) };
  };

  test("is what the flags of all API servers say", async () => {
    expect(await factsOf(server("a", `${FLAG}=false`))).toEqual({ extended: false, notes: [] });
    expect(await factsOf(server("a", `${FLAG}=true`, `${FLAG}=false`))).toEqual({ extended: false, notes: [] });
  });

  test("is so by default, and where one of several extends, and is said with the way out", async () => {
    const expected = { extended: true, notes: [expect.stringContaining(`set ${FLAG}=false`) as unknown] };
    expect(await factsOf(server("a"))).toEqual(expected);
    expect(await factsOf(server("a", `${FLAG}=false`), server("b", FLAG))).toEqual(expected);
  });

  test("is not guessed where no API server is seen", async () => {
    const words = ["sh", "-c", `kube-apiserver ${FLAG}=false`];
    const wrapped = { ...server("a"), spec: { containers: [{ command: words }] } };
    expect(await factsOf(wrapped)).toMatchObject({
      extended: undefined,
      notes: [expect.stringContaining("unknown whether")],
    });
  });
});

test("ranges that the control plane was given win over those of today's nodes", async () => {
  const flags = ["kube-controller-manager", "--cluster-cidr=10.244.0.0/16,fd00::/48"];
  const manager = { ...object("v1", "Pod", "kcm", "kube-system"), spec: { containers: [{ command: flags }] } };
  const facts = await inspectCluster(clusterWith([...ALL, manager]));
  expect(facts.podCidrs).toEqual(["10.244.0.0/16", "fd00::/48"]);
});

test("kubeadm's configuration is read where there are no ServiceCIDR objects", async () => {
  const data = { ClusterConfiguration: "networking: { podSubnet: 10.2.0.0/16, serviceSubnet: 10.3.0.0/16 }" };
  const config = { ...object("v1", "ConfigMap", "kubeadm-config", "kube-system"), data };
  const facts = await inspectCluster(clusterWith([NODE, KUBERNETES_SLICE, DNS_SERVICE, DNS_SLICE, config]));
  expect([facts.podCidrs, facts.serviceCidrs]).toEqual([["10.2.0.0/16"], ["10.3.0.0/16"]]);
});

test("what the user gives is taken as given", async () => {
  const facts = await inspectCluster(clusterWith(ALL), { podCidrs: ["10.9.0.0/16"], nodeCidrs: ["192.0.2.0/24"] });
  expect([facts.podCidrs, facts.nodeCidrs]).toEqual([["10.9.0.0/16"], ["192.0.2.0/24"]]);
});

test("all facts that cannot be found are named at once, with their options", async () => {
  const message = await inspectCluster(clusterWith([], {})).catch((error: unknown) => (error as Error).message);
  expect(message).toMatch(/--pod-cidr[^]*--service-cidr[^]*--node-cidr[^]*--api-server-cidr[^]*DNS[^]*jwks/);
  expect(message).toContain("cannot find the version");
});

test("a range without a mask is refused before anything is asked", async () => {
  await expect(inspectCluster(clusterWith([]), { podCidrs: ["10.0.0.0", "10.0.0.0/33"] })).rejects.toThrow(
    '--pod-cidr: received "10.0.0.0"; expected an address with a mask, e.g. 10.0.0.0/8 or fd00::/8\n' +
      '--pod-cidr: received "10.0.0.0/33"',
  );
});

test("the audiences of the API server are those of a token that names none, where one may ask for it", async () => {
  const audiences = ["https://issuer", "k3s"];
  const asked = { "/api/v1/namespaces/default/serviceaccounts/default/token": { spec: { audiences } } };
  const facts = await inspectCluster(clusterWith(ALL, { ...PATHS, ...asked }));
  expect(facts.serviceAccounts.audiences).toEqual(audiences);
});
