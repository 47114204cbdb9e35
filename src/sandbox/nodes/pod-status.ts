import type { KubeMetadata, KubeObject } from "../../model/kubernetes/kube-object";
import { uidOf } from "./controller";

/** The fields of a pod that decide over its pretended life. */
export interface Pod extends KubeObject {
  readonly metadata: KubeMetadata & {
    readonly deletionTimestamp?: string;
    readonly generation?: number;
    readonly ownerReferences?: readonly { readonly kind: string; readonly controller?: boolean }[];
  };
  readonly spec: {
    readonly nodeName?: string;
    readonly hostNetwork?: boolean;
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly ephemeralContainers?: readonly Container[];
  };
  readonly status?: {
    readonly phase?: string;
    readonly podIP?: string;
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly ephemeralContainerStatuses?: readonly ContainerStatus[];
  };
}

interface Container {
  readonly name: string;
  readonly image?: string;
  /** `Always` makes an init container a sidecar. */
  readonly restartPolicy?: string;
}

interface ContainerStatus {
  readonly name: string;
  readonly image: string;
}

/** What a pod is to become. */
export type PodOutcome = "Running" | "Succeeded" | "Failed" | "removed" | "settled";

/** Pins the outcome of a pod for a test: `Running`, `Succeeded` or `Failed`. */
export const PHASE_ANNOTATION = "sandbox.hikube.cloud/phase";

/** Pins the address of a pod. */
export const ADDRESS_ANNOTATION = "sandbox.hikube.cloud/ip";

/** What the fake kubelet has to do about a pod now. */
export function podOutcome(pod: Pod): PodOutcome {
  const phase = pod.status?.phase ?? "Pending";
  if (pod.metadata.deletionTimestamp !== undefined) return "removed";
  if (phase === "Succeeded" || phase === "Failed") return "settled";
  const wanted = wantedPhase(pod);
  return phase === wanted && statusIsCurrent(pod) ? "settled" : wanted;
}

function wantedPhase(pod: Pod): "Running" | "Succeeded" | "Failed" {
  const pinned = pod.metadata.annotations?.[PHASE_ANNOTATION];
  if (pinned === "Running" || pinned === "Succeeded" || pinned === "Failed") return pinned;
  return pod.metadata.ownerReferences?.some(({ kind }) => kind === "Job") === true ? "Succeeded" : "Running";
}

/** Images may change and debug containers may come in while a pod runs. */
function statusIsCurrent({ spec, status }: Pod): boolean {
  const images = (containers: readonly { name: string; image?: string }[] = []) =>
    containers.map(({ name, image }) => `${name}=${image ?? ""}`).join();
  return (
    images(spec.containers) === images(status?.containerStatuses) &&
    images(spec.ephemeralContainers) === images(status?.ephemeralContainerStatuses)
  );
}

/** Where and when a pod is shown to run. */
export interface Placement {
  readonly hostAddress: string;
  readonly podAddress: string;
  /** ISO 8601, seconds. */
  readonly now: string;
}

/** The status that a kubelet would report. */
export function podStatus(pod: Pod, phase: "Running" | "Succeeded" | "Failed", place: Placement): object {
  const { containers, initContainers = [], ephemeralContainers = [] } = pod.spec;
  const runs = phase === "Running";
  const status = (container: Container, state: object, ready: boolean) => containerStatus(pod, container, state, ready);
  const state = runs ? { running: { startedAt: place.now } } : terminated(phase, place.now);
  return {
    phase,
    observedGeneration: pod.metadata.generation,
    startTime: place.now,
    hostIP: place.hostAddress,
    hostIPs: [{ ip: place.hostAddress }],
    podIP: place.podAddress,
    podIPs: [{ ip: place.podAddress }],
    conditions: conditions(runs, place.now),
    containerStatuses: containers.map((container) => status(container, state, runs)),
    initContainerStatuses: initContainers.map((container) =>
      container.restartPolicy === "Always"
        ? status(container, state, runs)
        : status(container, terminated("Succeeded", place.now), true),
    ),
    ephemeralContainerStatuses: ephemeralContainers.map((container) => status(container, state, false)),
  };
}

function containerStatus(pod: Pod, { name, image = "" }: Container, state: object, ready: boolean): object {
  const containerID = `fake://${uidOf(pod)}/${name}`;
  return { name, image, imageID: `fake://${image}`, containerID, ready, started: ready, restartCount: 0, state };
}

function terminated(phase: "Succeeded" | "Failed", now: string): object {
  const [exitCode, reason] = phase === "Succeeded" ? [0, "Completed"] : [1, "Error"];
  return { terminated: { exitCode, reason, startedAt: now, finishedAt: now } };
}

function conditions(ready: boolean, now: string): readonly object[] {
  const condition = (type: string, holds: boolean) => ({
    type,
    status: holds ? "True" : "False",
    lastTransitionTime: now,
    ...(holds ? {} : { reason: "PodCompleted" }),
  });
  return [
    condition("PodReadyToStartContainers", ready),
    condition("Initialized", true),
    condition("Ready", ready),
    condition("ContainersReady", ready),
    condition("PodScheduled", true),
  ];
}
