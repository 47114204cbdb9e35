import type { PodSecurityLevel } from "../spec/profile";
import type { StringMap } from "../resolve/tenant";

/** Labels and annotations that the project writes. The keys are a public contract: policies select on them. */
export const LABELS = {
  managedBy: "app.kubernetes.io/managed-by",
  tenant: "hikube.cloud/tenant",
  name: "hikube.cloud/name",
  parent: "hikube.cloud/parent",
  profile: "hikube.cloud/profile",
  costCenter: "hikube.cloud/cost-center",
  project: "hikube.cloud/project",
  owner: "hikube.cloud/owner",
  /** On a namespace: `any` where neither registries nor pull policies are bounded, so that no pod is asked for its images. */
  images: "hikube.cloud/images",
  /** On a pod: only the tenant's own policies speak for it inside the tenant. */
  isolated: "hikube.cloud/isolated",
  /** On a pod: it may reach the API server. */
  allowApiServer: "hikube.cloud/allow-apiserver",
  /** Kubernetes writes it itself, so nobody can put another namespace's name there. */
  namespaceName: "kubernetes.io/metadata.name",
} as const;

export const ANNOTATIONS = {
  protected: "hikube.cloud/protected",
  expiresAt: "hikube.cloud/expires-at",
  suspended: "hikube.cloud/suspended",
  costNote: "hikube.cloud/cost-note",
  // Allow-lists, entries separated by commas: what is missing allows nothing.
  imageRegistries: "hikube.cloud/image-registries",
  imagePullPolicies: "hikube.cloud/image-pull-policies",
  storageClasses: "hikube.cloud/storage-classes",
  ingressClasses: "hikube.cloud/ingress-classes",
  hostnames: "hikube.cloud/hostnames",
  serviceTypes: "hikube.cloud/service-types",
  priorityClasses: "hikube.cloud/priority-classes",
  csiDrivers: "hikube.cloud/csi-drivers",
  certificateSigners: "hikube.cloud/certificate-signers",
  deviceClasses: "hikube.cloud/device-classes",
  tolerations: "hikube.cloud/tolerations",
  subjectPrefixes: "hikube.cloud/subject-prefixes",
  ingressAnnotations: "hikube.cloud/ingress-annotations",
  serviceAnnotations: "hikube.cloud/service-annotations",
  /** Resources beside cpu, memory and storage that the quota grants any of. */
  extendedResources: "hikube.cloud/extended-resources",
  /** Most bytes that the values of one ConfigMap or Secret may take together. */
  configSize: "hikube.cloud/config-size",
  /** Most replicas that one StatefulSet may ask for, where that is more than every tenant may. */
  replicas: "hikube.cloud/replicas",
  /** Most seconds that a pod may take to end. */
  terminationGracePeriodSeconds: "hikube.cloud/termination-grace-period-seconds",
  /** Most seconds that a token for another audience than the API server's may live. */
  tokenExpirationSeconds: "hikube.cloud/token-expiration-seconds",
  /** Audiences of the API server, where tokens for others may live longer than its own. */
  apiAudiences: "hikube.cloud/api-audiences",
  /** On a workload of a suspended tenant: its replicas, or `false` for a job, from before. */
  awake: "hikube.cloud/awake",
  /** On a ReplicaSet that did not go to sleep with its Deployment: its replicas from before. */
  awakeRest: "hikube.cloud/awake-replicas",
  /** On a StatefulSet of a suspended tenant: what would have become of its claims when it is scaled down. */
  awakeClaims: "hikube.cloud/awake-claims",
} as const;

/** Value of the label `images` where all may be run. */
export const ANY_IMAGES = "any";

/** Value of the managed-by label on everything that we make. */
export const MANAGER = "hikube";

/** Each namespace carries one such label for itself and for each ancestor: what a whole subtree is selected by. */
export function subtreeLabel(namespace: string): string {
  return `tenant.hikube.cloud/${namespace}`;
}

/** Pod Security checks before v1.34 let probes reach other hosts through the kubelet. */
const OLDEST_POD_SECURITY_MINOR = 34;

/** The version of the Pod Security checks for a cluster: its own minor, at least v1.34. */
export function podSecurityVersion(clusterVersion: string): string {
  const minor = Number(/^v?1\.(\d+)/.exec(clusterVersion)?.[1] ?? OLDEST_POD_SECURITY_MINOR);
  return `v1.${Math.max(minor, OLDEST_POD_SECURITY_MINOR)}`;
}

/** @see https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces */
export function podSecurityLabels(enforce: PodSecurityLevel, clusterVersion: string): StringMap {
  const version = podSecurityVersion(clusterVersion);
  const prefix = "pod-security.kubernetes.io";
  return {
    [`${prefix}/enforce`]: enforce,
    [`${prefix}/enforce-version`]: version,
    [`${prefix}/audit`]: "restricted",
    [`${prefix}/audit-version`]: version,
    [`${prefix}/warn`]: "restricted",
    [`${prefix}/warn-version`]: version,
  };
}
