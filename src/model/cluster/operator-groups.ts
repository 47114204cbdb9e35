/**
 * API groups of operators, by what their objects reach. A domain stands for its group and all groups below it. Operators
 * that are not named here are up to the platform: see `docs/security.md`.
 */
export interface OperatorGroups {
  readonly domains: readonly string[];
  /** Plurals that this is about. @default - all, without those of `except` */
  readonly only?: readonly string[];
  /** Plurals that this is not about. @default - none */
  readonly except?: readonly string[];
}

/** Groups whose objects reach beyond a tenant by their nature. */
export interface UnsafeGroups extends OperatorGroups {
  readonly message: string;
  readonly expected: string;
  readonly hint: string;
}

/** Groups whose objects stay in a tenant if their operator is set up for that. */
export interface UnprovenGroups extends OperatorGroups {
  /** What the platform has to see to. */
  readonly warning: string;
}

const openshift = (...names: readonly string[]) => names.map((name) => `${name}.openshift.io`);

const NETWORK = {
  message: "with this API group, people of a tenant could open its network",
  expected: "an API group without networks and network policies",
  hint: "allow traffic by `network` of the tenant, or by NetworkPolicies in it; to show the kind, grant `get`, `list` and `watch`",
};
const RIGHTS = {
  message: "with this API group, people of a tenant could give themselves rights",
  expected: "an API group without rights and limits",
  hint: "give rights by `access`, and limits by `quota`; to show the kind, grant `get`, `list` and `watch`",
};

export const UNSAFE_GROUPS: readonly UnsafeGroups[] = [
  {
    ...NETWORK,
    domains: [
      // Network plugins and networks of their own.
      ...["antrea.io", "cilium.io", "isovalent.com", "k8s.ovn.org", "kubeovn.io", "projectcalico.org", "tigera.io"],
      ...["cni.cncf.io", "crd.k8s.amazonaws.com", "networking.k8s.aws", "vpcresources.k8s.aws"],
      ...["net.gke.io", "nsx.vmware.com", "netoperator.vmware.com", "neuvector.com", "nmstate.io", "spidernet.io"],
      ...openshift("network", "sriovnetwork"),
      // Load balancers, and ways into other networks and clusters.
      ...["elbv2.k8s.aws", "kilo.squat.ai", "liqo.io", "metallb.io", "multicluster.x-k8s.io", "submariner.io"],
      ...["networking.cfargotunnel.com", "tailscale.com"],
      // Service meshes: what they let through, and whose names they answer.
      ...["appmesh.k8s.aws", "consul.hashicorp.com", "istio.io", "kuma.io", "linkerd.io", "maistra.io"],
      ...["networkservicemesh.io", "openservicemesh.io", "smi-spec.io", "solo.io"],
    ],
  },
  // Certificates and redirects of a load balancer are the other kinds of this group.
  { ...NETWORK, domains: ["networking.gke.io"], except: ["frontendconfigs", "managedcertificates"] },
  {
    ...RIGHTS,
    domains: [
      ...openshift("authorization", "build", "config", "oauth", "operator", "project", "quota", "security"),
      ...openshift("sharedresource", "user"),
      ...["iamauthenticator.k8s.aws", "rbacmanager.reactiveops.io"],
    ],
  },
  { ...RIGHTS, domains: ["argoproj.io"], only: ["appprojects"] },
  {
    domains: ["gatekeeper.sh", "jspolicy.com", "kubewarden.io", "kyverno.io"],
    message: "with this API group, people of a tenant could change what the cluster admits, or exempt themselves",
    expected: "an API group without admission policies",
    hint: "leave policies to the platform; to show the kind, grant `get`, `list` and `watch`",
  },
  {
    domains: [
      ...["capsule.clastix.io", "cluster.x-k8s.io", "hnc.x-k8s.io", "hypershift.openshift.io", "kamaji.clastix.io"],
      ...["loft.sh", "metal3.io", "nfd.k8s-sigs.io", "karpenter.k8s.aws", "karpenter.sh"],
      ...openshift("machine", "machineconfiguration"),
    ],
    message: "objects of this API group make namespaces, nodes or clusters, which are outside of the tenant",
    expected: "an API group whose objects stay in their namespace",
    hint: "declare sub-tenants by `children`, and leave nodes and clusters to the platform",
  },
  {
    domains: ["cattle.io", "crossplane.io", "karmada.io", "open-cluster-management.io", "operators.coreos.com"],
    message: "the operator of this API group applies what it is given with rights on the whole cluster",
    expected: "an API group whose operator acts with the rights of the tenant",
    hint: "let an account of the tenant apply it: see `docs/charts.md`, GitOps",
  },
];

export const UNPROVEN_GROUPS: readonly UnprovenGroups[] = [
  {
    domains: ["gateway.networking.k8s.io", "gateway.networking.x-k8s.io"],
    except: ["referencegrants"],
    warning:
      "its hostnames, and the addresses of a Gateway, are not held against `security.hostnames` and the load balancers of the tenant: bound them by the listeners and `allowedRoutes` of the platform's Gateways",
  },
  {
    domains: ["gateway.networking.k8s.io", "gateway.networking.x-k8s.io"],
    only: ["referencegrants"],
    warning: "with it a tenant lets routes and Gateways of other namespaces use its Services and Secrets",
  },
  {
    domains: [
      ...["ako.vmware.com", "apisix.apache.org", "cis.f5.com", "externaldns.nginx.org", "gateway.envoyproxy.io"],
      ...["getambassador.io", "haproxy.org", "k8s.nginx.org", "konghq.com", "projectcontour.io", "route.openshift.io"],
      ...["serving.knative.dev", "traefik.containo.us", "traefik.io", "voyagermesh.com"],
    ],
    warning:
      "its hostnames, and what it sets in the ingress controller, are not held against `security.hostnames` and `security.ingressAnnotations`: bound both in the controller",
  },
  {
    domains: ["kustomize.toolkit.fluxcd.io", "helm.toolkit.fluxcd.io", "fluxcd.controlplane.io"],
    warning:
      "Flux applies it with its own rights unless it acts as an account of the tenant: start it with `--default-service-account` and `--no-cross-namespace-refs=true`",
  },
  {
    domains: ["argoproj.io"],
    only: ["applications", "applicationsets"],
    warning:
      "Argo CD applies it with its own rights unless its project names the tenant's namespaces alone, and the tenant's deployer under `destinationServiceAccounts`",
  },
  {
    domains: ["kappctrl.k14s.io", "packaging.carvel.dev"],
    warning:
      "kapp-controller applies it with the rights of the account that it names: allow none with more rights than the level",
  },
  {
    domains: ["source.toolkit.fluxcd.io", "image.toolkit.fluxcd.io", "notification.toolkit.fluxcd.io"],
    warning:
      "its controller calls the addresses that it names from its own place in the network: bound that with a NetworkPolicy there",
  },
  {
    domains: [
      ...["app.terraform.io", "azure.com", "cnrm.cloud.google.com", "infra.contrib.fluxcd.io", "pulumi.com"],
      ...["services.k8s.aws", "upbound.io"],
    ],
    warning:
      "its operator acts in a cloud account: give it credentials for each tenant, which reach no further than the tenant may",
  },
  {
    domains: ["external-secrets.io", "secretgen.carvel.dev", "secretgen.k14s.io"],
    warning: "it brings secrets of other places into the tenant: bound by namespace which it may read",
  },
  {
    domains: ["cert-manager.io"],
    only: ["issuers"],
    warning:
      "an Issuer names servers that cert-manager calls from its own place in the network, and may use the credentials of its pod (`--issuer-ambient-credentials`): grant `certificates` instead",
  },
];

/** The entries of a table that a kind falls under. */
export function groupsOf<T extends OperatorGroups>(
  table: readonly T[],
  { group, resource }: { readonly group: string; readonly resource: unknown },
): readonly T[] {
  return table.filter(
    ({ domains, only, except = [] }) =>
      domains.some((domain) => isBelow(group, domain)) &&
      (only === undefined || only.some((one) => one === resource)) &&
      !except.some((one) => one === resource),
  );
}

/** Whether a DNS name is another one, or below it. */
export function isBelow(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}
