import { COMPONENT_FLAGS } from "../../../src/sandbox/control-plane/flags";
import { planOf, type ComponentName } from "../../../src/sandbox/control-plane/plan";

const COMPONENT_NAMES = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"] as const;
const plan = planOf("/home/me/sandboxes/test", { apiServer: 6443, etcd: 2379, etcdPeer: 2380 });
const flags = (name: ComponentName) => COMPONENT_FLAGS[name](plan);
const flag = (name: ComponentName, key: string) =>
  flags(name)
    .find((each) => each.startsWith(`--${key}=`))
    ?.slice(key.length + 3);

test.each(["listen-client-urls", "listen-peer-urls"])("etcd answers %s on loopback by TLS only", (key) => {
  expect(flag("etcd", key)).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
});

test.each(["client-cert-auth", "peer-client-cert-auth"])("etcd asks for certificates: %s", (key) => {
  expect(flag("etcd", key)).toBe("true");
});

test("etcd trusts another authority than the one that signs users", () => {
  expect(flag("etcd", "trusted-ca-file")).not.toBe(flag("kube-apiserver", "client-ca-file"));
});

test("the API server trusts aggregated callers by another authority than users", () => {
  expect(flag("kube-apiserver", "requestheader-client-ca-file")).not.toBe(flag("kube-apiserver", "client-ca-file"));
});

test("the API server listens on loopback, authorizes by RBAC and switches no admission off", () => {
  expect(flag("kube-apiserver", "bind-address")).toBe("127.0.0.1");
  expect(flag("kube-apiserver", "authorization-mode")).toBe("Node,RBAC");
  expect(flag("kube-apiserver", "enable-admission-plugins")).toBe("NodeRestriction");
  expect(flags("kube-apiserver").join()).not.toMatch(/disable-admission|feature-gates|anonymous/);
});

test("the API server signs no token for longer than was asked", () => {
  expect(flag("kube-apiserver", "service-account-extend-token-expiration")).toBe("false");
});

test.each(["kube-controller-manager", "kube-scheduler"] as const)("%s opens no port", (name) => {
  expect(flag(name, "secure-port")).toBe("0");
});

test("all that a process writes or reads is in the sandbox's folder", () => {
  const paths = COMPONENT_NAMES.flatMap(flags)
    .map((each) => each.replace(/^[^=]*=/, ""))
    .filter((value) => value.startsWith("/"));
  expect(paths.length).toBeGreaterThan(20);
  expect(paths.filter((path) => !path.startsWith("/home/me/sandboxes/test/"))).toEqual([]);
});

test("features of Kubernetes are switched on everywhere but in its store, and nowhere unless asked for", () => {
  const gated = planOf("/home/me/sandboxes/test", plan.ports, {
    featureGates: ["PodCertificateRequest", "DRADeviceTaints"],
  });
  const expected = "--feature-gates=PodCertificateRequest=true,DRADeviceTaints=true";
  for (const name of COMPONENT_NAMES) {
    expect([name, COMPONENT_FLAGS[name](gated).includes(expected)]).toEqual([name, name !== "etcd"]);
    expect(flags(name).join(" ")).not.toContain("feature-gates");
  }
});

test("issuers of tokens are told to the API server alone, where there are any", () => {
  const trusting = planOf("/home/me/sandboxes/test", plan.ports, { authenticationConfig: "/home/me/issuers.yaml" });
  const told = COMPONENT_NAMES.filter((name) =>
    COMPONENT_FLAGS[name](trusting).includes("--authentication-config=/home/me/issuers.yaml"),
  );
  expect(told).toEqual(["kube-apiserver"]);
  expect(flags("kube-apiserver").join(" ")).not.toContain("authentication-config");
});
