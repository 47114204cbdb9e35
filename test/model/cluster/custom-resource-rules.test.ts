import { customResourceWarnings } from "../../../src/model/cluster/custom-resource-groups";
import { customResourceIssues } from "../../../src/model/cluster/custom-resource-rules";
import type { CustomResourceGrant } from "../../../src/model/cluster/custom-resources";
import { UNPROVEN_GROUPS, UNSAFE_GROUPS } from "../../../src/model/cluster/operator-groups";

const grant = (kind: string, rest: Partial<CustomResourceGrant> = {}): CustomResourceGrant => {
  const dot = kind.indexOf(".");
  return { group: kind.slice(dot + 1), resource: kind.slice(0, dot), level: "admin", ...rest };
};
const faultsOf = (...grants: readonly CustomResourceGrant[]) =>
  customResourceIssues(["cluster", "customResources"], grants).map(
    ({ path, code }) => `${path.slice(2).join(".")} ${code}`,
  );

test.each([
  ["open its network", "authorizationpolicies.security.istio.io"],
  ["open its network", "serviceentries.networking.istio.io"],
  ["open its network", "securitygrouppolicies.vpcresources.k8s.aws"],
  ["open its network", "policyendpoints.networking.k8s.aws"],
  ["open its network", "fqdnnetworkpolicies.networking.gke.io"],
  ["open its network", "securitypolicies.crd.nsx.vmware.com"],
  ["open its network", "networkpolicies.projectcalico.org"],
  ["open its network", "networkpolicies.crd.projectcalico.org"],
  ["open its network", "installations.operator.tigera.io"],
  ["open its network", "ciliumnetworkpolicies.cilium.io"],
  ["open its network", "networkpolicies.crd.antrea.io"],
  ["open its network", "egressfirewalls.k8s.ovn.org"],
  ["open its network", "egressnetworkpolicies.network.openshift.io"],
  ["open its network", "network-attachment-definitions.k8s.cni.cncf.io"],
  ["give themselves rights", "rolebindings.authorization.openshift.io"],
  ["give themselves rights", "securitycontextconstraints.security.openshift.io"],
  ["give themselves rights", "rbacdefinitions.rbacmanager.reactiveops.io"],
  ["give themselves rights", "appprojects.argoproj.io"],
  ["change what the cluster admits", "policyexceptions.kyverno.io"],
  ["change what the cluster admits", "admissionpolicies.policies.kubewarden.io"],
  ["change what the cluster admits", "assign.mutations.gatekeeper.sh"],
  ["outside of the tenant", "subnamespaceanchors.hnc.x-k8s.io"],
  ["outside of the tenant", "tenantresources.capsule.clastix.io"],
  ["outside of the tenant", "machines.cluster.x-k8s.io"],
  ["outside of the tenant", "awsclusters.infrastructure.cluster.x-k8s.io"],
  ["rights on the whole cluster", "helmcharts.helm.cattle.io"],
  ["rights on the whole cluster", "objects.kubernetes.m.crossplane.io"],
  ["rights on the whole cluster", "subscriptions.operators.coreos.com"],
  ["belongs to Kubernetes", "adminnetworkpolicies.policy.networking.k8s.io"],
])("with the reason that it would %s, %s is refused", (reason, kind) => {
  const issues = customResourceIssues(["cluster"], [grant(kind)]);
  expect(issues).toMatchObject([{ code: "unsafe-api-group", path: ["cluster", 0, "group"] }]);
  expect(issues[0]?.message).toContain(reason);
  expect(issues[0]?.hint).not.toBe("");
});

test.each([
  "certificates.cert-manager.io",
  "clusters.postgresql.cnpg.io",
  "servicemonitors.monitoring.coreos.com",
  "managedcertificates.networking.gke.io",
  "rollouts.argoproj.io",
  "volumesnapshots.snapshot.storage.k8s.io",
  "widgets.notistio.io",
])("%s is granted without a word", (kind) => {
  expect(faultsOf(grant(kind))).toEqual([]);
  expect(customResourceWarnings([grant(kind)])).toEqual([]);
});

test.each([
  ["httproutes.gateway.networking.k8s.io", /hostnames/],
  ["referencegrants.gateway.networking.k8s.io", /other namespaces/],
  ["routes.route.openshift.io", /hostnames/],
  ["ingressroutes.traefik.io", /hostnames/],
  ["kustomizations.kustomize.toolkit.fluxcd.io", /--default-service-account/],
  ["applications.argoproj.io", /destinationServiceAccounts/],
  ["gitrepositories.source.toolkit.fluxcd.io", /its own place in the network/],
  ["buckets.s3.services.k8s.aws", /cloud account/],
  ["externalsecrets.external-secrets.io", /secrets of other places/],
  ["issuers.cert-manager.io", /grant `certificates` instead/],
])("%s is granted with one warning", (kind, warning) => {
  const grants = [grant(kind), grant(kind, { level: "owner" })];
  expect(faultsOf(...grants)).toEqual([]);
  expect(customResourceWarnings(grants)).toEqual([
    { code: "unbounded-operator", message: expect.stringMatching(warning) as unknown },
  ]);
});

test("who may only look at a kind changes nothing with it, unless it is one of Kubernetes", () => {
  const reading = { level: "viewer", verbs: ["get", "list", "watch"] } as const;
  expect(faultsOf(grant("ciliumnetworkpolicies.cilium.io", reading))).toEqual([]);
  expect(customResourceWarnings([grant("httproutes.gateway.networking.k8s.io", reading)])).toEqual([]);
  expect(faultsOf(grant("roles.rbac.authorization.k8s.io", reading))).toEqual(["0.group unsafe-api-group"]);
});

test("two grants of one kind are one fault where they are wrong in the same way", () => {
  const twice = (kind: string) => [grant(kind), grant(kind), grant(kind, { level: "owner" })];
  expect(faultsOf(...twice("ciliumnetworkpolicies.cilium.io"))).toEqual(["0.group unsafe-api-group"]);
  expect(faultsOf(...twice("widgets/status.example.ch"))).toEqual(["0.resource invalid-custom-resource"]);
  expect(faultsOf(...twice("widgets.of.a.company.with.a.name.that.nobody.can.ever.count.example.ch"))).toEqual([
    "0 uncountable-resource",
    "1 duplicate-grant",
  ]);
});

test("a kind is granted once to a level, and counted once", () => {
  const widgets = (rest: Partial<CustomResourceGrant>) => grant("widgets.example.ch", rest);
  expect(faultsOf(widgets({ level: "viewer", verbs: ["get"] }), widgets({ count: 5 }))).toEqual([]);
  expect(faultsOf(widgets({ verbs: ["get"] }), widgets({ verbs: ["list"] }))).toEqual(["1 duplicate-grant"]);
  expect(faultsOf(widgets({ count: 5 }), widgets({ level: "owner", count: 6 }))).toEqual(["1 duplicate-grant"]);
  expect(faultsOf(widgets({ count: 5 }), widgets({ level: "owner", count: 5 }))).toEqual([]);
});

test("no group stands in two rows that say different things of the same kind", () => {
  const rows = [...UNSAFE_GROUPS, ...UNPROVEN_GROUPS].filter(({ only, except }) => (only ?? except) === undefined);
  const domains = rows.flatMap((row) => row.domains);
  expect(domains.filter((one) => domains.some((other) => other !== one && one.endsWith(`.${other}`)))).toEqual([]);
  expect(new Set(domains).size).toBe(domains.length);
});
