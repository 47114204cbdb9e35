import type { Cluster } from "../../kube/cluster";
import { KubeError } from "../../kube/kube-error";
import type { KubeMetadata, KubeObject } from "../../model/kubernetes/kube-object";
import { uidOf, type Controller } from "./controller";

/** Name of the pretended driver; a StorageClass that names it gets volumes. */
export const PROVISIONER = "sandbox.hikube.cloud";

const CLAIM = { apiVersion: "v1", kind: "PersistentVolumeClaim" };
const VOLUME = { apiVersion: "v1", kind: "PersistentVolume" };

/** How the claim's controller asks for a volume, once binding is due. */
const WANTED_ANNOTATION = "volume.kubernetes.io/storage-provisioner";

/** Says who made a volume, so that Kubernetes leaves its removal to us. */
const MADE_BY_ANNOTATION = "pv.kubernetes.io/provisioned-by";

interface Claim extends KubeObject {
  readonly metadata: KubeMetadata & { readonly namespace: string };
  readonly spec: {
    readonly accessModes?: readonly string[];
    readonly resources?: { readonly requests?: { readonly storage?: string } };
    readonly storageClassName?: string;
    readonly volumeMode?: string;
    readonly volumeName?: string;
  };
  readonly status?: { readonly phase?: string };
}

/**
 * Makes a volume for each claim that asks the sandbox's driver for one.
 *
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#provisioning
 */
export class ClaimController implements Controller {
  readonly kind = CLAIM;

  constructor(private readonly cluster: Cluster) {}

  async reconcile(object: KubeObject): Promise<void> {
    const claim = object as Claim; // The API server's own schema vouches for the shape.
    const wanted = claim.metadata.annotations?.[WANTED_ANNOTATION] === PROVISIONER;
    if (!wanted || claim.spec.volumeName !== undefined) return;
    try {
      await this.cluster.create(volumeFor(claim));
    } catch (error) {
      if (!(error instanceof KubeError && error.reason === "AlreadyExists")) throw error;
    }
  }
}

/** Removes the volumes whose claims are gone. */
export class VolumeController implements Controller {
  readonly kind = VOLUME;

  constructor(private readonly cluster: Cluster) {}

  async reconcile(volume: KubeObject): Promise<void> {
    const { persistentVolumeReclaimPolicy } = volume.spec as { persistentVolumeReclaimPolicy?: string };
    const { phase } = (volume.status ?? {}) as { phase?: string };
    const ours = volume.metadata.annotations?.[MADE_BY_ANNOTATION] === PROVISIONER;
    if (!ours || phase !== "Released" || persistentVolumeReclaimPolicy !== "Delete") return;
    await this.cluster.delete({ ...VOLUME, name: volume.metadata.name });
  }
}

/** A volume bound in advance to the claim. */
export function volumeFor(claim: Claim): KubeObject {
  const name = `pvc-${uidOf(claim)}`;
  const { accessModes, resources, storageClassName, volumeMode } = claim.spec;
  return {
    ...VOLUME,
    metadata: { name, annotations: { [MADE_BY_ANNOTATION]: PROVISIONER } },
    spec: {
      accessModes,
      capacity: { storage: resources?.requests?.storage ?? "1Gi" },
      claimRef: { ...CLAIM, name: claim.metadata.name, namespace: claim.metadata.namespace, uid: uidOf(claim) },
      csi: { driver: PROVISIONER, volumeHandle: name },
      persistentVolumeReclaimPolicy: "Delete",
      storageClassName,
      volumeMode,
    },
  };
}

/** The default StorageClass and the driver behind it, which needs no attaching. */
export function storageObjects(): readonly KubeObject[] {
  return [
    {
      apiVersion: "storage.k8s.io/v1",
      kind: "CSIDriver",
      metadata: { name: PROVISIONER },
      spec: { attachRequired: false },
    },
    {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name: "standard", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
      provisioner: PROVISIONER,
      reclaimPolicy: "Delete",
      volumeBindingMode: "Immediate",
    },
  ];
}
