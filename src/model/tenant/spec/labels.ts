import { minorOf } from "../../kubernetes/version";
import type { PodSecurityLevel } from "./profile";
import type { StringMap } from "../../kubernetes/kube-object";

/** Labels and annotations that the project writes. The keys are a public contract: policies select on them. */
export const LABELS = {
  managedBy: "app.kubernetes.io/managed-by",
  tenant: "hikube.cloud/tenant",
  name: "hikube.cloud/name",
  parent: "hikube.cloud/parent",
  profile: "hikube.cloud/profile",
  /** Namespace of the monitoring stack that metrics and logs of this namespace go to. */
  monitoring: "hikube.cloud/monitoring",
  costCenter: "hikube.cloud/cost-center",
  project: "hikube.cloud/project",
  owner: "hikube.cloud/owner",
  /**
   * On a namespace: `any` where neither registries nor pull policies are bounded, so that the images of its pods are
   * not checked.
   */
  images: "hikube.cloud/images",
  /** On a pod: inside the tenant, only the tenant's own policies apply to it. */
  isolated: "hikube.cloud/isolated",
  /** On a pod: it may reach the API server. */
  allowApiServer: "hikube.cloud/allow-apiserver",
  /** Kubernetes sets it itself, so nobody can forge it. */
  namespaceName: "kubernetes.io/metadata.name",
} as const;

export const ANNOTATIONS = {
  protected: "hikube.cloud/protected",
  expiresAt: "hikube.cloud/expires-at",
  suspended: "hikube.cloud/suspended",
  /** Why a command suspended it: `expired` with the time that had passed, or `by hand`. */
  suspendedBecause: "hikube.cloud/suspended-because",
  /** When a tenant was released: no code has it any more, its walls stay. */
  released: "hikube.cloud/released",
  costNote: "hikube.cloud/cost-note",
  // Allow-lists, entries separated by commas: a missing annotation allows nothing.
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
  /** On a namespace whose tenant sets capacity aside for tenants declared elsewhere: how much, and what they inherit, as JSON. */
  reserved: "hikube.cloud/reserved",
  /** On a namespace whose tenant takes of that, where the provider `hikube` did not make it: how much, as JSON. */
  drawn: "hikube.cloud/drawn",
  /** On a namespace of the provider `hikube`: its spec as JSON, which sub-tenants of other repositories inherit from. */
  spec: "hikube.cloud/spec",
  /** On a namespace of the provider `hikube`: the share that it takes out of its parent's capacity, as JSON. */
  share: "hikube.cloud/share",
  /** On a namespace of the provider `hikube` of whose tenant not all was made yet. */
  unfinished: "hikube.cloud/unfinished",
  /** On a namespace of the provider `hikube`: which apply made its tenant or took it over last. The state that holds it keeps the same. */
  madeBy: "hikube.cloud/made-by",
  /** On a namespace of the provider `hikube`: since when it is known that two applies made its tenant, of which one was refused. */
  disputed: "hikube.cloud/disputed",
  /** On the quota of a tenant of the provider `hikube`: what its whole subtree may take, as JSON. */
  declared: "hikube.cloud/declared",
  /** On that quota, or on the one that stands for what is set aside: shares that are about to be taken, as JSON. */
  pendingShares: "hikube.cloud/pending-shares",
  /** On a workload of a suspended tenant: its former replicas, or `false`, the former `suspend` of a job. */
  replicasBeforeSuspend: "hikube.cloud/replicas-before-suspend",
  /** On a ReplicaSet that its Deployment did not scale down: its former replicas. */
  ownReplicasBeforeSuspend: "hikube.cloud/own-replicas-before-suspend",
  /** On a StatefulSet of a suspended tenant: its former retention policy for claims when it is scaled down. */
  claimRetentionBeforeSuspend: "hikube.cloud/claim-retention-before-suspend",
} as const;

/** What the provider `hikube` writes for itself: all of it follows from what a tenant declares. */
export const RECORDS: readonly string[] = [
  ANNOTATIONS.spec,
  ANNOTATIONS.share,
  ANNOTATIONS.unfinished,
  ANNOTATIONS.madeBy,
  ANNOTATIONS.disputed,
  ANNOTATIONS.declared,
  ANNOTATIONS.pendingShares,
];

/** Value of the label `images` where all may be run. */
export const ANY_IMAGES = "any";

/** Value of the managed-by label on everything that we make. */
export const MANAGER = "hikube";

/** Each namespace carries one such label for itself and for each ancestor: what a whole subtree is selected by. */
export function subtreeLabel(namespace: string): string {
  return `tenant.hikube.cloud/${namespace}`;
}

const SUBTREE = subtreeLabel("");

/** The tenants that labels of a namespace say it is below, itself among them. */
export function ancestorsIn(labels: StringMap = {}): readonly string[] {
  return Object.keys(labels).flatMap((key) => (key.startsWith(SUBTREE) ? [key.slice(SUBTREE.length)] : []));
}

/** Whether a namespace says by any label that it is a tenant, or below one. */
export function saysTenant(labels: StringMap = {}): boolean {
  return LABELS.tenant in labels || LABELS.parent in labels || ancestorsIn(labels).length > 0;
}

/** Pod Security checks before v1.34 let probes reach other hosts through the kubelet. */
const OLDEST_POD_SECURITY_MINOR = 34;

/** The version of the Pod Security checks for a cluster: its own minor, at least v1.34. */
export function podSecurityVersion(clusterVersion: string): string {
  const minor = minorOf(clusterVersion) ?? OLDEST_POD_SECURITY_MINOR;
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
